using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators on strings.</summary>
internal static class Texts
{
    const string Learning = "ai.onnx.ml.";

    static readonly string[] Words = ["Monday", "tuesday", "", "two words", " a,b ", "ÄÖ", "x", "TUESDAY", "été"];

    public static IEnumerable<OperatorEntry> All =>
    [
        new("StringNormalizer", (g, _) => Normalizer(g)) { MaximumRank = 1, Since = 10 },
        // ONNX Runtime finds no part in an empty text.
        Of("StringSplit", (g, x) => g.Node("StringSplit", [g.Texts(x.Dims, [.. Words.Where(word => word.Length > 0)])], new() { ["delimiter"] = g.Random.Of(null, "", ",", "o"), ["maxsplit"] = g.Random.Of<object?>(null, 1, 2) }, outputs: 2)) with { Since = 20 },
        Of("TextConcat", (g, x) => g.Node("StringConcat", g.Texts(x.Dims, Words), g.Texts(g.Random.BroadcastingTo(x.Dims), Words))) with { Since = 20 },
        new("TfIdfVectorizer", (g, _) => Vectorizer(g)) { MaximumRank = 1, Since = 9 },
        Of("com.microsoft.Tokenizer", Tokenizer) with { MinimumRank = 1, MaximumRank = 2 },
        Of(Learning + "CategoryMapper", Mapper),
        Of(Learning + "LabelEncoderOfTexts", (g, x) => g.Node(Learning + "LabelEncoder", [g.Texts(x.Dims, Words)], new() { ["keys_strings"] = Words[..4], ["values_int64s"] = new long[] { 4, -1, 9, 2 }, ["default_int64"] = 7 })),
        Of(Learning + "OneHotEncoderOfTexts", (g, x) => g.Node(Learning + "OneHotEncoder", [g.Texts(x.Dims, Words)], new() { ["cats_strings"] = Words[..5], ["zeros"] = 1 })) with { MinimumRank = 1, MaximumRank = 2 },
        Of("TextEquality", (g, x) => g.Node("Equal", g.Texts(x.Dims, Words), g.Texts(g.Random.BroadcastingTo(x.Dims), Words))) with { Since = 19 },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph, Operand> add) => new(name, add) { MaximumRank = 3, Rounding = Rounding.None };

    static void Normalizer(RandomGraph graph)
    {
        long count = graph.Random.Between(1, 9);
        graph.Node("StringNormalizer", [graph.Texts(graph.Random.Coin() ? [count] : [1, count], Words)], new()
        {
            ["case_change_action"] = graph.Random.Of(null, "NONE", "LOWER", "UPPER"),
            ["is_case_sensitive"] = graph.Random.Coin(),
            ["stopwords"] = graph.Random.Of<object?>(null, new[] { "tuesday", "x" }),
            ["locale"] = "C.UTF-8",
        });
    }

    static void Vectorizer(RandomGraph graph)
    {
        Random random = graph.Random;
        bool isText = random.Coin();
        long[] dims = random.Coin() ? [random.Between(1, 12)] : [random.Between(1, 3), random.Between(1, 12)];
        // Runs of one item, of two and of three.
        int[] pool = [0, 1, 2, 0, 1, 1, 2, 2, 0, 0, 1, 2, 1, 1, 0];
        graph.Node("TfIdfVectorizer", [isText ? graph.Texts(dims, [.. Words[..4]]) : graph.Tensor(ElementType.Int64, dims, 0, 3)], new()
        {
            ["mode"] = random.Of("TF", "IDF", "TFIDF"),
            ["min_gram_length"] = random.Between(1, 2),
            ["max_gram_length"] = random.Between(2, 3),
            ["max_skip_count"] = random.Between(0, 2),
            ["ngram_counts"] = new long[] { 0, 3, 9 },
            ["ngram_indexes"] = random.Permutation(8),
            ["pool_int64s"] = isText ? null : pool.Select(item => (long)item).ToArray(),
            ["pool_strings"] = isText ? pool.Select(item => Words[item]).ToArray() : null,
            ["weights"] = random.Coin() ? null : random.Several(8, () => random.Between(1, 8) / 8.0),
        });
    }

    static void Tokenizer(RandomGraph graph, Operand x)
    {
        string[]? separators = graph.Random.Of<string[]?>(null, [" "], [",", " "], ["o+"], [""]);
        graph.Node("com.microsoft.Tokenizer", [graph.Texts(x.Dims, Words)], new()
        {
            ["mark"] = graph.Random.Next(2),
            ["mincharnum"] = graph.Random.Between(1, 2),
            ["pad_value"] = "#",
            ["separators"] = separators,
            ["tokenexp"] = separators is null ? graph.Random.Of("[a-z]+", "\\w", ".") : null,
        });
    }

    static void Mapper(RandomGraph graph, Operand x) => graph.Node(Learning + "CategoryMapper",
        [graph.Random.Coin() ? graph.Texts(x.Dims, Words) : graph.Tensor(ElementType.Int64, x.Dims, 0, 5)],
        new() { ["cats_strings"] = Words[..4], ["cats_int64s"] = new long[] { 2, 0, 1, 4 }, ["default_int64"] = 7, ["default_string"] = "other" });
}
