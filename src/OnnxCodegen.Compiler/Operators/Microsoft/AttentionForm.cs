using System;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>How queries attend to keys.</summary>
/// <param name="Filter">What is added to the scores of hidden keys.</param>
/// <param name="Scale">The factor of the products; by the root of the heads' size when missing.</param>
/// <param name="IsCausal">Whether a query sees the keys up to its own place alone.</param>
internal sealed record AttentionForm(long Heads, double Filter, double? Scale, bool IsCausal)
{
    /// <param name="q">[N, heads, L, size].</param>
    /// <param name="k">[N, heads, S, size]; the last L belong to the queries.</param>
    /// <param name="v">[N, heads, S, size].</param>
    /// <param name="mask">See <see cref="KeyMask"/>.</param>
    /// <param name="bias">Added to the scores.</param>
    /// <returns>[N, heads, L, size], and the scores before the softmax.</returns>
    public (Value Output, Value Scores) Attend(Value q, Value k, Value v, Value? mask, Value? bias)
    {
        Value scores = Products(q, k, Scale);
        if (bias is not null)
            scores += bias;
        if (mask is not null)
            scores += KeyMask.Of(mask, scores.Shape, Filter);
        if (IsCausal)
            scores = AttentionMask.HideFuture(scores, scores.Scope.Scalar(scores.Shape[3] - scores.Shape[2]));
        Value weights = SoftmaxOperators.Softmax(scores, 3);
        return (Operators.Heads.Product(weights, v, axis: 2), scores);
    }

    /// <summary>The scaled products of queries and keys, [N, heads, L, S].</summary>
    public static Value Products(Value q, Value k, double? scale)
    {
        Value products = Operators.Heads.Product(q, k, axis: 3);
        if (scale is { } factor && factor != 0)
            return products * factor;
        Dim size = q.Shape[3];
        return Map(products, a => size.IsConstant ? a * (1 / Math.Sqrt(size.Value)) : a / Sqrt(Cast(ScalarExpr.Of(size), a.Type)));
    }
}
