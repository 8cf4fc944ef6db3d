using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators that ONNX Runtime's optimiser writes into models.</summary>
internal static class Fusions
{
    const string Domain = "com.microsoft.";
    const double Epsilon = 0.1;

    public static IEnumerable<OperatorEntry> All =>
    [
        new(Domain + "Gelu", (g, x) => g.Node(Domain + "Gelu", x)),
        new(Domain + "QuickGelu", (g, x) => g.Node(Domain + "QuickGelu", [x], new() { ["alpha"] = g.Random.Of<object?>(null, 0.5) })),
        new(Domain + "FastGelu", (g, x) => g.Node(Domain + "FastGelu", g.Random.Coin() ? [x] : [x, g.Floats(x.Dims[^1])])) { MinimumRank = 1 },
        new(Domain + "BiasGelu", (g, x) => g.Node(Domain + "BiasGelu", x, g.Floats(x.Dims[^1]))) { MinimumRank = 1 },
        new(Domain + "FusedConv", FusedConv) { MinimumRank = 4, MaximumRank = 4 },
        new(Domain + "FusedGemm", FusedGemm) { MinimumRank = 2, MaximumRank = 2 },
        new(Domain + "FusedMatMul", FusedMatMul) { MinimumRank = 2, MaximumRank = 4, Rounding = Rounding.None },
        new(Domain + "SkipLayerNormalization", SkipLayerNormalization) { MinimumRank = 3, MaximumRank = 3 },
        new(Domain + "SkipSimplifiedLayerNormalization", SkipSimplified) { MinimumRank = 3, MaximumRank = 3 },
        new("SimplifiedLayerNormalization", (g, x) => g.Node("SimplifiedLayerNormalization", [x, g.Floats(x.Dims[^1])], new() { ["epsilon"] = Epsilon })) { MinimumRank = 1 },
        new(Domain + "EmbedLayerNormalization", EmbedLayerNormalization) { MinimumRank = 2, MaximumRank = 2, Types = [ElementType.Int32] },
        new(Domain + "CDist", (g, x) => g.Node(Domain + "CDist", [x, g.Floats(g.Random.Between(1, 9), x.Dims[1])], new() { ["metric"] = "sqeuclidean" })) { MinimumRank = 2, MaximumRank = 2 },
        new(Domain + "ExpandDims", (g, x) => g.Node(Domain + "ExpandDims", x, g.Constant(RandomTensor.Of(ElementType.Int32, [], g.Random.Between(0, x.Rank))))) { Rounding = Rounding.None },
        new(Domain + "CropAndResize", CropAndResize) { MinimumRank = 4, MaximumRank = 4 },
        new(Domain + "ConvTransposeWithDynamicPads", DynamicPads) { MinimumRank = 4, MaximumRank = 4 },
        new(Domain + "TransposeMatMul", (g, x) => g.Node(Domain + "TransposeMatMul", [x, g.Floats([.. x.Dims[..^2], g.Random.Between(1, 9), x.Dims[^1]])], new() { ["transB"] = 1, ["alpha"] = 0.5 })) { MinimumRank = 2, MaximumRank = 4, Rounding = Rounding.None },
        new(Domain + "GridSample", (g, x) => g.Node(Domain + "GridSample", [x, g.Tensor(ElementType.Float, [x.Dims[0], 3, 4, 2], -1.5, 1.5)], new() { ["mode"] = g.Random.Of(null, "bilinear", "bicubic", "nearest"), ["padding_mode"] = g.Random.Of(null, "border", "reflection") })) { MinimumRank = 4, MaximumRank = 4 },
        new(Domain + "Range", (g, _) => g.Node(Domain + "Range", g.Scalar(ElementType.Float, 1), g.Scalar(ElementType.Float, g.Random.Between(2, 9)), g.Scalar(ElementType.Float, 0.5))) { MaximumRank = 1, Rounding = Rounding.None },
        new(Domain + "MoE", MixtureOfExperts) { MinimumRank = 2, MaximumRank = 2 },
        new(Domain + "MatMulBnb4", (g, _) => MatMulBnb4(g)) { MaximumRank = 1 },
        new(Domain + "NGramRepeatBlock", (g, _) => g.Node(Domain + "NGramRepeatBlock", [g.Tensor(ElementType.Int64, [2, g.Random.Between(2, 9)], 0, 3), g.Floats(2, 5)], new() { ["ngram_size"] = g.Random.Between(1, 3) })) { MaximumRank = 1, Rounding = Rounding.Jumps },
        new(Domain + "Unique", (g, x) => g.Node(Domain + "Unique", [x], [], outputs: 3)) { MinimumRank = 1, MaximumRank = 1, Rounding = Rounding.Jumps },
    ];

    static void FusedConv(RandomGraph graph, Operand x)
    {
        long outputs = graph.Random.Between(1, 9);
        Operand weights = graph.Floats(outputs, x.Dims[1], Math.Min(3, x.Dims[2]), Math.Min(2, x.Dims[3]));
        (string activation, double[]? parameters) = graph.Random.Of<(string, double[]?)>(
            ("Relu", null), ("Tanh", null), ("Sigmoid", null), ("LeakyRelu", [0.25]), ("Clip", [-1, 2]), ("HardSigmoid", [0.25, 0.5]));
        graph.Node(Domain + "FusedConv", graph.Random.Coin() ? [x, weights] : [x, weights, graph.Floats(outputs)],
            new() { ["activation"] = activation, ["activation_params"] = parameters });
    }

    static void FusedGemm(RandomGraph graph, Operand x)
    {
        long columns = graph.Random.Between(1, 9);
        bool a = graph.Random.Coin(), b = graph.Random.Coin();
        long terms = x.Dims[a ? 0 : 1];
        (string activation, double? alpha) = graph.Random.Of<(string, double?)>(("Relu", null), ("Tanh", null), ("LeakyRelu", 0.25));
        graph.Node(Domain + "FusedGemm", [x, b ? graph.Floats(columns, terms) : graph.Floats(terms, columns), graph.Floats(columns)],
            new() { ["transA"] = a, ["transB"] = b, ["alpha"] = 0.5, ["activation"] = activation, ["activation_alpha"] = alpha });
    }

    static void FusedMatMul(RandomGraph graph, Operand x)
    {
        bool a = graph.Random.Coin(), b = graph.Random.Coin();
        bool batchA = x.Rank > 2 && graph.Random.Coin(0.3);
        long[] left = batchA ? [.. x.Dims[1..^1], x.Dims[0], x.Dims[^1]] : x.Dims;
        long terms = left[a ? ^2 : ^1], columns = graph.Random.Between(1, 9);
        long[] matrix = b ? [columns, terms] : [terms, columns];
        graph.Node(Domain + "FusedMatMul", [x, graph.Floats(graph.Random.Coin() ? matrix : [.. left[..^2], .. matrix])],
            new() { ["transA"] = a, ["transB"] = b, ["transBatchA"] = batchA, ["alpha"] = graph.Random.Of<object?>(null, 0.5) });
    }

    static void SkipLayerNormalization(RandomGraph graph, Operand x)
    {
        long size = x.Dims[2];
        Operand?[] rest = graph.Random.Of<Operand?[]>([graph.Floats(size)], [graph.Floats(size), graph.Floats(size)], [graph.Floats(size), graph.Floats(size), graph.Floats(size)]);
        graph.Node(Domain + "SkipLayerNormalization", [x, graph.Floats(x.Dims), .. rest], new() { ["epsilon"] = Epsilon });
    }

    static void SkipSimplified(RandomGraph graph, Operand x)
    {
        long size = x.Dims[2];
        graph.Node(Domain + "SkipSimplifiedLayerNormalization", graph.Random.Coin() ? [x, graph.Floats(x.Dims), graph.Floats(size)] : [x, graph.Floats(x.Dims), graph.Floats(size), graph.Floats(size)],
            new() { ["epsilon"] = Epsilon });
    }

    static void EmbedLayerNormalization(RandomGraph graph, Operand x)
    {
        const int Words = 7;
        long size = graph.Random.Between(4, 20);
        Operand words = graph.Tensor(ElementType.Int32, x.Dims, 0, Words - 1), segments = graph.Tensor(ElementType.Int32, x.Dims, 0, 1);
        Operand mask = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int32, x.Dims, 1, 1));
        graph.Node(Domain + "EmbedLayerNormalization",
            [words, segments, graph.Floats(Words, size), graph.Floats(x.Dims[1], size), graph.Floats(2, size), graph.Floats(size), graph.Floats(size), mask],
            new() { ["epsilon"] = Epsilon }, outputs: 2);
    }

    static void CropAndResize(RandomGraph graph, Operand x)
    {
        const int Boxes = 3;
        Operand rois = graph.Tensor(ElementType.Float, [Boxes, 4], 0, 1), images = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int32, [Boxes], 0, x.Dims[0] - 1));
        Operand size = graph.Constant(RandomTensor.Of(ElementType.Int32, [2], graph.Random.Between(1, 5), graph.Random.Between(1, 5)));
        graph.Node(Domain + "CropAndResize", [x, rois, images, size], new() { ["extrapolation_value"] = 0.5 });
    }

    static void MixtureOfExperts(RandomGraph graph, Operand x)
    {
        long experts = graph.Random.Between(2, 4), inner = graph.Random.Between(1, 8), size = x.Dims[1];
        // Experts of one probability are chosen in any order.
        double[] routing = [.. Enumerable.Range(0, (int)x.Dims[0]).SelectMany(_ => graph.Random.Permutation((int)experts).Select(rank => rank / 2.0))];
        graph.Node(Domain + "MoE", [x, graph.Constant(RandomTensor.Of(ElementType.Float, [x.Dims[0], experts], routing)), graph.Floats(experts, inner, size), graph.Floats(experts, inner), graph.Floats(experts, size, inner), graph.Floats(experts, size)],
            new() { ["activation_type"] = graph.Random.Of("relu", "gelu", "silu", "identity"), ["k"] = graph.Random.Between(1, 2), ["normalize_routing_weights"] = graph.Random.Of<object?>(null, 1) });
    }

    static void MatMulBnb4(RandomGraph graph)
    {
        const int Block = 16;
        (long rows, long terms, long columns) = (graph.Random.Between(1, 5), Block * graph.Random.Between(1, 3), graph.Random.Between(1, 9));
        Operand weights = graph.Constant(RandomTensor.Of(graph.Random, ElementType.UInt8, [terms * columns / 2], 0, 255));
        Operand scales = graph.Constant(RandomTensor.Of(graph.Random, ElementType.Float, [terms * columns / Block], 0.125, 1));
        graph.Node(Domain + "MatMulBnb4", [graph.Floats(rows, terms), weights, scales], new() { ["K"] = terms, ["N"] = columns, ["block_size"] = Block, ["quant_type"] = graph.Random.Next(2) });
    }

    static void DynamicPads(RandomGraph graph, Operand x)
    {
        Operand weights = graph.Floats(x.Dims[1], graph.Random.Between(1, 4), 3, 3);
        graph.Node(Domain + "ConvTransposeWithDynamicPads", [x, weights, graph.Integers(1, 0, 0, 1)], new() { ["strides"] = new long[] { 2, 1 } });
    }
}
