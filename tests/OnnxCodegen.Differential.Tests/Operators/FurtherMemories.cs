using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators of ONNX Runtime that look back at tokens or at a memory.</summary>
internal static class FurtherMemories
{
    const string Domain = "com.microsoft.";

    public static IEnumerable<OperatorEntry> All =>
    [
        Of("SparseAttention", SparseAttention),
        Of("AttnLSTM", AttentiveLayer),
        Of("WordConvEmbedding", WordConvEmbedding),
        Of("DynamicTimeWarping", DynamicTimeWarping) with { Rounding = Rounding.Jumps },
        Of("BifurcationDetector", BifurcationDetector) with { Rounding = Rounding.None },
        Of("NGramHashMapping", NGramHashMapping) with { Rounding = Rounding.None },
        Of("VarlenNGramHashMapping", VarlenNGramHashMapping) with { Rounding = Rounding.None },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph> add) => new(Domain + name, (g, _) => add(g)) { MaximumRank = 1 };

    static void SparseAttention(RandomGraph graph)
    {
        Random random = graph.Random;
        const int Block = 16, Size = 16;
        int samples = random.Between(1, 2), shared = random.Between(1, 2), groups = random.Between(1, 2), rows = random.Between(1, 3), room = rows * Block;
        int heads = shared * groups, layouts = random.Coin() ? 1 : heads;
        bool isPrompt = random.Coin(), rotates = random.Coin(), isPacked = random.Coin();
        int length = isPrompt ? random.Between(1, room) : 1;
        // ONNX Runtime mistakes the weights of a sample that has fewer keys than another.
        int total = isPrompt ? length : random.Between(1, room);
        (int[][] ends, int[][] columns) = Layouts(random, layouts, rows);
        int most = columns.Max(c => c.Length);
        Operand?[] sequences = isPacked
            ? [Small(graph, samples, length, (heads + (2 * shared)) * Size), null, null]
            : [Small(graph, samples, length, heads * Size), Small(graph, samples, length, shared * Size), Small(graph, samples, length, shared * Size)];
        Operand pastKey = graph.Input(ElementType.Float, [samples, shared, room, Size]), pastValue = graph.Input(ElementType.Float, [samples, shared, room, Size]);
        Operand[] results = graph.Node(Domain + "SparseAttention",
            [
                .. sequences, pastKey, pastValue,
                Whole(graph, [layouts, rows + 1], ends.SelectMany(e => e)), Whole(graph, [layouts, most], columns.SelectMany(c => c.Concat(Enumerable.Repeat(-1, most - c.Length)))),
                Whole(graph, [1], [total]), Whole(graph, [samples], Enumerable.Repeat(total, samples)), rotates ? Small(graph, room, Size / 2) : null, rotates ? Small(graph, room, Size / 2) : null,
            ], new()
            {
                ["num_heads"] = heads,
                ["kv_num_heads"] = shared,
                ["sparse_block_size"] = Block,
                ["do_rotary"] = rotates,
                ["rotary_interleaved"] = random.Coin(),
                ["scale"] = random.Of<object?>(null, 0.25),
            }, outputs: 3);
        graph.Share(results[1], pastKey);
        graph.Share(results[2], pastValue);
    }

    /// <summary>Blocks that rows of queries see, their own one among them.</summary>
    static (int[][] Ends, int[][] Columns) Layouts(Random random, int layouts, int rows)
    {
        int[][][] blocks = random.Several(layouts, () => Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, row + 1).Where(column => column == row || random.Coin()).ToArray()).ToArray());
        return (
            [.. blocks.Select(layout => Enumerable.Range(0, rows + 1).Select(row => layout.Take(row).Sum(r => r.Length)).ToArray())],
            [.. blocks.Select(layout => layout.SelectMany(row => row).ToArray())]);
    }

    static void AttentiveLayer(RandomGraph graph)
    {
        Random random = graph.Random;
        string? direction = random.Of(null, "reverse", "bidirectional");
        long directions = direction == "bidirectional" ? 2 : 1;
        (int time, int samples, long inputs, long hidden) = (random.Between(1, 6), random.Between(1, 3), random.Between(1, 5), random.Between(1, 6));
        (int steps, long depth, long inner) = (random.Between(1, 5), random.Between(1, 5), random.Between(1, 4));
        long? further = random.Coin() ? random.Between(1, 4) : null;
        graph.Node(Domain + "AttnLSTM",
            [
                Small(graph, time, samples, inputs), Small(graph, directions, 4 * hidden, inputs + (further ?? depth)), Small(graph, directions, 4 * hidden, hidden),
                random.Coin() ? Small(graph, directions, 8 * hidden) : null, random.Coin() ? Lengths(time) : null,
                random.Coin() ? Small(graph, directions, samples, hidden) : null, random.Coin() ? Small(graph, directions, samples, hidden) : null,
                random.Coin() ? Small(graph, directions, 3 * hidden) : null,
                Small(graph, directions, hidden, inner), Small(graph, directions, depth, inner), Small(graph, directions, inner), Small(graph, samples, steps, depth),
                random.Coin() ? Lengths(steps) : null, further is { } length ? Small(graph, directions, hidden + depth, length) : null,
            ], new() { ["hidden_size"] = hidden, ["direction"] = direction, ["input_forget"] = random.Of<object?>(null, 1) }, outputs: 3);

        Operand Lengths(int most) => Whole(graph, [samples], random.Several(samples, () => random.Between(1, most)));
    }

    static void WordConvEmbedding(RandomGraph graph)
    {
        Random random = graph.Random;
        (int words, int letters, int alphabet, long size, long results) = (random.Between(1, 6), random.Between(1, 9), random.Between(2, 9), random.Between(1, 6), random.Between(1, 6));
        int window = random.Between(1, letters);
        IEnumerable<int> sequence = Enumerable.Range(0, words).SelectMany(_ =>
        {
            // ONNX Runtime reads memory that it has not written where a word has no letter.
            int length = random.Between(1, letters);
            return Enumerable.Range(0, letters).Select(i => i < length ? random.Between(1, alphabet - 1) : 0).ToArray();
        });
        graph.Node(Domain + "WordConvEmbedding", Whole(graph, [words, letters], sequence), Small(graph, results, 1, window, size), Small(graph, results), Small(graph, alphabet, size));
    }

    static void DynamicTimeWarping(RandomGraph graph)
    {
        (long rows, long columns) = (graph.Random.Between(1, 12), graph.Random.Between(1, 12));
        graph.Node(Domain + "DynamicTimeWarping", graph.Floats(graph.Random.Coin() ? [rows, columns] : [1, rows, columns]));
    }

    static void BifurcationDetector(RandomGraph graph)
    {
        Random random = graph.Random;
        int length = random.Between(1, 9), start = random.Between(0, length);
        int[] source = Tokens(length), foreseen = [.. source[start..].Select(token => random.Coin(0.8) ? token : random.Between(0, 3)), random.Between(0, 3)];
        int least = random.Between(1, 3);
        graph.Node(Domain + "BifurcationDetector",
            [Longs(source), Longs(Tokens(random.Between(1, 6))), Longs([start]), random.Coin(0.8) ? Longs(foreseen) : null],
            new() { ["min_ngram_size"] = least, ["max_ngram_size"] = random.Between(least, 4) }, outputs: 2);

        int[] Tokens(int count) => random.Several(count, () => random.Between(0, 3));

        Operand Longs(int[] tokens) => graph.Integers([.. tokens.Select(token => (long)token)]);
    }

    static void NGramHashMapping(RandomGraph graph)
    {
        Random random = graph.Random;
        ElementType type = random.Of(ElementType.Int32, ElementType.Int64);
        (long samples, long length, int size, int heads) = (random.Between(1, 3), random.Between(1, 8), random.Between(2, 4), random.Between(1, 3));
        bool ends = random.Coin();
        graph.Node(Domain + "NGramHashMapping",
            [
                graph.Tensor(type, [samples, length], 0, 5), .. Vocabulary(graph, type, size, heads), random.Coin() ? graph.Tensor(type, [samples, size - 1], 0, 5) : null,
                random.Coin() ? graph.Tensor(type, [(size - 1) * heads], 0, 99) : null, ends ? graph.Scalar(type, 2) : null,
                random.Coin() ? graph.Tensor(ElementType.Int32, [samples, length], 0, 1) : null,
            ], Attributes(random, size, heads), outputs: 2);
    }

    static void VarlenNGramHashMapping(RandomGraph graph)
    {
        Random random = graph.Random;
        ElementType type = random.Of(ElementType.Int32, ElementType.Int64);
        (int samples, int size, int heads) = (random.Between(1, 3), random.Between(2, 4), random.Between(1, 3));
        int[] counts = random.Several(samples, () => random.Between(1, 6));
        bool ends = random.Coin(), hasSegments = random.Coin();
        graph.Node(Domain + "VarlenNGramHashMapping",
            [
                graph.Tensor(type, [counts.Sum()], 0, 5), .. Vocabulary(graph, type, size, heads), Whole(graph, [samples + 1], Enumerable.Range(0, samples + 1).Select(n => counts.Take(n).Sum())),
                random.Coin() ? graph.Tensor(type, [samples, size - 1], 0, 5) : null, random.Coin() ? graph.Tensor(type, [(size - 1) * heads], 0, 99) : null, ends ? graph.Scalar(type, 2) : null,
                hasSegments ? graph.Tensor(ElementType.Int32, [counts.Sum()], 0, 1) : null, hasSegments && random.Coin() ? graph.Tensor(ElementType.Int32, [samples, size - 1], 0, 1) : null,
            ], Attributes(random, size, heads), outputs: hasSegments ? 3 : 2);
    }

    static Operand[] Vocabulary(RandomGraph graph, ElementType type, int size, int heads) =>
        [graph.Tensor(type, [size], -99, 99), graph.Tensor(type, [(size - 1) * heads], 1, 97)];

    static Attributes Attributes(Random random, int size, int heads) =>
        new() { ["max_ngram_size"] = size, ["n_head_per_ngram"] = heads, ["pad_id"] = 1, ["reset_on_eos"] = random.Of<object?>(null, 1) };

    static Operand Small(RandomGraph graph, params long[] dims) => graph.Tensor(ElementType.Float, dims, -1, 1);

    static Operand Whole(RandomGraph graph, long[] dims, IEnumerable<int> elements) =>
        graph.Constant(RandomTensor.Of(ElementType.Int32, dims, [.. elements.Select(e => (double)e)]));
}
