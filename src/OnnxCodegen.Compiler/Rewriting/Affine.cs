using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>A part of an expression as x · <paramref name="Scale"/> + <paramref name="Shift"/>, where x is one of the inputs and neither factor
/// depends on it.</summary>
/// <param name="Part">The part.</param>
/// <param name="Scale">Null for 1.</param>
/// <param name="Shift">Null for 0.</param>
internal sealed record Affine(ScalarExpr Part, ScalarExpr? Scale, ScalarExpr? Shift)
{
    /// <summary>The largest such part outside of which x does not occur; null where there is none.</summary>
    /// <param name="x">The position of the input.</param>
    /// <param name="isConstant">Whether an input may occur in the factors.</param>
    public static Affine? Largest(ScalarExpr expression, int x, System.Func<int, bool> isConstant)
    {
        var affine = new Dictionary<ScalarExpr, Affine>();
        var constant = new HashSet<ScalarExpr>();
        var largest = new HashSet<ScalarExpr>();
        foreach (ScalarExpr node in expression.Nodes())
        {
            if (node is ScalarLiteral || (node is ScalarInput input && isConstant(input.Position)) || (node is ScalarApply && node.Arguments.All(constant.Contains)))
                constant.Add(node);
            else if (Of(node, x, affine, constant) is { } found)
            {
                affine.Add(node, found);
                foreach (ScalarExpr argument in node.Arguments)
                    largest.Remove(argument);
                largest.Add(node);
            }
            else
            {
                // What a part of another form reads ends there.
                continue;
            }
        }
        ScalarExpr[] ends = largest.Where(part => affine.ContainsKey(part)).ToArray();
        return ends.Length == 1 && IsOutside(expression, x, ends[0]) ? affine[ends[0]] : null;
    }

    static Affine? Of(ScalarExpr node, int x, Dictionary<ScalarExpr, Affine> affine, HashSet<ScalarExpr> constant)
    {
        if (node is ScalarInput input)
            return input.Position == x ? new Affine(node, null, null) : null;
        if (node is not ScalarApply apply)
            return null;
        Affine? left = Find(apply.Arguments[0], affine);
        Affine? right = apply.Arguments.Count == 2 ? Find(apply.Arguments[1], affine) : null;
        ScalarExpr a = apply.Arguments[0];
        ScalarExpr b = apply.Arguments[apply.Arguments.Count - 1];
        bool leftOnly = left is not null && constant.Contains(b);
        bool rightOnly = right is not null && constant.Contains(a);
        return apply.Operation switch
        {
            ScalarOperation.Negate when left is not null =>
                new Affine(node, left.Scale is null ? ScalarExpr.Literal(node.Type, -1.0) : -left.Scale, left.Shift is null ? null : -left.Shift),
            ScalarOperation.Add when leftOnly => new Affine(node, left!.Scale, left.Shift is null ? b : left.Shift + b),
            ScalarOperation.Add when rightOnly => new Affine(node, right!.Scale, right.Shift is null ? a : a + right.Shift),
            ScalarOperation.Subtract when leftOnly => new Affine(node, left!.Scale, left.Shift is null ? -b : left.Shift - b),
            ScalarOperation.Multiply when leftOnly => Scaled(node, left!, b),
            ScalarOperation.Multiply when rightOnly => Scaled(node, right!, a),
            ScalarOperation.Divide when leftOnly =>
                new Affine(node, left!.Scale is null ? 1 / b : left.Scale / b, left.Shift is null ? null : left.Shift / b),
            _ => null,
        };
    }

    static Affine Scaled(ScalarExpr node, Affine x, ScalarExpr factor) =>
        new(node, x.Scale is null ? factor : x.Scale * factor, x.Shift is null ? null : x.Shift * factor);

    static Affine? Find(ScalarExpr node, Dictionary<ScalarExpr, Affine> affine) => affine.TryGetValue(node, out Affine? found) ? found : null;

    /// <summary>Whether x does not occur when the part is taken out.</summary>
    static bool IsOutside(ScalarExpr expression, int x, ScalarExpr part) =>
        !expression.Replace(part, ScalarExpr.Literal(part.Type, 0.0)).Nodes().Any(node => node is ScalarInput input && input.Position == x);
}
