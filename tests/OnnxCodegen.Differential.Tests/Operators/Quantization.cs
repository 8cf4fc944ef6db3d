using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Quantised numbers.</summary>
internal static class Quantization
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("QuantizeLinear", Quantize) { MinimumRank = 1, Since = 10, Rounding = Rounding.Jumps },
        new("DequantizeLinear", Dequantize) { MinimumRank = 1, Since = 10, Types = [ElementType.UInt8, ElementType.Int8], Rounding = Rounding.None },
        new("DynamicQuantizeLinear", (g, x) => g.Node("DynamicQuantizeLinear", [x], [], outputs: 3)) { Since = 11, Rounding = Rounding.Jumps },
        new("QLinearMatMul", QLinearMatMul) { MinimumRank = 2, MaximumRank = 3, Since = 10, Types = [ElementType.UInt8], Rounding = Rounding.Jumps },
        new("QLinearConv", QLinearConv) { MinimumRank = 4, MaximumRank = 4, Since = 10, Types = [ElementType.UInt8], Rounding = Rounding.Jumps },
    ];

    static void Quantize(RandomGraph graph, Operand x)
    {
        (object? axis, long[] dims) = Scales(graph, x);
        // Powers of two, so that quotients fall on ties exactly.
        Operand scale = Scale(graph, dims), zero = graph.Tensor(graph.Random.Of(ElementType.UInt8, ElementType.Int8), dims);
        graph.Node("QuantizeLinear", graph.Random.Coin(0.2) ? [x, scale] : [x, scale, zero], new() { ["axis"] = axis });
    }

    static void Dequantize(RandomGraph graph, Operand x)
    {
        (object? axis, long[] dims) = Scales(graph, x);
        Operand scale = Scale(graph, dims);
        graph.Node("DequantizeLinear", graph.Random.Coin(0.2) ? [x, scale] : [x, scale, graph.Tensor(x.Type, dims)], new() { ["axis"] = axis });
    }

    /// <summary>One scale, or one for each index of an axis.</summary>
    static (object? Axis, long[] Dims) Scales(RandomGraph graph, Operand x)
    {
        if (graph.Opset < 13 || graph.Random.Coin())
            return (null, []);
        long axis = graph.Random.Axis(x.Rank);
        return (axis, [x.Dims[(axis + x.Rank) % x.Rank]]);
    }

    static void QLinearMatMul(RandomGraph graph, Operand x)
    {
        ElementType type = graph.Random.Of(ElementType.UInt8, ElementType.Int8);
        Operand weights = graph.Tensor(type, [x.Dims[^1], graph.Random.Between(1, 9)]);
        graph.Node("QLinearMatMul",
            x, Scale(graph, []), graph.Scalar(ElementType.UInt8, 2), weights, Scale(graph, []), graph.Scalar(type, 1), Scale(graph, []), graph.Scalar(ElementType.UInt8, 100));
    }

    static void QLinearConv(RandomGraph graph, Operand x)
    {
        ElementType type = graph.Random.Of(ElementType.UInt8, ElementType.Int8);
        Operand weights = graph.Tensor(type, [graph.Random.Between(1, 5), x.Dims[1], Math.Min(3, x.Dims[2]), Math.Min(2, x.Dims[3])]);
        graph.Node("QLinearConv",
            x, Scale(graph, []), graph.Scalar(ElementType.UInt8, 2), weights, Scale(graph, []), graph.Scalar(type, 1), Scale(graph, []), graph.Scalar(ElementType.UInt8, 100));
    }

    static Operand Scale(RandomGraph graph, long[] dims) => graph.Tensor(ElementType.Float, dims, 0.125, 1);
}
