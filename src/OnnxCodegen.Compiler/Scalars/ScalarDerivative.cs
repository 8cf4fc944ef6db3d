using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>Derivatives of scalar expressions.</summary>
internal static class ScalarDerivative
{
    /// <summary>The derivative with respect to an input; null where the expression does not depend on it smoothly.</summary>
    public static ScalarExpr? Of(ScalarExpr expression, int input)
    {
        var derivatives = new Dictionary<ScalarExpr, ScalarExpr?>();
        foreach (ScalarExpr node in expression.Nodes())
        {
            derivatives[node] = node switch
            {
                ScalarInput leaf when leaf.Position == input && leaf.Type.IsFloating() => Number(leaf, 1),
                ScalarApply apply when apply.Type.IsFloating() => Apply(apply, apply.Arguments.Select(a => derivatives[a]).ToArray()),
                _ => null,
            };
        }
        return derivatives[expression];
    }

    static ScalarExpr? Apply(ScalarApply y, ScalarExpr?[] d)
    {
        if (d.All(part => part is null))
            return null;
        IReadOnlyList<ScalarExpr> x = y.Arguments;
        switch (y.Operation)
        {
            case ScalarOperation.Select:
                return ScalarExpr.Select(x[0], d[1] ?? Number(y, 0), d[2] ?? Number(y, 0));
            case ScalarOperation.Cast or ScalarOperation.SaturatingCast:
                return ScalarExpr.Cast(d[0]!, y.Type);
        }
        ScalarExpr? sum = null;
        for (int i = 0; i < x.Count; i++)
        {
            if (d[i] is not { } inner || Partial(y, x, i) is not { } partial)
                continue;
            ScalarExpr term = inner is ScalarLiteral { Value: 1.0 } ? partial : partial * inner;
            sum = sum is null ? term : sum + term;
        }
        return sum;
    }

    /// <summary>The derivative of an operation with respect to one of its operands.</summary>
    static ScalarExpr? Partial(ScalarExpr y, IReadOnlyList<ScalarExpr> x, int operand) => ((ScalarApply)y).Operation switch
    {
        ScalarOperation.Add => Number(y, 1),
        ScalarOperation.Subtract => Number(y, operand == 0 ? 1 : -1),
        ScalarOperation.Multiply => x[1 - operand],
        ScalarOperation.Divide => operand == 0 ? 1 / x[1] : -(y / x[1]),
        ScalarOperation.Power => operand == 0 ? x[1] * Of(ScalarOperation.Power, x[0], x[1] - 1) : y * Of(ScalarOperation.Logarithm, x[0]),
        ScalarOperation.Modulo or ScalarOperation.Remainder => operand == 0 ? Number(y, 1) : -Of(ScalarOperation.Truncate, x[0] / x[1]),
        ScalarOperation.Minimum => Where(Of(ScalarOperation.LessOrEqual, x[operand], x[1 - operand]), y),
        ScalarOperation.Maximum => Where(Of(ScalarOperation.LessOrEqual, x[1 - operand], x[operand]), y),
        ScalarOperation.Negate => Number(y, -1),
        ScalarOperation.Absolute => Of(ScalarOperation.Sign, x[0]),
        ScalarOperation.SquareRoot => 0.5 / y,
        ScalarOperation.Exponential => y,
        ScalarOperation.Logarithm => 1 / x[0],
        ScalarOperation.ExponentialMinusOne => y + 1,
        ScalarOperation.LogarithmOnePlus => 1 / (1 + x[0]),
        ScalarOperation.Sine => Of(ScalarOperation.Cosine, x[0]),
        ScalarOperation.Cosine => -Of(ScalarOperation.Sine, x[0]),
        ScalarOperation.Tangent => 1 + (y * y),
        ScalarOperation.ArcSine => 1 / Of(ScalarOperation.SquareRoot, 1 - (x[0] * x[0])),
        ScalarOperation.ArcCosine => -1 / Of(ScalarOperation.SquareRoot, 1 - (x[0] * x[0])),
        ScalarOperation.ArcTangent => 1 / (1 + (x[0] * x[0])),
        ScalarOperation.HyperbolicSine => Of(ScalarOperation.HyperbolicCosine, x[0]),
        ScalarOperation.HyperbolicCosine => Of(ScalarOperation.HyperbolicSine, x[0]),
        ScalarOperation.HyperbolicTangent => 1 - (y * y),
        ScalarOperation.ArcHyperbolicSine => 1 / Of(ScalarOperation.SquareRoot, (x[0] * x[0]) + 1),
        ScalarOperation.ArcHyperbolicCosine => 1 / Of(ScalarOperation.SquareRoot, (x[0] * x[0]) - 1),
        ScalarOperation.ArcHyperbolicTangent => 1 / (1 - (x[0] * x[0])),
        ScalarOperation.ErrorFunction => 2 / Math.Sqrt(Math.PI) * Of(ScalarOperation.Exponential, -(x[0] * x[0])),
        ScalarOperation.InverseErrorFunction => Math.Sqrt(Math.PI) / 2 * Of(ScalarOperation.Exponential, y * y),
        ScalarOperation.Sigmoid => y * (1 - y),
        ScalarOperation.Sign or ScalarOperation.Floor or ScalarOperation.Ceiling or ScalarOperation.Truncate or ScalarOperation.Round => null,
        var other => throw new ModelException($"{other} has no derivative."),
    };

    static ScalarExpr Of(ScalarOperation operation, params ScalarExpr[] arguments) => ScalarExpr.Apply(operation, arguments);

    static ScalarExpr Where(ScalarExpr condition, ScalarExpr y) => ScalarExpr.Select(condition, Number(y, 1), Number(y, 0));

    static ScalarExpr Number(ScalarExpr like, double value) => ScalarExpr.Literal(like.Type, value);
}
