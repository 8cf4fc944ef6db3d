using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Shortens scalar expressions.</summary>
internal static class ScalarSimplifier
{
    /// <summary>An expression of the same value, as short as the rules here make it.</summary>
    public static ScalarExpr Simplify(ScalarExpr expression, Precision precision)
    {
        var simple = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr node in expression.Nodes())
        {
            simple[node] = node is ScalarApply apply
                ? Simplify(apply, apply.Arguments.Select(a => simple[a]).ToArray(), precision)
                : node;
        }
        return simple[expression];
    }

    static ScalarExpr Simplify(ScalarApply apply, ScalarExpr[] a, Precision precision)
    {
        switch (apply.Operation)
        {
            case ScalarOperation.Multiply when IsOne(a[1]):
            case ScalarOperation.Divide when IsOne(a[1]):
                return a[0];
            case ScalarOperation.Multiply when IsOne(a[0]):
                return a[1];
            case ScalarOperation.Negate when a[0] is ScalarApply { Operation: ScalarOperation.Negate } negated:
                return negated.Arguments[0];
            case ScalarOperation.Select when a[0] is ScalarLiteral { Value: long condition }:
                return a[condition != 0 ? 1 : 2];
            case ScalarOperation.Cast when a[0] is ScalarApply { Operation: ScalarOperation.Cast } inner && IsRoundTrip(apply.Type, inner, precision):
                return inner.Arguments[0];
        }
        var plain = a.SequenceEqual(apply.Arguments) ? apply : new ScalarApply(apply.Operation, apply.Type, a);
        return a.All(argument => argument is ScalarLiteral)
            ? new ScalarLiteral(apply.Type, new ScalarEvaluator(plain, _ => throw new InvalidOperationException()).Evaluate([], []))
            : plain;
    }

    static bool IsOne(ScalarExpr x) => x is ScalarLiteral { Value: 1.0 or 1L } && x.Type != ElementType.Bool;

    /// <summary>Whether a cast back to a type gives what was cast away: a half that was widened, or, where that is not asked for exactly, a
    /// wide number that was held as a half.</summary>
    static bool IsRoundTrip(ElementType type, ScalarApply inner, Precision precision) => inner.Arguments[0].Type == type
        && (IsHalf(type) ? IsWide(inner.Type) : IsWide(type) && IsHalf(inner.Type) && precision != Precision.Exact);

    static bool IsHalf(ElementType type) => type is ElementType.Float16 or ElementType.BFloat16;

    static bool IsWide(ElementType type) => type is ElementType.Float or ElementType.Double;
}
