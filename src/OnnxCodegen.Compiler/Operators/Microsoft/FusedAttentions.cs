using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention with the projections of queries, keys and values, or with their biases.</summary>
[Domain("com.microsoft")]
internal static class FusedAttentions
{
    /// <param name="input">[N, L, features].</param>
    /// <param name="weights">[features, of queries + of keys + of values].</param>
    /// <param name="maskIndex">See <see cref="KeyMask"/>.</param>
    /// <param name="past">Keys and values before, [2, N, heads, P, size]; where it is shared with the result, only the first
    /// <paramref name="pastSequenceLength"/> of P count.</param>
    /// <param name="doRotary">Whether queries and keys are rotated, see <see cref="StandardAngles"/>.</param>
    /// <returns>[N, L, of values], and past with the new keys and values.</returns>
    [Operator(Widens = true)]
    public static (Value Output, Value Present) Attention(
        Value input, Value weights, Value? bias = null, Value? maskIndex = null, Value? past = null, Value? attentionBias = null,
        Value? pastSequenceLength = null, long numHeads = 0, bool doRotary = false, double maskFilterValue = -10000,
        bool pastPresentShareBuffer = false, long[]? qkvHiddenSizes = null, long rotaryEmbeddingDim = 0, double? scale = null,
        bool unidirectional = false)
    {
        Value product = Contractions.MatMul(input, weights);
        Value joined = bias is null ? product : product + bias;
        Dim third = joined.Shape[2] / 3;
        Dim[] sizes = qkvHiddenSizes is { Length: 3 } given ? given.Select(Dim.Constant).ToArray() : new[] { third, third, third };
        return Attend(
            Views.Slice(joined, 2, 0, sizes[0]), Views.Slice(joined, 2, sizes[0], sizes[1]), Views.Slice(joined, 2, sizes[0] + sizes[1], sizes[2]),
            maskIndex, past, attentionBias, pastPresentShareBuffer ? pastSequenceLength : null,
            new AttentionForm(numHeads, maskFilterValue, scale, unidirectional), doRotary ? rotaryEmbeddingDim : null);
    }

    /// <summary>Attention whose projection is a product of 8-bit matrices.</summary>
    [Operator]
    public static (Value Output, Value Present) QAttention(
        Value input, Value weight, Value bias, Value inputScale, Value weightScale, Value? maskIndex = null, Value? inputZeroPoint = null,
        Value? weightZeroPoint = null, Value? past = null, long numHeads = 0, bool doRotary = false, double maskFilterValue = -10000,
        bool pastPresentShareBuffer = false, double? scale = null, bool unidirectional = false)
    {
        if (pastPresentShareBuffer)
            throw new ModelException("How much of a shared memory counts is not given.");
        Value joined = QuantizedProducts.MatMulIntegerToFloat(input, weight, inputScale, weightScale, inputZeroPoint, weightZeroPoint, bias);
        Dim third = joined.Shape[2] / 3;
        return Attend(
            Views.Slice(joined, 2, 0, third), Views.Slice(joined, 2, third, third), Views.Slice(joined, 2, 2 * third, third),
            maskIndex, past, null, null, new AttentionForm(numHeads, maskFilterValue, scale, unidirectional), doRotary ? 0 : null);
    }

    /// <param name="query">[N, L, features], or queries, keys and values together as [N, L, heads, 3, size].</param>
    /// <param name="key">[N, S, features], keys and values together as [N, S, heads, 2, size], or [N, heads, S, size].</param>
    /// <param name="value">[N, S, features] or [N, heads, S, size].</param>
    /// <param name="bias">Added to queries, keys and values, [all features].</param>
    /// <param name="keyPaddingMask">See <see cref="KeyMask"/>.</param>
    /// <param name="pastSequenceLength">How many of the past keys count, where their memory is shared with the result.</param>
    /// <param name="cacheIndirection">For samples that are beams, the beam that each past key came from, [batches, beams, P].</param>
    /// <returns>[N, L, features of values], all keys and values, and the scores before the softmax.</returns>
    [Operator(Widens = true)]
    public static (Value Output, Value PresentKey, Value PresentValue, Value Scores) MultiHeadAttention(
        Value query, Value? key = null, Value? value = null, Value? bias = null, Value? keyPaddingMask = null, Value? attentionBias = null,
        Value? pastKey = null, Value? pastValue = null, Value? pastSequenceLength = null, Value? cacheIndirection = null, long numHeads = 0,
        double maskFilterValue = -10000, double? scale = null, bool unidirectional = false)
    {
        (Value q, Value k, Value v) = (query.Rank, key?.Rank) switch
        {
            (5, null) => (Part(query, 0), Part(query, 1), Part(query, 2)),
            (3, 5) => (query, Part(key!, 0), Part(key!, 1)),
            (3, 3 or 4) when value is not null => (query, key!, value),
            _ => throw new ModelException($"Attention of queries {query.Shape} to keys {key?.Shape} is not defined."),
        };
        if (bias is not null)
        {
            Dim hidden = q.Shape[2];
            q += Views.Slice(bias, 0, 0, hidden);
            if (k.Rank == 3)
            {
                v += Views.Slice(bias, 0, 2 * hidden, bias.Shape[0] - (2 * hidden));
                k += Views.Slice(bias, 0, hidden, hidden);
            }
        }
        var form = new AttentionForm(numHeads, maskFilterValue, scale, unidirectional);
        (Value keys, Value presentKey) = Caches.Append(pastKey, Heads.Split(k, numHeads), pastSequenceLength, cacheIndirection);
        (Value values, Value presentValue) = Caches.Append(pastValue, Heads.Split(v, numHeads), pastSequenceLength, cacheIndirection);
        (Value output, Value scores) = form.Attend(Heads.Split(q, numHeads), keys, values, keyPaddingMask, attentionBias);
        return (Heads.Join(output), presentKey, presentValue, scores);
    }

    /// <summary>MultiHeadAttention of one query of each sample.</summary>
    /// <param name="query">[N, 1, features], or queries, keys and values side by side.</param>
    /// <param name="maskIndex">See <see cref="KeyMask"/>.</param>
    [Operator(Widens = true)]
    public static (Value Output, Value PresentKey, Value PresentValue, Value Scores) DecoderMaskedMultiHeadAttention(
        [Rank(3)] Value query, Value? key = null, Value? value = null, Value? maskIndex = null, Value? attentionBias = null, Value? pastKey = null, Value? pastValue = null,
        Value? pastSequenceLength = null, Value? beamWidth = null, Value? cacheIndirection = null, Value? bias = null, long numHeads = 0,
        double maskFilterValue = -10000, bool outputQk = false, bool pastPresentShareBuffer = false, double? scale = null)
    {
        Dim third = query.Shape[2] / 3;
        Value q = key is null ? Views.Slice(query, 2, 0, third) : query;
        Value k = key ?? Views.Slice(query, 2, third, third);
        Value v = value ?? Views.Slice(query, 2, 2 * third, third);
        return MultiHeadAttention(
            q, k, v, bias, maskIndex, attentionBias, pastKey, pastValue, pastPresentShareBuffer ? pastSequenceLength : null, cacheIndirection, numHeads, maskFilterValue, scale);
    }

    /// <param name="rotated">How many elements of each head are rotated, see <see cref="StandardAngles"/>; null for none.</param>
    static (Value Output, Value Present) Attend(
        Value q, Value k, Value v, Value? maskIndex, Value? past, Value? attentionBias, Value? pastSequenceLength, AttentionForm form, long? rotated)
    {
        (Value queries, Value current) = (Heads.Split(q, form.Heads), Heads.Split(k, form.Heads));
        if (rotated is { } size)
        {
            Dim start = past is null ? Dim.Zero : pastSequenceLength is null ? past.Shape[3] : q.Scope.Let(DimVectors.Scalar(pastSequenceLength));
            (queries, current) = (StandardAngles.Rotate(queries, start, size), StandardAngles.Rotate(current, start, size));
        }
        (Value keys, Value presentKey) = Caches.Append(Past(past, 0), current, pastSequenceLength);
        (Value values, Value presentValue) = Caches.Append(Past(past, 1), Heads.Split(v, form.Heads), pastSequenceLength);
        Value output = form.Attend(queries, keys, values, maskIndex, attentionBias).Output;
        Value present = q.Scope.Add(new Concat(0), Views.Unsqueeze(presentKey, 0), Views.Unsqueeze(presentValue, 0));
        return (Heads.Join(output), present);
    }

    static Value? Past(Value? past, int which) => past is null ? null : Views.Squeeze(Views.Slice(past, 0, which, 1), 0);

    /// <summary>[N, L, heads, parts, size] as one of the parts, [N, L, heads · size].</summary>
    static Value Part(Value packed, int part)
    {
        Value one = Views.Slice(packed, 3, part, 1);
        return Views.Reshape(one, packed.Shape[0], packed.Shape[1], packed.Shape[2] * packed.Shape[4]);
    }
}
