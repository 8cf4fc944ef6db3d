using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tensors of strings.</summary>
internal static class StringOperators
{
    /// <summary>The longest time that the evaluator takes for a match; the compiled program needs no limit.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The strings of two tensors one behind the other.</summary>
    [Operator, Since(20)]
    public static Value StringConcat(Value x, Value y)
    {
        Require(x);
        Require(y);
        return Algebra.Apply(ScalarOperation.Concatenate, x, y);
    }

    /// <summary>Whether a string as a whole matches a regular expression.</summary>
    [Operator, Since(20)]
    public static Value RegexFullMatch(Value x, string pattern = "")
    {
        Require(x);
        string expression = $"\\A(?:{Re2Syntax.Translate(pattern)})\\z";
        var matcher = Compile(expression);
        var function = new CallFunction(RuntimeNames.MatchTexts, [new StaticObject(RuntimeNames.Pattern, "pattern", "new " + RuntimeNames.Pattern, new object[] { expression })])
        {
            Run = (inputs, _) => ((Tensor)inputs[0]) is var texts
                ? new Tensor(ElementType.Bool, texts.Dims, texts.Strings.Select(text => matcher.IsMatch(text) ? 1L : 0L).ToArray()) : null!,
        };
        return x.Scope.Add(new Call(function, [new TensorType(ElementType.Bool, x.Shape)]), x);
    }

    /// <summary>The parts of each string along a new last axis, filled up with empty ones, and their numbers.</summary>
    /// <param name="delimiter">What lies between parts; empty for white space.</param>
    /// <param name="maxsplit">The largest number of cuts; negative for all.</param>
    [Operator, Since(20)]
    public static (Value Y, Value Z) StringSplit(Value x, string delimiter = "", long maxsplit = -1)
    {
        Require(x);
        int maximum = maxsplit < 0 ? -1 : (int)Math.Min(maxsplit, int.MaxValue - 1);
        Symbol longest = x.Scope.Fresh("parts");
        var types = new ValueType[] { new TensorType(ElementType.String, new Shape(x.Shape.Append(Dim.Of(longest)))), new TensorType(ElementType.Int64, x.Shape) };
        var function = new CallFunction(RuntimeNames.SplitTexts, [x.Shape, delimiter, maximum], (inputs, _) => Split(inputs[0], delimiter, maximum));
        IReadOnlyList<Value> results = x.Scope.AddNode(new Call(function, types, [longest]), x);
        return (results[0], results[1]);
    }

    /// <summary>A row of words without the stopwords, the others in upper or lower case; an empty word where none is left.</summary>
    [Operator, Since(10)]
    public static Value StringNormalizer(
        Value x, string caseChangeAction = "NONE", bool isCaseSensitive = false, string locale = "en_US", string[]? stopwords = null)
    {
        Require(x);
        if (x.Rank is not (1 or 2))
            throw new ModelException($"The words lie in a tensor of rank 1 or 2, but it is of type {x.Type}.");
        if (caseChangeAction is not ("NONE" or "LOWER" or "UPPER"))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The case change '{caseChangeAction}' is none of NONE, LOWER and UPPER.");
        if (x.Rank == 2)
            x.Scope.Require(x.Shape[0], Dim.One, "The words must lie in one row", x);
        Symbol left = x.Scope.Fresh("words", 1);
        string[] stops = stopwords ?? [];
        var filter = new StaticObject(
            RuntimeNames.WordFilter, "filter", "new " + RuntimeNames.WordFilter,
            new object[] { new Tensor(ElementType.String, [stops.Length], stops), isCaseSensitive, caseChangeAction, locale });
        var function = new CallFunction(
            RuntimeNames.NormalizeTexts, [x.Shape.Elements, x.Rank == 2, filter],
            (inputs, _) => [Normalize(inputs[0], stops, isCaseSensitive, caseChangeAction, Culture(locale))]);
        Shape shape = x.Rank == 2 ? Shape.Of(Dim.One, Dim.Of(left)) : Shape.Of(Dim.Of(left));
        return x.Scope.Add(new Call(function, [new TensorType(ElementType.String, shape)], [left]), x);
    }

    /// <exception cref="ModelException">The value is no tensor of strings.</exception>
    public static void Require(Value x)
    {
        if (x.ElementType != ElementType.String)
            throw new ModelException($"A tensor of strings is expected here, but the value is of type {x.Type}.");
    }

    /// <summary>The expression as the evaluator uses it.</summary>
    /// <exception cref="ModelException">It is malformed.</exception>
    public static Regex Compile(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException exception)
        {
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The regular expression is malformed: {exception.Message}");
        }
    }

    /// <summary>Rows of different lengths as a tensor.</summary>
    public static Tensor Fill(string[][] rows, long[] dims, string pad)
    {
        int width = rows.Select(row => row.Length).DefaultIfEmpty(0).Max();
        return new Tensor(
            ElementType.String, dims.Append(width).ToArray(),
            rows.SelectMany(row => row.Concat(Enumerable.Repeat(pad, width - row.Length))).ToArray());
    }

    static Tensor[] Split(Tensor x, string delimiter, int maximum)
    {
        int limit = maximum < 0 ? int.MaxValue : maximum + 1;
        string[][] rows = x.Strings.Select(text => delimiter.Length > 0 ? text.Split([delimiter], limit, StringSplitOptions.None) : Words(text, limit)).ToArray();
        return [Fill(rows, x.Dims, string.Empty), new Tensor(ElementType.Int64, x.Dims, rows.Select(row => (long)row.Length).ToArray())];
    }

    static string[] Words(string text, int limit)
    {
        var words = new List<string>();
        string rest = text.TrimStart();
        while (rest.Length > 0)
        {
            int end = words.Count == limit - 1 ? rest.Length : rest.TakeWhile(c => !char.IsWhiteSpace(c)).Count();
            words.Add(rest.Substring(0, end));
            rest = rest.Substring(end).TrimStart();
        }
        return words.ToArray();
    }

    static Tensor Normalize(Tensor x, string[] stopwords, bool isCaseSensitive, string change, CultureInfo culture)
    {
        string Key(string word) => isCaseSensitive ? word : word.ToLower(culture);
        var stops = new HashSet<string>(stopwords.Select(Key));
        string[] words = x.Strings.Where(word => !stops.Contains(Key(word)))
            .Select(word => change == "LOWER" ? word.ToLower(culture) : change == "UPPER" ? word.ToUpper(culture) : word)
            .DefaultIfEmpty(string.Empty).ToArray();
        return new Tensor(ElementType.String, x.Rank == 2 ? [1, words.Length] : [words.Length], words);
    }

    static CultureInfo Culture(string locale)
    {
        try
        {
            return CultureInfo.GetCultureInfo(locale.Split('.', '@')[0].Replace('_', '-'));
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}
