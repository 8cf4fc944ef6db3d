using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>The standard's attention, and operators that hand a memory from call to call.</summary>
internal static class Memories
{
    const string Domain = "com.microsoft.";

    public static IEnumerable<OperatorEntry> All =>
    [
        Of("Attention", Attention) with { Since = 23 },
        Of("StandardRotaryEmbedding", RotaryEmbedding) with { Since = 23 },
        Of("TensorScatter", TensorScatter) with { Since = 24, Rounding = Rounding.None },
        Of(Domain + "CausalConvWithState", CausalConvolution),
        Of(Domain + "LinearAttention", LinearAttention),
    ];

    static OperatorEntry Of(string name, Action<RandomGraph> add) => new(name, (g, _) => add(g)) { MaximumRank = 1 };

    static void Attention(RandomGraph graph)
    {
        Random random = graph.Random;
        (long samples, long shared, long groups, long size) = (random.Between(1, 2), random.Between(1, 2), random.Between(1, 3), random.Of(4, 8, 16));
        (long length, long keys) = (random.Between(1, 9), random.Between(1, 9));
        long past = random.Coin(0.3) ? random.Between(1, 4) : 0, total = keys + past;
        bool isFlat = random.Coin();
        Operand?[] inputs =
        [
            Sequence(shared * groups, length), Sequence(shared, keys), Sequence(shared, keys),
            random.Coin() ? Mask() : null,
            past == 0 ? null : Small(graph, samples, shared, past, size), past == 0 ? null : Small(graph, samples, shared, past, size),
        ];
        // A query that sees no key gives NaN in one and zeros in the other.
        bool isCausal = length <= keys && inputs[3] is null && random.Coin();
        graph.Node("Attention", inputs, new()
        {
            ["q_num_heads"] = isFlat ? shared * groups : null,
            ["kv_num_heads"] = isFlat ? shared : null,
            ["is_causal"] = isCausal,
            ["scale"] = random.Of<object?>(null, 0.25),
            // ONNX Runtime caps the scores of hidden keys too where there is a past.
            ["softcap"] = isCausal && past > 0 ? null : random.Of<object?>(null, 2.0),
        }, outputs: past == 0 ? 1 : 3);

        Operand Sequence(long heads, long steps) => isFlat ? Small(graph, samples, steps, heads * size) : Small(graph, samples, heads, steps, size);

        Operand Mask() => graph.Tensor(ElementType.Float, random.Of<long[]>([length, total], [samples, 1, length, total], [samples, shared * groups, length, total]), -2, 2);
    }

    static void RotaryEmbedding(RandomGraph graph)
    {
        Random random = graph.Random;
        (long samples, long length, long heads, long size) = (random.Between(1, 3), random.Between(1, 6), random.Between(1, 3), random.Of(8, 16));
        long rotated = random.Coin() ? size : size / 2;
        bool isFlat = random.Coin(), isCached = random.Coin();
        Operand x = isFlat ? Small(graph, samples, length, heads * size) : Small(graph, samples, heads, length, size);
        long[] cache = isCached ? [10, rotated / 2] : [samples, length, rotated / 2];
        Operand? places = isCached ? graph.Constant(RandomTensor.Of(random, ElementType.Int64, [samples, length], 0, 9)) : null;
        graph.Node("RotaryEmbedding", [x, Small(graph, cache), Small(graph, cache), places], new()
        {
            ["interleaved"] = random.Coin(),
            ["num_heads"] = isFlat ? heads : null,
            ["rotary_embedding_dim"] = rotated == size ? null : rotated,
        });
    }

    static void TensorScatter(RandomGraph graph)
    {
        Random random = graph.Random;
        long[] cache = random.Coin() ? [random.Between(1, 3), random.Between(1, 9), 4] : [random.Between(1, 3), 2, random.Between(1, 9), 4];
        long[] update = [.. cache];
        update[^2] = random.Between(1, (int)cache[^2]);
        bool isCircular = random.Coin();
        Operand? starts = random.Coin(0.3) ? null : graph.Constant(RandomTensor.Of(random, ElementType.Int64, [cache[0]], 0, isCircular ? cache[^2] - 1 : cache[^2] - update[^2]));
        graph.Node("TensorScatter", [graph.Floats(cache), graph.Floats(update), starts], new() { ["mode"] = isCircular ? "circular" : random.Of(null, "linear") });
    }

    static void CausalConvolution(RandomGraph graph)
    {
        Random random = graph.Random;
        (long samples, long channels, long length, long kernel, long dilation) = (random.Between(1, 3), random.Between(1, 20), random.Between(1, 9), random.Between(2, 4), random.Between(1, 3));
        bool isLast = random.Coin();
        Operand?[] inputs =
        [
            Sequence(length), Small(graph, channels, 1, kernel), random.Coin() ? Small(graph, channels) : null,
            random.Coin() ? Sequence((kernel - 1) * dilation) : null,
        ];
        graph.Node(Domain + "CausalConvWithState", inputs, new()
        {
            ["activation"] = random.Of(null, "none", "silu", "swish"),
            ["dilation"] = dilation == 1 ? null : dilation,
            ["channels_last"] = isLast ? 1 : null,
        }, outputs: 2);

        Operand Sequence(long steps) => isLast ? Small(graph, samples, steps, channels) : Small(graph, samples, channels, steps);
    }

    static void LinearAttention(RandomGraph graph)
    {
        Random random = graph.Random;
        (long samples, long length, long shared, long groups, long size) = (random.Between(1, 2), random.Between(1, 6), random.Between(1, 2), random.Between(1, 2), 4);
        string rule = random.Of("linear", "gated", "delta", "gated_delta");
        bool decays = rule.Contains("gated", StringComparison.Ordinal), corrects = rule.Contains("delta", StringComparison.Ordinal), isInverse = random.Coin(0.3);
        (long queries, long keys) = isInverse ? (shared, random.Of(shared, shared * groups)) : (shared * groups, shared);
        shared = isInverse ? shared * groups : shared;
        Operand?[] inputs =
        [
            Small(graph, samples, length, queries * size), Small(graph, samples, length, keys * size), Small(graph, samples, length, shared * size),
            random.Coin() ? Small(graph, samples, shared, size, size) : null,
            decays ? graph.Tensor(ElementType.Float, [samples, length, random.Coin() ? shared : shared * size], -1, 0) : null,
            corrects ? graph.Tensor(ElementType.Float, [samples, length, shared], 0, 1) : null,
        ];
        graph.Node(Domain + "LinearAttention", inputs, new()
        {
            ["q_num_heads"] = queries,
            ["kv_num_heads"] = shared,
            ["update_rule"] = rule,
            ["scale"] = random.Of<object?>(null, 0.5),
        }, outputs: 2);
    }

    static Operand Small(RandomGraph graph, params long[] dims) => graph.Tensor(ElementType.Float, dims, -1, 1);
}
