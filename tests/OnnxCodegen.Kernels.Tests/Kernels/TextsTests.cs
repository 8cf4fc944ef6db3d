using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public sealed class TextsTests
{
    [Fact]
    public void Texts_match_a_pattern()
    {
        bool[] matches = new bool[3];

        Texts.Match(["abc", "xabc", ""], matches, new Pattern("\\Aa.c\\z"));

        Assert.Equal([true, false, false], matches);
    }

    [Theory]
    [InlineData("", Texts.Unlimited, new[] { "a", "b", "", "" }, new[] { 2L, 0 })]
    [InlineData("", 1, new[] { "a", "b  ", "", "" }, new[] { 2L, 0 })]
    [InlineData("", 0, new[] { "a  b  ", "" }, new[] { 1L, 0 })]
    [InlineData("  ", Texts.Unlimited, new[] { " a", "b", "", "", "", "" }, new[] { 3L, 1 })]
    [InlineData("  ", 1, new[] { " a", "b  ", "", "" }, new[] { 2L, 1 })]
    public void Texts_are_split(string delimiter, int maximum, string[] expected, long[] expectedCounts)
    {
        var parts = new Output<string>("y");
        long[] counts = new long[2];

        Texts.Split([" a  b  ", ""], ref parts, counts, [2], delimiter, maximum);

        Assert.Equal(expected, parts.Array);
        Assert.Equal(expectedCounts, counts);
        Assert.Equal([2, expected.Length / 2], parts.Lengths.ToArray());
    }

    [Fact]
    public void Words_are_filtered()
    {
        Assert.Equal(["B", "A"], Normalize(new WordFilter(["a"], true, "UPPER", "en_US"), false));
        Assert.Equal(["b"], Normalize(new WordFilter(["A"], false, "NONE", ""), true));
        Assert.Equal([""], Normalize(new WordFilter(["a", "b"], false, "LOWER", "no such place"), true));
    }

    [Fact]
    public void Texts_are_cut_into_tokens()
    {
        Assert.Equal(["ab", "cde"], Tokenize(new TokenRule([], "[a-z]+", 2, false, "#"), "ab, x cde"));
        Assert.Equal(["\u0002", "a", "b", "c", "\u0003"], Tokenize(new TokenRule([" ", "[,;]"], "", 1, true, "#"), "a,b c;;"));
        Assert.Equal(["a", "😀"], Tokenize(new TokenRule([], "", 1, false, "#"), "a😀"));
        Assert.Empty(Tokenize(new TokenRule([","], "", 1, true, "#"), ",,"));
    }

    [Fact]
    public void Runs_are_counted_as_a_naive_search_counts_them()
    {
        var random = new Random(1);
        for (int round = 0; round < 50; round++)
        {
            int columns = random.Next(9), skips = random.Next(4);
            long[] x = [.. Enumerable.Range(0, 3 * columns).Select(_ => (long)random.Next(3))];
            long[][] runs = [[0], [2], [0, 1], [1, 1], [2, 0], [0, 1, 2], [0, 0, 0]];
            float[] counts = new float[3 * runs.Length];

            Ngrams.Count<long>(x, counts, new NgramTable<long>([.. runs.SelectMany(run => run)], [0, 2, 8], [6, 5, 4, 3, 2, 1, 0]), 3, columns, runs.Length, 1, 3, skips);

            for (int row = 0; row < 3; row++)
                for (int run = 0; run < runs.Length; run++)
                    Assert.Equal(Occurrences(x[(row * columns)..((row + 1) * columns)], runs[run], skips), counts[(row * runs.Length) + 6 - run]);
        }
    }

    [Fact]
    public void Values_of_maps_are_rows()
    {
        var map = new Dictionary<long, string> { [5] = "five", [1] = "one" };
        var dense = new Output<string>("y");
        string[] sparse = new string[3];
        string[] values = new string[2];

        Maps.Dense(map, ref dense);
        Maps.Sparse(map, sparse, 3, "-");
        Maps.Values(map, values, [5L, 6]);

        Assert.Equal(["one", "five"], dense.Array);
        Assert.Equal(["-", "one", "-"], sparse);
        Assert.Equal(["five", ""], values);
        Assert.Equal(4, Maps.Zip<string>([1, 2, 3, 4], ["a", "b"], 2)[1]["b"]);
    }

    static int Occurrences(long[] row, long[] run, int skips) => Enumerable.Range(1, run.Length == 1 ? 1 : skips + 1).Sum(step =>
        Enumerable.Range(0, row.Length).Count(start => start + ((run.Length - 1) * step) < row.Length
            && run.Select((item, i) => row[start + (i * step)] == item).All(same => same)));

    static string[] Normalize(WordFilter filter, bool isRow)
    {
        var words = new Output<string>("y");
        Texts.Normalize(["a", "b", "A"], ref words, 3, isRow, filter);
        Assert.Equal(isRow ? 2 : 1, words.Lengths.Length);
        return words.Array;
    }

    static string[] Tokenize(TokenRule rule, string text)
    {
        var tokens = new Output<string>("y");
        Texts.Tokenize([text], ref tokens, [1], rule);
        return tokens.Array;
    }
}
