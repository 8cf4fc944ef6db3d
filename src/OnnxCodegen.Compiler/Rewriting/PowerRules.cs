using System.Collections.Generic;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules on powers.</summary>
internal static class PowerRules
{
    /// <summary>Powers with a small constant exponent become products, roots and reciprocals, which round no worse.</summary>
    public static Value? Expand(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map)
            return null;
        bool isExpanded = false;
        var replaced = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr part in map.Expression.Nodes())
        {
            if (part is not ScalarApply apply)
            {
                replaced[part] = part;
                continue;
            }
            var arguments = new ScalarExpr[apply.Arguments.Count];
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = replaced[apply.Arguments[i]];
            ScalarExpr? expanded = apply is { Operation: ScalarOperation.Power, Type: ElementType.Float or ElementType.Double }
                && arguments[1] is ScalarLiteral { Value: double exponent } ? Expand(arguments[0], exponent) : null;
            isExpanded |= expanded is not null;
            replaced[part] = expanded ?? new ScalarApply(apply.Operation, apply.Type, arguments);
        }
        return isExpanded ? node.Scope.Add(new Map(replaced[map.Expression], map.Shape), [.. inputs]) : null;
    }

    static ScalarExpr? Expand(ScalarExpr x, double exponent) => exponent switch
    {
        1 => x,
        2 => x * x,
        3 => x * x * x,
        -1 => 1 / x,
        0.5 => Root(x),
        -0.5 => 1 / Root(x),
        _ => null,
    };

    /// <summary>x^½, which is 0 for −0 and ∞ for −∞; the square root of these is not.</summary>
    static ScalarExpr Root(ScalarExpr x)
    {
        ScalarExpr root = Algebra.Sqrt(x + 0);
        return IsNeverNegative(x)
            ? root
            : Algebra.Select(Algebra.Equal(x, ScalarExpr.Literal(x.Type, double.NegativeInfinity)), ScalarExpr.Literal(x.Type, double.PositiveInfinity), root);
    }

    /// <summary>Whether the number is 0 or above, or NaN, whatever the inputs are.</summary>
    static bool IsNeverNegative(ScalarExpr x) => x switch
    {
        ScalarLiteral { Value: >= 0.0 } => true,
        ScalarApply { Operation: ScalarOperation.Multiply } product => product.Arguments[0].Equals(product.Arguments[1]),
        ScalarApply { Operation: ScalarOperation.Absolute or ScalarOperation.Exponential or ScalarOperation.SquareRoot } => true,
        ScalarApply { Operation: ScalarOperation.Add } sum => IsNeverNegative(sum.Arguments[0]) && IsNeverNegative(sum.Arguments[1]),
        _ => false,
    };
}
