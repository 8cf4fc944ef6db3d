using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public sealed class TextTests
{
    [Fact]
    public void Strings_are_put_together_elementwise()
    {
        Tensor y = Run(v => StringOperators.StringConcat(v[0], v[1]), Texts([2, 1], "a", "b"), Texts([2], "x", ""));

        Assert.Equal([2L, 2], y.Dims);
        Assert.Equal(["ax", "a", "bx", "b"], y.Strings);
    }

    [Fact]
    public void A_string_matches_as_a_whole() => Assert.Equal([1L, 0, 0], Run(
        v => StringOperators.RegexFullMatch(v[0], "a|ab"), Texts("a", "abc", "")).Longs);

    [Theory]
    [InlineData("", -1, new[] { "a", "b", "", "", "", "" }, new[] { 2L, 0 })]
    [InlineData("", 1, new[] { "a", "b  ", "", "" }, new[] { 2L, 0 })]
    [InlineData("", 0, new[] { "a  b  ", "" }, new[] { 1L, 0 })]
    [InlineData(" ", -1, new[] { "", "a", "", "b", "", "", "", "", "", "", "", "" }, new[] { 6L, 1 })]
    [InlineData(" ", 1, new[] { "", "a  b  ", "", "" }, new[] { 2L, 1 })]
    public void Strings_are_split(string delimiter, long maximum, string[] parts, long[] counts)
    {
        Tensor[] results = [.. RunAll(v => StringOperators.StringSplit(v[0], delimiter, maximum) is var (y, z) ? [y, z] : [], Texts(" a  b  ", ""))];

        if (delimiter.Length == 0 && maximum < 0)
            parts = [.. parts.Take(4)];
        Assert.Equal(parts, results[0].Strings);
        Assert.Equal(counts, results[1].Longs);
    }

    [Theory]
    [InlineData("NONE", true, new[] { "b", "A" })]
    [InlineData("UPPER", true, new[] { "B", "A" })]
    [InlineData("LOWER", false, new[] { "b" })]
    public void Words_are_dropped_and_change_their_case(string change, bool isCaseSensitive, string[] expected)
    {
        Tensor y = Run(v => StringOperators.StringNormalizer(v[0], change, isCaseSensitive, stopwords: ["a"]), Texts([1, 3], "a", "b", "A"));

        Assert.Equal([1L, expected.Length], y.Dims);
        Assert.Equal(expected, y.Strings);
    }

    [Fact]
    public void A_row_without_words_left_is_one_empty_word() => Assert.Equal([""], Run(
        v => StringOperators.StringNormalizer(v[0], stopwords: ["a"]), Texts("a", "A")).Strings);

    [Theory]
    [InlineData("TF", new double[] { 2, 0, 2, 1, 0, 0 })]
    [InlineData("IDF", new double[] { 10, 0, 20, 10, 0, 0 })]
    [InlineData("TFIDF", new double[] { 20, 0, 40, 10, 0, 0 })]
    public void Runs_of_items_are_counted(string mode, double[] expected)
    {
        var x = new Tensor(ElementType.Int32, [2, 4], new long[] { 1, 2, 1, 2, 1, 3, 2, 3 });

        Tensor y = Run(v => Ngrams.TfIdfVectorizer(v[0], 2, 0, 1, mode, [0, 1], [0, 2], poolInt64s: [1, 1, 2], weights: [10, 20]), x);

        Assert.Equal([2L, 3], y.Dims);
        Assert.Equal(expected, y.Doubles);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Items_of_a_run_may_stand_apart(long skips, double expected) => Assert.Equal(
        [expected], Run(v => Ngrams.TfIdfVectorizer(v[0], 2, skips, 2, "TF", [0, 0], [0], poolStrings: ["a", "b"]), Texts("a", "b", "b")).Doubles);

    [Fact]
    public void Tokens_are_matched_and_short_ones_left_out() => Assert.Equal(["ab", "cde", "#", "#"], Run(
        v => Tokenization.Tokenizer(v[0], 0, 2, "#", tokenexp: "[a-z]+"), Texts("ab, x cde", "")).Strings);

    [Fact]
    public void Tokens_lie_between_separators_that_come_one_after_the_other()
    {
        Tensor y = Run(v => Tokenization.Tokenizer(v[0], 1, 1, "", separators: [" ", "[,;]"]), Texts("a,b c;;d", "e"));

        Assert.Equal([2L, 6], y.Dims);
        Assert.Equal(["\u0002", "a", "b", "c", "d", "\u0003", "\u0002", "e", "\u0003", "", "", ""], y.Strings);
    }

    [Fact]
    public void Texts_are_cut_into_characters() => Assert.Equal(["a", "😀"], Run(
        v => Tokenization.Tokenizer(v[0], 0, 1, "", separators: [""]), Texts("a😀")).Strings);

    [Fact]
    public void Texts_without_tokens_have_no_columns() => Assert.Equal([2L, 0], Run(
        v => Tokenization.Tokenizer(v[0], 1, 1, "#", separators: [","]), Texts(",", "")).Dims);

    [Fact]
    public void Large_integers_are_read_exactly() => Assert.Equal([9007199254740993, -1, 3], Run(
        v => Casting.Cast(v[0], ElementType.Int64), Texts("9007199254740993", "-1", "3.7")).Longs);

    [Fact]
    public void Movements_carry_strings()
    {
        Tensor y = Run(
            v => Rearranging.Concat([Indexing.Take(v[0], v[0].Scope.Constant(Longs(1, 0)), 0), Views.Expand(v[1], v[0].Shape)], 0),
            Texts([2, 1], "a", "b"), Texts([1, 1], "c"));

        Assert.Equal(["b", "a", "c", "c"], y.Strings);
    }

    [Fact]
    public void Wrong_types_and_attributes_are_named()
    {
        AssertRefused("A tensor of strings is expected here, but the value is of type float[2].", v => StringOperators.StringSplit(v[0]).Y, Floats(1, 2));
        AssertRefused("A tensor of strings is expected here, but the value is of type float[2].", v => Tokenization.Tokenizer(v[0], 0, 1, "", ["a"]), Floats(1, 2));
        AssertRefused("The case change 'TITLE' is none of NONE, LOWER and UPPER.", v => StringOperators.StringNormalizer(v[0], "TITLE"), Texts("a"));
        AssertRefused("The words lie in a tensor of rank 1 or 2, but it is of type string[1, 1, 1].", v => StringOperators.StringNormalizer(v[0]), Texts([1, 1, 1], "a"));
        AssertRefused("A token of 0 characters is asked for.", v => Tokenization.Tokenizer(v[0], 0, 0, "", ["a"]), Texts("a"));
        AssertRefused("There are neither separators nor an expression for tokens.", v => Tokenization.Tokenizer(v[0], 0, 1, ""), Texts("a"));
        AssertRefused("The pool has no runs of items of type string.", v => Ngrams.TfIdfVectorizer(v[0], 1, 0, 1, "TF", [0], [0], poolInt64s: [1]), Texts("a"));
        AssertRefused("The mode 'IF' is none of TF, IDF and TFIDF.", v => Ngrams.TfIdfVectorizer(v[0], 1, 0, 1, "IF", [0], [0], poolStrings: ["a"]), Texts("a"));
        AssertRefused("The pool does not hold whole runs of 2 items.", v => Ngrams.TfIdfVectorizer(v[0], 2, 0, 1, "TF", [0, 1], [0], poolStrings: ["a", "b"]), Texts("a"));
        AssertRefused("There are 1 runs, but 2 columns for them.", v => Ngrams.TfIdfVectorizer(v[0], 1, 0, 1, "TF", [0], [0, 1], poolStrings: ["a"]), Texts("a"));
        AssertRefused("Runs of 2 to 1 items with 0 between cannot be counted.", v => Ngrams.TfIdfVectorizer(v[0], 1, 0, 2, "TF", [0], [0], poolStrings: ["a"]), Texts("a"));
    }

    static void AssertRefused(string message, Func<Value[], Value> lowering, Tensor input) =>
        Assert.Equal(message, Assert.Throws<ModelException>(() => Run(lowering, input)).Message);

    static Tensor Texts(params string[] texts) => Texts([texts.Length], texts);

    static Tensor Texts(long[] dims, params string[] texts) => new(ElementType.String, dims, texts);
}
