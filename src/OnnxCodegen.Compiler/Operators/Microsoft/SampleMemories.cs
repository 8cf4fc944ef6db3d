using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Memories of keys and values whose samples are filled to lengths of their own.</summary>
internal static class SampleMemories
{
    /// <summary>How many keys of each sample precede its queries, [N].</summary>
    /// <param name="totals">How many keys each sample has with those of the queries.</param>
    /// <param name="length">The number of queries.</param>
    public static Value Before(Value totals, Dim length) =>
        Map(Views.Reshape(totals, totals.Shape.Elements), n => Maximum(Cast(n, ElementType.Int64) - ScalarExpr.Of(length), 0));

    /// <summary>The places of the new tokens of each sample, [N, L].</summary>
    public static Value Positions(Value before, Dim length) => MapOver(
        before.Scope, Shape.Of(before.Shape[0], length), new[] { Views.Unsqueeze(before, 1) }, e => e[0] + ScalarExpr.Index(1));

    /// <summary>The heads [N, heads, L, size], whose first elements are rotated: twice as many as there are angles.</summary>
    public static Value Rotated(Value heads, Value cosCache, Value sinCache, Value places, bool interleaved) => RotaryEmbeddings.RotaryEmbedding(
        heads, cosCache, sinCache, places, interleaved ? 1 : 0, 0, cosCache.Rank == 2 && cosCache.Shape[1].IsConstant ? 2 * cosCache.Shape[1].Value : 0);

    /// <summary>The memory with the new keys or values of each sample behind its own, [N, heads, P or <paramref name="total"/>, size].</summary>
    /// <param name="past">[N, heads, P, size].</param>
    public static Value Store(Value? past, Value current, Value before, Dim total)
    {
        Shape shape = current.Shape;
        Dim room = current.Scope.Let(past is null ? total : Dim.Max(total, past.Shape[2]));
        Value memory = past is null
            ? Fill(current.Scope, shape.With(2, room), ScalarExpr.Literal(current.ElementType, 0))
            : Windows.Border(past, new[] { Dim.Zero, Dim.Zero }, new[] { room - past.Shape[2], Dim.Zero }, Like(past, 0));
        Value samples = Views.Expand(Views.Reshape(before, before.Shape[0], 1, 1), Shape.Of(shape[0], shape[1], shape[2]));
        Value places = MapOver(current.Scope, samples.Shape, new[] { samples }, e => e[0] + ScalarExpr.Index(2));
        return current.Scope.Add(new Scatter(2, ScatterOperation.Set), memory, places, current);
    }
}
