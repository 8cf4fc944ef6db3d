using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators of ONNX Runtime that stand beside those of the standard.</summary>
internal static class FurtherFusions
{
    const string Domain = "com.microsoft.";

    public static IEnumerable<OperatorEntry> All =>
    [
        Of("GatedAdd", (g, x) => Add(g, "GatedAdd", x, g.Floats(x.Dims), g.Floats([.. x.Dims[..^1], 1]))) with { MinimumRank = 1, Rounding = Rounding.None },
        Of("GatedRMSNorm", (g, x) => g.Node(Domain + "GatedRMSNorm", [x, g.Floats(g.Random.Divisor(x.Dims[^1])), g.Floats(x.Dims)], new() { ["epsilon"] = 0.1 })) with { MinimumRank = 2 },
        Of("Inverse", Inverse) with { MaximumRank = 2 },
        Of("MatMulInteger16", (g, x) => Add(g, "MatMulInteger16", x, g.Tensor(ElementType.Int16, [x.Dims[^1], 3]))) with { MinimumRank = 2, Types = [ElementType.Int16] },
        Of("QuantizeLinear", (g, x) => Add(g, "QuantizeLinear", x, g.Scalar(ElementType.Float, g.Random.Of(0.25, 0.5, 1)), g.Scalar(g.Random.Of(ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16), 3))) with { Rounding = Rounding.Jumps },
        Of("DequantizeLinear", (g, x) => Add(g, "DequantizeLinear", x, g.Scalar(ElementType.Float, g.Random.Of(0.25, 0.5, 1)), g.Scalar(x.Type, 3))) with { Types = [ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16], Rounding = Rounding.None },
        Of("GatherND", (g, x) => Add(g, "GatherND", x, g.Tuples([3, 1], x.Dims[0]))) with { MinimumRank = 2, Rounding = Rounding.None },
        Of("Pad", (g, x) => Add(g, "Pad", x, g.Integers(g.Random.Several(2 * x.Rank, () => (long)g.Random.Between(0, 2))), g.Scalar(x.Type, 1))) with { MinimumRank = 1, Types = TypeSets.Floats, Rounding = Rounding.None },
        Of("Trilu", (g, x) => Add(g, "Trilu", x, g.Scalar(ElementType.Int64, g.Random.Between(-2, 2)))) with { MinimumRank = 2, Types = TypeSets.Floats, Rounding = Rounding.None },
        Of("QLinearConv", QuantizedConvolution) with { MinimumRank = 4, MaximumRank = 4, Types = [ElementType.UInt8], Rounding = Rounding.Jumps },
        Of("QAttention", (g, _) => QuantizedAttention(g)) with { MaximumRank = 1, Rounding = Rounding.Rounds | Rounding.Jumps },
        Of("QMoE", QuantizedExperts) with { MinimumRank = 2, MaximumRank = 2 },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph, Operand> add) => new(Domain + name, add);

    static void Add(RandomGraph graph, string name, params Operand?[] inputs) => graph.Node(Domain + name, inputs);

    /// <summary>Matrices whose diagonals outweigh the rest.</summary>
    static void Inverse(RandomGraph graph, Operand x)
    {
        int n = graph.Random.Between(1, 9);
        long matrices = x.Dims.Aggregate(1L, (product, length) => product * length);
        double[] elements = [.. Enumerable.Range(0, checked((int)(matrices * n * n))).Select(i => i % (n + 1) == (i / (n * n) * n * n % (n + 1)) ? 2 * n : graph.Random.Between(-8, 8) / 8.0)];
        graph.Node(Domain + "Inverse", graph.Constant(RandomTensor.Of(ElementType.Float, [.. x.Dims, n, n], elements)));
    }

    static void QuantizedConvolution(RandomGraph graph, Operand x)
    {
        Operand weights = graph.Tensor(ElementType.UInt8, [graph.Random.Between(1, 5), x.Dims[3], Math.Min(3, x.Dims[1]), Math.Min(2, x.Dims[2])]);
        graph.Node(Domain + "QLinearConv",
            [x, Scale(graph), graph.Scalar(x.Type, 2), weights, Scale(graph), graph.Scalar(x.Type, 1), Scale(graph), graph.Scalar(x.Type, 100)], new() { ["channels_last"] = 1 });
    }

    static void QuantizedAttention(RandomGraph graph)
    {
        (long samples, long length, long heads, long size, long features) = (graph.Random.Between(1, 2), graph.Random.Between(1, 6), graph.Random.Between(1, 2), 4, 6);
        ElementType type = graph.Random.Of(ElementType.UInt8, ElementType.Int8);
        graph.Node(Domain + "QAttention",
            [
                graph.Tensor(ElementType.UInt8, [samples, length, features], 0, 9), graph.Tensor(type, [features, 3 * heads * size]), graph.Floats(3 * heads * size), Scale(graph), Scale(graph),
                null, graph.Scalar(ElementType.UInt8, 4), graph.Scalar(type, 1),
            ], new() { ["num_heads"] = heads, ["unidirectional"] = graph.Random.Coin() });
    }

    static void QuantizedExperts(RandomGraph graph, Operand x)
    {
        const int Size = 32, Inner = 16;
        Random random = graph.Random;
        long experts = random.Between(2, 4), rows = random.Between(1, 5);
        // ONNX Runtime normalises the weights of the experts in any case.
        double[] routing = [.. Enumerable.Range(0, (int)rows).SelectMany(_ => random.Permutation((int)experts).Select(rank => rank / 2.0))];
        bool isWide = random.Coin();
        int packed = isWide ? 1 : 2;
        graph.Node(Domain + "QMoE",
            [
                graph.Tensor(x.Type, [rows, Size], -1, 1), graph.Constant(RandomTensor.Of(ElementType.Float, [rows, experts], routing)),
                Weights(experts, Inner, Size / packed), Scales(experts, Inner), random.Coin() ? graph.Floats(experts, Inner) : null,
                Weights(experts, Size, Inner / packed), Scales(experts, Size), random.Coin() ? graph.Floats(experts, Size) : null,
            ], new() { ["activation_type"] = random.Of("relu", "gelu", "silu", "identity"), ["k"] = random.Between(1, 2), ["expert_weight_bits"] = isWide ? 8 : 4, ["normalize_routing_weights"] = 1 });

        Operand Weights(params long[] dims) => graph.Constant(RandomTensor.Of(random, ElementType.UInt8, dims, 0, 255));

        Operand Scales(params long[] dims) => graph.Constant(RandomTensor.Of(random, ElementType.Float, dims, 0.125, 0.25));
    }

    static Operand Scale(RandomGraph graph) => graph.Scalar(ElementType.Float, graph.Random.Of(0.125, 0.25, 0.5));
}
