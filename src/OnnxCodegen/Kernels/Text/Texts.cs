using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Kernels;

/// <summary>Functions of tensors of strings.</summary>
public static class Texts
{
    /// <summary>No limit to the number of cuts.</summary>
    public const int Unlimited = -1;

    /// <summary>Tells which texts the pattern matches.</summary>
    public static void Match(ReadOnlySpan<string> x, Span<bool> y, Pattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        for (int i = 0; i < y.Length; i++)
            y[i] = pattern.Expression.IsMatch(x[i]);
    }

    /// <summary>Cuts each text at a delimiter.</summary>
    /// <param name="x">Begins with the texts.</param>
    /// <param name="parts">Receives the parts along a new last axis, filled up with empty ones.</param>
    /// <param name="counts">Receives the number of parts of each text.</param>
    /// <param name="shape">The lengths of the axes of the texts.</param>
    /// <param name="delimiter">The delimiter; empty for runs of white space, which then count for nothing at the start.</param>
    /// <param name="maximum">The largest number of cuts, or <see cref="Unlimited"/>.</param>
    public static void Split(scoped ReadOnlySpan<string> x, ref Output<string> parts, Span<long> counts, scoped ReadOnlySpan<nint> shape, string delimiter, int maximum)
    {
        ArgumentNullException.ThrowIfNull(delimiter);
        int limit = maximum == Unlimited ? int.MaxValue : maximum + 1;
        var rows = new string[HeldTensor.Count(shape)][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = delimiter.Length > 0 ? x[i].Split(delimiter, limit) : Words(x[i], limit);
            counts[i] = rows[i].Length;
        }
        Fill(rows, ref parts, shape, string.Empty);
    }

    /// <summary>Drops words and changes the case of the others.</summary>
    /// <param name="x">Begins with the words.</param>
    /// <param name="y">Receives the words that stay, or an empty one where none does.</param>
    /// <param name="count">The number of words.</param>
    /// <param name="isRow">Whether the result has a first axis of length 1.</param>
    /// <param name="filter">What is done.</param>
    public static void Normalize(scoped ReadOnlySpan<string> x, ref Output<string> y, int count, bool isRow, WordFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        string[] words = [.. filter.Apply(x[..count].ToArray())];
        if (words.Length == 0)
            words = [string.Empty];
        words.CopyTo(y.Allocate(isRow ? [1, words.Length] : [words.Length]));
    }

    /// <summary>Cuts each text into tokens.</summary>
    /// <param name="x">Begins with the texts.</param>
    /// <param name="tokens">Receives the tokens along a new last axis.</param>
    /// <param name="shape">The lengths of the axes of the texts.</param>
    /// <param name="rule">What a token is.</param>
    public static void Tokenize(scoped ReadOnlySpan<string> x, ref Output<string> tokens, scoped ReadOnlySpan<nint> shape, TokenRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var rows = new string[HeldTensor.Count(shape)][];
        bool isEmpty = true;
        for (int i = 0; i < rows.Length; i++)
        {
            List<string> row = rule.Tokens(x[i]);
            isEmpty &= row.Count == 0;
            rows[i] = rule.Marks ? ["\u0002", .. row, "\u0003"] : [.. row];
        }
        Fill(isEmpty ? [.. rows.Select(_ => Array.Empty<string>())] : rows, ref tokens, shape, rule.Pad);
    }

    static void Fill(string[][] rows, ref Output<string> output, scoped ReadOnlySpan<nint> shape, string pad)
    {
        int width = rows.Length == 0 ? 0 : rows.Max(row => row.Length);
        Span<string> elements = output.Allocate([.. shape, width]);
        elements.Fill(pad);
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(elements[(i * width)..]);
    }

    static string[] Words(string text, int limit)
    {
        var words = new List<string>();
        for (int at = Next(text, 0, false); at < text.Length;)
        {
            int end = words.Count == limit - 1 ? text.Length : Next(text, at, true);
            words.Add(text[at..end]);
            at = Next(text, end, false);
        }
        return [.. words];
    }

    /// <summary>The first place from <paramref name="at"/> on with white space, or without.</summary>
    static int Next(string text, int at, bool isSpace)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]) != isSpace)
            at++;
        return at;
    }
}
