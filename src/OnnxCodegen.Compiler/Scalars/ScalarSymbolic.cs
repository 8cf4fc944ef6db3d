using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>Evaluates an integer expression on Dims; null where the result is no Dim or depends on a comparison that is not decided.</summary>
internal static class ScalarSymbolic
{
    public static Dim? Evaluate(ScalarExpr expression, IReadOnlyList<Dim> inputs, long[] coordinate)
    {
        var values = new Dictionary<ScalarExpr, Dim?>();
        foreach (ScalarExpr node in expression.Nodes())
        {
            values[node] = node switch
            {
                ScalarInput input => inputs[input.Position],
                ScalarLiteral { Value: long number } => Dim.Constant(number),
                ScalarDim dim => dim.Dim,
                ScalarIndex index => Dim.Constant(coordinate[index.Axis]),
                ScalarApply apply => Apply(apply, values),
                _ => null,
            };
        }
        return values[expression];
    }

    static Dim? Apply(ScalarApply apply, Dictionary<ScalarExpr, Dim?> values)
    {
        if (!(apply.Type.IsInteger() || apply.Type == ElementType.Bool))
            return null;
        Dim? a = values[apply.Arguments[0]];
        if (apply.Operation == ScalarOperation.Select)
            return a is { IsConstant: true } ? values[apply.Arguments[a.Value != 0 ? 1 : 2]] : null;
        Dim? b = apply.Arguments.Count > 1 ? values[apply.Arguments[1]] : Dim.Zero;
        if (a is null || b is null)
            return null;
        switch (apply.Operation)
        {
            case ScalarOperation.Add: return a + b;
            case ScalarOperation.Subtract: return a - b;
            case ScalarOperation.Multiply: return a * b;
            case ScalarOperation.Negate: return -a;
            case ScalarOperation.Minimum: return Dim.Min(a, b);
            case ScalarOperation.Maximum: return Dim.Max(a, b);
            case ScalarOperation.Divide when DimRange.Of(a).Minimum >= 0 && DimRange.Of(b).Minimum > 0: return a / b;
            case ScalarOperation.Modulo when DimRange.Of(b).Minimum > 0: return a % b;
            case ScalarOperation.Remainder when DimRange.Of(a).Minimum >= 0 && DimRange.Of(b).Minimum > 0: return a % b;
            case ScalarOperation.Equal: return Decide(a - b, equal: true);
            case ScalarOperation.Less: return Decide(a - b + 1, equal: false);
            case ScalarOperation.LessOrEqual: return Decide(a - b, equal: false);
            case ScalarOperation.And: return a.IsConstant && b.IsConstant ? a.Value & b.Value : null;
            case ScalarOperation.Or: return a.IsConstant && b.IsConstant ? a.Value | b.Value : null;
            case ScalarOperation.Not when apply.Type == ElementType.Bool: return a.IsConstant ? 1 - a : null;
            case ScalarOperation.Cast when apply.Type is ElementType.Int64: return a;
            case ScalarOperation.Cast when apply.Type is ElementType.Bool: return Decide(a, equal: true) is { } zero ? 1 - zero : null;
            case ScalarOperation.Cast when a.IsConstant: return ElementConversion.Wrap(a.Value, apply.Type);
            case ScalarOperation.Cast when apply.Type is ElementType.Int32: return a;
            default: return null;
        }
    }

    /// <summary>Whether the difference is 0 (or at most 0), where its range tells.</summary>
    static Dim? Decide(Dim difference, bool equal)
    {
        DimRange range = DimRange.Of(difference);
        if (equal)
            return range.Minimum == 0 && range.Maximum == 0 ? Dim.One : range.Minimum > 0 || range.Maximum < 0 ? Dim.Zero : null;
        return range.Maximum <= 0 ? Dim.One : range.Minimum > 0 ? Dim.Zero : null;
    }
}
