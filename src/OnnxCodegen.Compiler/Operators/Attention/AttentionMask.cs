using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Hides keys from queries: their scores [N, heads, L, S] become −∞.</summary>
internal static class AttentionMask
{
    /// <summary>A mask of bools, where false hides, or of numbers to add. Keys beyond its end are hidden.</summary>
    public static Value Apply(Value scores, Value mask)
    {
        bool selects = mask.ElementType == ElementType.Bool;
        Value typed = selects ? mask : Cast(mask, scores.ElementType);
        Value hidden = typed.Scope.Constant(typed.ElementType, selects ? 0 : double.NegativeInfinity);
        Value whole = Windows.Border(
            typed, new[] { Dim.Zero }, new[] { scores.Shape[scores.Rank - 1] - typed.Shape[typed.Rank - 1] }, hidden);
        return selects ? Map(scores, whole, (s, m) => Select(m, s, Hidden(s))) : scores + whole;
    }

    /// <summary>Query i sees the keys up to i + offset.</summary>
    public static Value HideFuture(Value scores, Value offset) => MapOver(scores.Scope, scores.Shape, new[] { scores, offset }, e =>
        Select(LessOrEqual(ScalarExpr.Index(3), ScalarExpr.Index(2) + e[1]), e[0], Hidden(e[0])));

    /// <summary>Query i sees the keys from i + offset − left to i + offset + right; −1 leaves a side open.</summary>
    public static Value HideDistant(Value scores, Value offset, long left, long right) => MapOver(scores.Scope, scores.Shape, new[] { scores, offset }, e =>
    {
        ScalarExpr distance = ScalarExpr.Index(3) - ScalarExpr.Index(2) - e[1];
        ScalarExpr kept = left < 0 ? e[0] : Select(Less(distance, ScalarExpr.Of(-left)), Hidden(e[0]), e[0]);
        return right < 0 ? kept : Select(LessOrEqual(distance, ScalarExpr.Of(right)), kept, Hidden(e[0]));
    });

    /// <summary>The number of keys that precede the queries: the past ones, or those that count and are no queries.</summary>
    public static Value Offset(Value scores, Value? pastKey, Value? counts) =>
        pastKey is null && counts is not null ? Map(PerSample(counts), c => c - ScalarExpr.Of(scores.Shape[2]))
        : scores.Scope.Scalar(pastKey is null ? Dim.Zero : pastKey.Shape[2]);

    /// <summary>Only the first keys of each sample count.</summary>
    public static Value HidePadding(Value scores, Value counts) =>
        MapOver(scores.Scope, scores.Shape, new[] { scores, PerSample(counts) }, e =>
            Select(Less(ScalarExpr.Index(3), e[1]), e[0], Hidden(e[0])));

    /// <summary>The softmax over the keys; a query from which all are hidden gets zeros.</summary>
    public static Value Softmax(Value scores)
    {
        int axis = scores.Rank - 1;
        Value shift = Map(Reductions.Max(scores, axis), m => Select(Equal(m, Hidden(m)), ScalarExpr.Literal(m.Type, 0), m));
        Value exponentials = Exp(scores - shift);
        return Map(exponentials, Reductions.Sum(exponentials, axis), (e, s) =>
            e / Select(Equal(s, ScalarExpr.Literal(s.Type, 0)), ScalarExpr.Literal(s.Type, 1), s));
    }

    static Value PerSample(Value counts) => Cast(Views.Reshape(counts, counts.Shape.Elements, 1, 1, 1), ElementType.Int64);

    static ScalarExpr Hidden(ScalarExpr score) => ScalarExpr.Literal(score.Type, double.NegativeInfinity);
}
