using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Fourier transforms, in double precision: those of ONNX Runtime are off by more than the tolerance in single precision.</summary>
internal static class Signals
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("DFT", Dft) { MinimumRank = 2, MaximumRank = 3, Since = 17, Types = [ElementType.Double] },
        new("STFT", (g, _) => Stft(g)) { MaximumRank = 1, Since = 17 },
    ];

    static void Dft(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        int axis = random.Next(x.Rank);
        bool isInverse = random.Coin(), isOneSided = !isInverse && random.Coin();
        Operand signal = graph.Tensor(x.Type, [.. x.Dims, isOneSided ? 1 : random.Between(1, 2)], hasFreeDims: false);
        Operand? length = random.Coin(0.3) ? graph.Scalar(ElementType.Int64, random.Between(1, 20)) : null;
        if (graph.Opset < 20)
            graph.Node("DFT", [signal, length], new() { ["axis"] = axis, ["inverse"] = isInverse, ["onesided"] = isOneSided });
        else
            graph.Node("DFT", [signal, length, graph.Scalar(ElementType.Int64, axis)], new() { ["inverse"] = isInverse, ["onesided"] = isOneSided });
    }

    static void Stft(RandomGraph graph)
    {
        Random random = graph.Random;
        int frame = random.Between(2, 16);
        bool isOneSided = random.Coin();
        Operand signal = graph.Tensor(ElementType.Double, [random.Between(1, 3), random.Between(frame, 60), isOneSided ? 1 : random.Between(1, 2)], hasFreeDims: false);
        Operand step = graph.Scalar(ElementType.Int64, random.Between(1, 8));
        Operand?[] rest = random.Coin() ? [graph.Tensor(ElementType.Double, [frame], 0, 1)] : [null, graph.Scalar(ElementType.Int64, frame)];
        graph.Node("STFT", [signal, step, .. rest], new() { ["onesided"] = isOneSided });
    }
}
