using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Attention as ONNX Runtime's optimiser writes it into models.</summary>
internal static class FusedAttentions
{
    const string Domain = "com.microsoft.";

    public static IEnumerable<OperatorEntry> All =>
    [
        new(Domain + "Attention", (g, _) => Attention(g)) { MaximumRank = 1 },
        new(Domain + "MultiHeadAttention", (g, _) => MultiHeadAttention(g)) { MaximumRank = 1 },
        new(Domain + "GroupQueryAttention", (g, _) => GroupQueryAttention(g)) { MaximumRank = 1 },
        new("QuantizedGroupQueryAttention", (g, _) => QuantizedGroupQueryAttention(g)) { MaximumRank = 1, Rounding = Rounding.Rounds | Rounding.Jumps },
        new("SlidingGroupQueryAttention", (g, _) => SlidingGroupQueryAttention(g)) { MaximumRank = 1 },
        new(Domain + "RotaryEmbedding", (g, _) => RotaryEmbedding(g)) { MaximumRank = 1 },
    ];

    static void Attention(RandomGraph graph)
    {
        (long samples, long length, long heads, long size, long features) = (graph.Random.Between(1, 3), graph.Random.Between(1, 9), graph.Random.Between(1, 3), 8, 5);
        long hidden = heads * size;
        long past = graph.Random.Coin() ? 0 : graph.Random.Between(1, 4);
        Operand?[] inputs =
        [
            Small(graph, samples, length, features), Small(graph, features, 3 * hidden), Small(graph, 3 * hidden), Mask(graph, samples, length, past + length),
            past == 0 ? null : Small(graph, 2, samples, heads, past, size),
        ];
        graph.Node(Domain + "Attention", inputs, new() { ["num_heads"] = heads, ["unidirectional"] = graph.Random.Coin() }, outputs: past == 0 ? 1 : 2);
    }

    static void MultiHeadAttention(RandomGraph graph)
    {
        (long samples, long length, long keys, long heads, long size) = (graph.Random.Between(1, 3), graph.Random.Between(1, 9), graph.Random.Between(1, 9), graph.Random.Between(1, 3), 8);
        long hidden = heads * size;
        bool hasMask = graph.Random.Coin();
        Operand?[] inputs =
        [
            Small(graph, samples, length, hidden), Small(graph, samples, keys, hidden), Small(graph, samples, keys, hidden),
            graph.Random.Coin() ? Small(graph, 3 * hidden) : null,
            hasMask ? Mask(graph, samples, length, keys) : null,
            graph.Random.Coin() ? Small(graph, 1, heads, length, keys) : null,
        ];
        graph.Node(Domain + "MultiHeadAttention", inputs, new() { ["num_heads"] = heads, ["scale"] = graph.Random.Of<object?>(null, 0.25) });
    }

    static void GroupQueryAttention(RandomGraph graph)
    {
        (long samples, long shared, long groups, long size) = (graph.Random.Between(1, 2), graph.Random.Between(1, 2), graph.Random.Between(1, 3), 16);
        bool isPrompt = graph.Random.Coin();
        long length = isPrompt ? graph.Random.Between(1, 6) : 1, past = isPrompt ? 0 : graph.Random.Between(1, 6);
        long total = past + length;
        bool rotates = graph.Random.Coin();
        Operand?[] inputs =
        [
            Small(graph, samples, length, shared * groups * size), Small(graph, samples, length, shared * size), Small(graph, samples, length, shared * size),
            Small(graph, samples, shared, past, size), Small(graph, samples, shared, past, size),
            graph.Constant(RandomTensor.Of(ElementType.Int32, [samples], [.. Enumerable.Repeat((double)(total - 1), (int)samples)])),
            graph.Constant(RandomTensor.Of(ElementType.Int32, [1], total)),
            rotates ? Small(graph, 16, size / 2) : null, rotates ? Small(graph, 16, size / 2) : null,
        ];
        graph.Node(Domain + "GroupQueryAttention", inputs, new()
        {
            ["num_heads"] = shared * groups,
            ["kv_num_heads"] = shared,
            ["do_rotary"] = rotates,
            ["rotary_interleaved"] = graph.Random.Coin(),
            ["local_window_size"] = graph.Random.Of<object?>(null, 2),
            ["softcap"] = graph.Random.Of<object?>(null, 2.0),
        }, outputs: 3);
    }

    /// <summary>With a memory of numbers of few bits.</summary>
    static void QuantizedGroupQueryAttention(RandomGraph graph)
    {
        Random random = graph.Random;
        (long samples, long shared, long groups, long size) = (random.Between(1, 2), random.Between(1, 2), random.Between(1, 2), 32);
        bool isNarrow = random.Coin(), isPrompt = random.Coin(), hasChannels = random.Coin();
        long length = isPrompt ? random.Between(1, 6) : 1, total = isPrompt ? length : random.Between(2, 6);
        ElementType type = isNarrow ? ElementType.UInt8 : ElementType.Int8;
        long[] cache = [samples, shared, total - length, isNarrow ? size / 2 : size], scales = hasChannels ? [1, shared, 1, size] : [1];
        graph.Node(Domain + "GroupQueryAttention",
            [
                Small(graph, samples, length, shared * groups * size), Small(graph, samples, length, shared * size), Small(graph, samples, length, shared * size),
                Memory(), Memory(), Totals(graph, samples, total), graph.Constant(RandomTensor.Of(ElementType.Int32, [1], total)), null, null, null, null, null, Scale(), Scale(),
            ], new()
            {
                ["num_heads"] = shared * groups,
                ["kv_num_heads"] = shared,
                ["kv_cache_bit_width"] = isNarrow ? 4 : 8,
                ["k_quant_type"] = hasChannels ? "PER_CHANNEL" : "PER_TENSOR",
                ["v_quant_type"] = hasChannels ? "PER_CHANNEL" : "PER_TENSOR",
            }, outputs: 3);

        Operand Memory() => graph.Tensor(type, cache, isNarrow ? 0 : -99, isNarrow ? 255 : 99);

        Operand Scale() => graph.Constant(RandomTensor.Of(random, ElementType.Float, scales, 0.125, 0.25));
    }

    /// <summary>With a memory of the last keys.</summary>
    static void SlidingGroupQueryAttention(RandomGraph graph)
    {
        Random random = graph.Random;
        (long shared, long groups, long size, int window) = (random.Between(1, 2), random.Between(1, 2), 16, random.Between(1, 4));
        // What lies behind the keys that are kept is not said: as many are there as make the memory full.
        int room = window + random.Between(0, 3);
        long total = room + (random.Between(0, 2) * (room - window + 1)), length = random.Between(1, (int)Math.Min(5, total));
        bool hasBias = random.Coin(0.3);
        graph.Node(Domain + "GroupQueryAttention",
            [
                Small(graph, 1, length, shared * groups * size), Small(graph, 1, length, shared * size), Small(graph, 1, length, shared * size),
                Small(graph, 1, shared, room, size), Small(graph, 1, shared, room, size), Totals(graph, 1, total), graph.Constant(RandomTensor.Of(ElementType.Int32, [1], total)),
                null, null, null, hasBias ? Small(graph, 1, shared * groups, length, total) : null,
            ], new() { ["num_heads"] = shared * groups, ["kv_num_heads"] = shared, ["local_window_size"] = window, ["sliding_window_cache"] = 1 }, outputs: 3);
    }

    static Operand Totals(RandomGraph graph, long samples, long total) =>
        graph.Constant(RandomTensor.Of(ElementType.Int32, [samples], [.. Enumerable.Repeat((double)(total - 1), (int)samples)]));

    static void RotaryEmbedding(RandomGraph graph)
    {
        (long samples, long length, long heads, long size) = (graph.Random.Between(1, 3), graph.Random.Between(1, 6), graph.Random.Between(1, 3), 8);
        bool isOffset = graph.Random.Coin();
        Operand x = graph.Random.Coin() ? Small(graph, samples, length, heads * size) : Small(graph, samples, heads, length, size);
        Operand places = isOffset ? graph.Integers(2) : graph.Constant(RandomTensor.Of(graph.Random, ElementType.Int64, [samples, length], 0, 9));
        graph.Node(Domain + "RotaryEmbedding", [x, places, Small(graph, 10, size / 2), Small(graph, 10, size / 2)], new() { ["interleaved"] = graph.Random.Coin() });
    }

    /// <summary>For each sample the number of keys, or for each key whether it counts; at least the first one does.</summary>
    static Operand Mask(RandomGraph graph, long samples, long length, long keys)
    {
        double[] counts = graph.Random.Several((int)samples, () => (double)graph.Random.Between(1, (int)keys));
        return graph.Constant(graph.Random.Coin()
            ? RandomTensor.Of(ElementType.Int32, [samples], counts)
            : RandomTensor.Of(ElementType.Int32, [samples, keys], [.. counts.SelectMany(n => Enumerable.Range(0, (int)keys).Select(key => key < n ? 1.0 : 0.0))]));
    }

    static Operand Small(RandomGraph graph, params long[] dims) => graph.Tensor(ElementType.Float, dims, -1, 1);
}
