using System;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Sequences of different lengths, one behind the other [tokens, features], and padded ones [N, L, features]. Offsets [N, L] tell
/// where in the padded ones the tokens lie, and behind these where the padding.</summary>
[Domain("com.microsoft")]
internal static class PackedSequences
{
    /// <param name="input">[N, L, features].</param>
    /// <param name="sequenceTokenCount">How many tokens of each sequence count, [N].</param>
    /// <returns>The tokens, the offsets, where each sequence begins and the last one ends [N + 1], and the length of the longest one.</returns>
    [Operator]
    public static (Value Output, Value TokenOffset, Value CumulatedLengths, Value MaximumLength) RemovePadding(
        [Rank(3)] Value input, [Rank(1), Indices] Value sequenceTokenCount)
    {
        (Dim samples, Dim length) = (input.Shape[0], input.Shape[1]);
        Value counts = Cast(sequenceTokenCount, ElementType.Int64);
        Value counted = MapOver(input.Scope, Shape.Of(samples, length), [Views.Unsqueeze(counts, 1)], e => Less(ScalarExpr.Index(1), e[0]));
        Value flags = Views.Reshape(counted, samples * length);
        Value tokens = Indexing.Places(flags);
        Value offsets = input.Scope.Add(new Concat(0), tokens, Indexing.Places(Map(flags, Not)));
        Value ends = input.Scope.Add(new Cumulate(Reduction.Sum, 0, false, false), counts);
        Value bounds = input.Scope.Add(new Concat(0), input.Scope.Constant(Tensor.Vector([0L])), ends);
        return (
            Indexing.Take(Tokens(input), tokens, 0), Cast(Views.Reshape(offsets, samples, length), ElementType.Int32),
            Cast(bounds, ElementType.Int32), Cast(Reductions.Max(counts, 0), ElementType.Int32));
    }

    /// <summary>The padded sequences, zeros between them.</summary>
    /// <param name="input">[tokens, features].</param>
    [Operator]
    public static Value RestorePadding([Rank(2)] Value input, [Rank(2), Indices] Value tokenOffset)
    {
        (Dim samples, Dim length) = (tokenOffset.Shape[0], tokenOffset.Shape[1]);
        Value zeros = Fill(input.Scope, Shape.Of(samples * length, input.Shape[1]), ScalarExpr.Literal(input.ElementType, 0));
        Value padded = input.Scope.Add(new Scatter(0, ScatterOperation.Set), zeros, Places(tokenOffset, input.Shape[0]), input);
        return Views.Reshape(padded, samples, length, input.Shape[1]);
    }

    /// <summary>Attention of packed sequences with the projections of queries, keys and values.</summary>
    /// <param name="weights">[features, of queries + of keys + of values].</param>
    [Operator(Widens = true)]
    public static Value PackedAttention(
        [Rank(2)] Value input, [Rank(2)] Value weights, [Rank(1)] Value bias, [Rank(2), Indices] Value tokenOffset, [Rank(1), Indices] Value cumulativeSequenceLength,
        Value? attentionBias = null, long numHeads = 0, long[]? qkvHiddenSizes = null, double? scale = null)
    {
        Value joined = Contractions.MatMul(input, weights) + bias;
        Dim third = joined.Shape[1] / 3;
        Dim[] sizes = qkvHiddenSizes is { Length: 3 } given ? given.Select(Dim.Constant).ToArray() : [third, third, third];
        return PackedMultiHeadAttention(
            Views.Slice(joined, 1, 0, sizes[0]), Views.Slice(joined, 1, sizes[0], sizes[1]), Views.Slice(joined, 1, sizes[0] + sizes[1], sizes[2]),
            null, tokenOffset, cumulativeSequenceLength, attentionBias, numHeads, double.NegativeInfinity, scale);
    }

    /// <param name="query">[tokens, features], or queries, keys and values together as [tokens, heads, 3, size].</param>
    /// <param name="key">[tokens, features].</param>
    /// <param name="value">[tokens, features].</param>
    /// <param name="bias">Added to queries, keys and values.</param>
    [Operator(Widens = true)]
    public static Value PackedMultiHeadAttention(
        [AtLeast(2)] Value query, [Optional] Value? key, [Optional] Value? value, [Optional] Value? bias, [Rank(2), Indices] Value tokenOffset,
        [Rank(1), Indices] Value cumulativeSequenceLength, Value? attentionBias = null, long numHeads = 0, double maskFilterValue = -10000, double? scale = null)
    {
        Value q = query.Rank == 4
            ? Split(RestorePadding(Views.Reshape(query, query.Shape[0], query.Shape[1] * 3 * query.Shape[3]), tokenOffset), query.Shape)
            : RestorePadding(query, tokenOffset);
        Dim samples = tokenOffset.Shape[0];
        Value counts = Views.Slice(cumulativeSequenceLength, 0, 1, samples) - Views.Slice(cumulativeSequenceLength, 0, 0, samples);
        Value output = FusedAttentions.MultiHeadAttention(
            q, key is null ? null : RestorePadding(key, tokenOffset), value is null ? null : RestorePadding(value, tokenOffset), bias, counts, attentionBias,
            numHeads: numHeads, maskFilterValue: maskFilterValue, scale: scale).Output;
        return Indexing.Take(Tokens(output), Places(tokenOffset, query.Shape[0]), 0);
    }

    static Value Split(Value padded, Shape packed) => Views.Reshape(padded, padded.Shape[0], padded.Shape[1], packed[1], packed[2], packed[3]);

    /// <summary>[N, L, features] as [N · L, features].</summary>
    static Value Tokens(Value padded) => Views.Reshape(padded, padded.Shape[0] * padded.Shape[1], padded.Shape[2]);

    /// <summary>The places of the tokens among the padded ones.</summary>
    static Value Places(Value tokenOffset, Dim tokens) =>
        Cast(Views.Slice(Views.Reshape(tokenOffset, tokenOffset.Shape.Elements), 0, 0, tokens), ElementType.Int64);
}
