using System;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Scaled dot-product attention.</summary>
internal static class Attentions
{
    /// <param name="q">[N, L, heads · size] or [N, heads, L, size]; k and v alike, with as many or fewer heads.</param>
    /// <param name="attnMask">Bools (false hides) or numbers to add, broadcasting to [N, heads, L, S].</param>
    /// <param name="nonpadKvSeqlen">How many of the keys of each sample count.</param>
    /// <param name="leftWindowSize">How far before its own place a query sees; −1: to the first key.</param>
    /// <param name="rightWindowSize">How far behind its own place a query sees; −1: to the last key.</param>
    /// <returns>The result in the form of q, the keys and values including the past ones, and the scores at the stage that
    /// qk_matmul_output_mode names.</returns>
    [Operator(Widens = true), Since(23), TypedAs("q", "k", "v", "q")]
    public static (Value Y, Value PresentKey, Value PresentValue, Value Scores) Attention(
        Value q, Value k, Value v, Value? attnMask = null, Value? pastKey = null, Value? pastValue = null, Value? nonpadKvSeqlen = null,
        long isCausal = 0, long? kvNumHeads = null, long? qNumHeads = null, long qkMatmulOutputMode = 0, double? scale = null,
        double softcap = 0, ElementType? softmaxPrecision = null, long leftWindowSize = -1, long rightWindowSize = -1)
    {
        Value queries = Heads.Split(q, qNumHeads);
        Value keys = Append(pastKey, Heads.Split(k, kvNumHeads));
        Value values = Append(pastValue, Heads.Split(v, kvNumHeads));
        Value products = Scale(Heads.Product(queries, keys, axis: 3), queries.Shape[3], scale);
        Value capped = softcap > 0 ? Map(products, a => softcap * Tanh(a / softcap)) : products;
        Value masked = capped;
        if (attnMask is not null)
            masked = AttentionMask.Apply(masked, attnMask);
        if (isCausal != 0)
            masked = AttentionMask.HideFuture(masked, AttentionMask.Offset(masked, pastKey, nonpadKvSeqlen));
        bool isLocal = leftWindowSize >= 0 || rightWindowSize >= 0;
        if (isLocal)
            masked = AttentionMask.HideDistant(masked, AttentionMask.Offset(masked, pastKey, nonpadKvSeqlen), leftWindowSize, rightWindowSize);
        if (nonpadKvSeqlen is not null)
            masked = AttentionMask.HidePadding(masked, nonpadKvSeqlen);
        bool hides = attnMask is not null || isCausal != 0 || isLocal || nonpadKvSeqlen is not null;
        Value precise = softmaxPrecision == ElementType.Double ? Cast(masked, ElementType.Double) : masked;
        Value weights = Cast(hides ? AttentionMask.Softmax(precise) : SoftmaxOperators.Softmax(precise, precise.Rank - 1), q.ElementType);
        Value result = Heads.Product(weights, Cast(values, q.ElementType), axis: 2);
        Value scores = qkMatmulOutputMode switch
        {
            0 => products,
            1 => capped,
            2 => masked,
            _ => weights,
        };
        return (q.Rank == 3 ? Heads.Join(result) : result, keys, values, scores);
    }

    static Value Append(Value? past, Value current) => past is null ? current : current.Scope.Add(new Concat(2), past, current);

    /// <summary>Times the given factor, or by the root of the heads' size.</summary>
    static Value Scale(Value products, Dim size, double? scale)
    {
        if (scale is { } factor)
            return products * factor;
        return Map(products, a => size.IsConstant
            ? a * (1 / Math.Sqrt(size.Value))
            : a / Sqrt(Cast(ScalarExpr.Of(size), a.Type)));
    }
}
