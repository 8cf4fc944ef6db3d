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
        Of("MurmurHash3", (g, x) => g.Node(Domain + "MurmurHash3", [x], new() { ["positive"] = g.Random.Of<object?>(null, 0, 1), ["seed"] = g.Random.Of<object?>(null, 42) })) with { Types = TypeSets.Numbers, Rounding = Rounding.Jumps },
        Of("UnfoldTensor", (g, x) => g.Node(Domain + "UnfoldTensor", [x], new() { ["dim"] = x.Rank - 1, ["size"] = g.Random.Between(1, (int)x.Dims[^1]), ["step"] = g.Random.Of<object?>(null, 2) })) with { MinimumRank = 1, MaximumRank = 3, Types = TypeSets.Any, Rounding = Rounding.None },
        Of("SampleOp", (g, x) => Add(g, "SampleOp", x)) with { Rounding = Rounding.None },
        Of("LinearAttentionGate", (g, x) => g.Node(Domain + "LinearAttentionGate", [x, g.Floats(x.Dims[2]), g.Floats(x.Dims[2]), g.Floats(x.Dims)], [], outputs: 2)) with { MinimumRank = 3, MaximumRank = 3 },
        Of("EngramGate", EngramGate) with { MinimumRank = 4, MaximumRank = 4 },
        Of("MRotaryEmbedding", (g, _) => MultimodalRotation(g)) with { MaximumRank = 1 },
        Of("DecoderMaskedMultiHeadAttention", (g, _) => DecoderAttention(g)) with { MaximumRank = 1 },
        Of("DynamicQuantizeLSTM", DynamicQuantizeLSTM) with { MinimumRank = 3, MaximumRank = 3, Rounding = Rounding.Rounds | Rounding.Jumps },
        Of("QEmbedLayerNormalization", QuantizedEmbedding) with { MinimumRank = 2, MaximumRank = 2, Types = [ElementType.Int32] },
        Of("MaxpoolWithMask", MaskedPool) with { MinimumRank = 3, MaximumRank = 4 },
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

    static void EngramGate(RandomGraph graph, Operand x)
    {
        long[] scale = x.Dims[2..];
        graph.Node(Domain + "EngramGate", [x, graph.Floats(x.Dims), graph.Floats(x.Dims[0], x.Dims[1], x.Dims[3]), graph.Floats(scale), graph.Floats(scale), graph.Floats(scale)], new() { ["epsilon"] = 0.1 }, outputs: 2);
    }

    static void MultimodalRotation(RandomGraph graph)
    {
        Random random = graph.Random;
        (long samples, long length, long heads, long size) = (random.Between(1, 2), random.Between(1, 5), random.Between(1, 3), 16);
        bool isInterleaved = random.Coin();
        graph.Node(Domain + "MRotaryEmbedding",
            [
                graph.Floats(samples, heads, length, size), graph.Constant(RandomTensor.Of(random, ElementType.Int64, [3, samples, length], 0, 9)),
                graph.Floats(10, size / 2), graph.Floats(10, size / 2),
            ], new() { ["mrope_section"] = isInterleaved ? new long[] { 4, 2, 2 } : random.Of<long[]>([4, 2, 2], [2, 3, 3], [8, 0, 0]), ["mrope_layout"] = isInterleaved, ["interleaved"] = random.Coin() });
    }

    static void DecoderAttention(RandomGraph graph)
    {
        Random random = graph.Random;
        (long batches, long beams, long heads, long size, long past, long room) = (random.Between(1, 2), random.Coin() ? random.Between(1, 3) : 1, random.Between(1, 3), 8, random.Between(1, 6), 8);
        (long samples, long hidden) = (batches * beams, heads * size);
        bool comesFromBeams = beams > 1 || random.Coin(0.3);
        graph.Node(Domain + "DecoderMaskedMultiHeadAttention",
            [
                graph.Floats(samples, 1, hidden), graph.Floats(samples, 1, hidden), graph.Floats(samples, 1, hidden), null, null,
                graph.Floats(samples, heads, room, size), graph.Floats(samples, heads, room, size), graph.Constant(RandomTensor.Of(ElementType.Int32, [1], past)),
                comesFromBeams ? graph.Constant(RandomTensor.Of(ElementType.Int32, [1], beams)) : null,
                comesFromBeams ? graph.Constant(RandomTensor.Of(random, ElementType.Int32, [batches, beams, room], 0, beams - 1)) : null,
            ], new() { ["num_heads"] = heads, ["past_present_share_buffer"] = 1, ["scale"] = random.Of<object?>(null, 0.25) }, outputs: 3);
    }

    static void DynamicQuantizeLSTM(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        string? direction = random.Of(null, "reverse", "bidirectional");
        long directions = direction == "bidirectional" ? 2 : 1, hidden = random.Between(1, 12);
        ElementType type = random.Of(ElementType.UInt8, ElementType.Int8);
        long[] scales = random.Coin() ? [directions] : [directions, 4 * hidden];
        graph.Node(Domain + "DynamicQuantizeLSTM",
            [
                x, Weights(directions, x.Dims[2], 4 * hidden), Weights(directions, hidden, 4 * hidden), random.Coin() ? graph.Tensor(ElementType.Float, [directions, 8 * hidden], -0.5, 0.5) : null,
                null, null, null, null, Scales(), Zeros(), Scales(), Zeros(),
            ], new() { ["hidden_size"] = hidden, ["direction"] = direction }, outputs: 3);

        Operand Weights(params long[] dims) => graph.Constant(RandomTensor.Of(random, type, dims, -9, 9));

        Operand Scales() => graph.Constant(RandomTensor.Of(random, ElementType.Float, scales, 0.125, 0.125));

        Operand Zeros() => graph.Constant(RandomTensor.Of(random, type, scales, 0, 0));
    }

    static void QuantizedEmbedding(RandomGraph graph, Operand x)
    {
        const int Words = 7, Size = 12;
        Operand[] tables = [Table(Words, Size), Table(x.Dims[1], Size), Table(2, Size), Table(Size), Table(Size)];
        graph.Node(Domain + "QEmbedLayerNormalization",
            [
                graph.Tensor(ElementType.Int32, x.Dims, 0, Words - 1), graph.Tensor(ElementType.Int32, x.Dims, 0, 1), .. tables,
                graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int32, x.Dims, 1, 1)), .. tables.Select(_ => Scale(graph)), .. tables.Select(_ => graph.Scalar(ElementType.UInt8, graph.Random.Between(0, 9))),
            ], new() { ["epsilon"] = 0.1 }, outputs: 2);

        Operand Table(params long[] dims) => graph.Constant(RandomTensor.Of(graph.Random, ElementType.UInt8, dims, 0, 20));
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
                null, null, null, null, null, null, random.Coin() ? graph.Constant(RandomTensor.Of(random, ElementType.Float, [rows, experts], 0.125, 1)) : null,
            ], new() { ["activation_type"] = random.Of("relu", "gelu", "silu", "identity"), ["k"] = random.Between(1, 2), ["expert_weight_bits"] = isWide ? 8 : 4, ["normalize_routing_weights"] = 1 });

        Operand Weights(params long[] dims) => graph.Constant(RandomTensor.Of(random, ElementType.UInt8, dims, 0, 255));

        Operand Scales(params long[] dims) => graph.Constant(RandomTensor.Of(random, ElementType.Float, dims, 0.125, 0.25));
    }

    /// <summary>A mask for all images and channels that hides the ends of lines: ONNX Runtime reads on behind the first hidden element of a line
    /// no more, and the first element of an image is never hidden.</summary>
    static void MaskedPool(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long length = x.Dims[^1], lines = x.Rank == 4 ? x.Dims[2] : 1;
        double[] mask = [.. Enumerable.Range(0, (int)lines).SelectMany(_ => Ends(random.Between(1, (int)length)))];
        graph.Node(Domain + "MaxpoolWithMask", [x, graph.Constant(RandomTensor.Of(ElementType.Int32, [1, 1, .. x.Dims[2..]], mask))], new()
        {
            ["kernel_shape"] = x.Dims[2..].Select(n => (long)random.Between(1, (int)Math.Min(n, 3))).ToArray(),
            ["strides"] = random.Coin() ? null : x.Dims[2..].Select(_ => (long)random.Between(1, 2)).ToArray(),
        });

        IEnumerable<double> Ends(int kept) => Enumerable.Range(0, (int)length).Select(i => i < kept ? 1.0 : 0);
    }

    static Operand Scale(RandomGraph graph) => graph.Scalar(ElementType.Float, graph.Random.Of(0.125, 0.25, 0.5));
}
