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
        new("DequantizeLinear", QuantizedConvolution) { MinimumRank = 4, MaximumRank = 4, Since = 13, Types = [ElementType.UInt8, ElementType.Int8], Rounding = Rounding.Jumps },
        new("DequantizeLinear", QuantizedProduct) { MinimumRank = 2, MaximumRank = 3, Since = 13, Types = [ElementType.UInt8, ElementType.Int8], Rounding = Rounding.Jumps },
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

    /// <summary>A convolution between quantisations, with weights that are too many to be dequantised while a model is compiled, and what it is
    /// added to: everything that is rounded is a multiple of a power of two.</summary>
    static void QuantizedConvolution(RandomGraph graph, Operand x)
    {
        Operand image = Dequantized(graph, x, x.Type, 3);
        Operand weights = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int8, [72, x.Dims[1], Math.Min(3, x.Dims[2]), Math.Min(3, x.Dims[3])], -9, 9));
        Operand sums = graph.Inner("Conv", image, Dequantized(graph, weights, ElementType.Int8, 0));
        Operand quantized = Dequantized(graph, Quantized(graph, graph.Random.Coin() ? sums : graph.Inner("Relu", sums), 5), ElementType.UInt8, 5);
        graph.Node("QuantizeLinear", graph.Inner("Add", quantized, sums), PowerOfTwo(graph), graph.Scalar(ElementType.UInt8, 100));
    }

    static void QuantizedProduct(RandomGraph graph, Operand x)
    {
        Operand matrix = Dequantized(graph, x, x.Type, 3);
        Operand weights = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int8, [x.Dims[^1], graph.Random.Of(200, 1100)], -9, 9));
        Operand sums = graph.Inner("MatMul", matrix, Dequantized(graph, weights, ElementType.Int8, 0));
        graph.Node("DequantizeLinear", Quantized(graph, sums, 90), PowerOfTwo(graph), graph.Scalar(ElementType.UInt8, 90));
    }

    static Operand Quantized(RandomGraph graph, Operand x, int zero) =>
        graph.Inner("QuantizeLinear", x, PowerOfTwo(graph), graph.Constant(RandomTensor.Of(ElementType.UInt8, [], zero)));

    static Operand Dequantized(RandomGraph graph, Operand x, ElementType type, int zero) =>
        graph.Inner("DequantizeLinear", x, PowerOfTwo(graph), graph.Constant(RandomTensor.Of(type, [], zero)));

    static Operand PowerOfTwo(RandomGraph graph) => graph.Constant(RandomTensor.Of(ElementType.Float, [], graph.Random.Of(0.25, 0.5, 1, 2)));

    static Operand Scale(RandomGraph graph, long[] dims) => graph.Tensor(ElementType.Float, dims, 0.125, 1);
}
