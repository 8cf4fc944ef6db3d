using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention whose scores and probabilities are changed by graphs.</summary>
[Domain("ai.onnx.preview")]
internal static class FlexAttentions
{
    /// <param name="q">[N, heads, L, size]; k and v alike, with as many or fewer heads.</param>
    /// <param name="scoreMod">From the scores [N, heads, L, S] to those of which the softmax is taken.</param>
    /// <param name="probMod">From the probabilities to the weights of the values.</param>
    /// <param name="softmaxPrecision">The type from the scores on to the weights: float or double by default.</param>
    [Operator, Since(1)]
    public static Value FlexAttention(
        [Rank(4)] Value q, [Rank(4)] Value k, [Rank(4)] Value v, double? scale = null, Subgraph? scoreMod = null, Subgraph? probMod = null,
        ElementType? softmaxPrecision = null)
    {
        ElementType precision = softmaxPrecision ?? (q.ElementType == ElementType.Double ? ElementType.Double : ElementType.Float);
        Value products = Heads.Product(Scale(q, q.Shape[3], scale), Scale(k, q.Shape[3], scale), axis: 3);
        Value scores = Change(Cast(products, precision), scoreMod);
        Value weights = Change(SoftmaxOperators.Softmax(scores, scores.Rank - 1), probMod);
        return Cast(Heads.Product(weights, Cast(v, precision), axis: 2), v.ElementType);
    }

    /// <summary>Times the root of the given factor, or by the fourth root of the heads' size.</summary>
    static Value Scale(Value x, Dim size, double? scale)
    {
        if (scale is { } factor)
            return x * Math.Sqrt(factor);
        return Map(x, a => size.IsConstant ? a * Math.Pow(size.Value, -0.25) : a / Sqrt(Sqrt(Cast(ScalarExpr.Of(size), a.Type))));
    }

    static Value Change(Value x, Subgraph? graph)
    {
        if (graph is null)
            return x;
        IReadOnlyList<Value> results = graph(x.Scope, new[] { x });
        return results.Count == 1 ? results[0] : throw new ModelException($"A graph that changes attention gives one result, not {results.Count}.");
    }
}
