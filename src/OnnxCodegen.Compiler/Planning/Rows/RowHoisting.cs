using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Computes once for a line what is the same for all of its elements.</summary>
/// <param name="mayApproximate">Whether divisions by a statistic may become multiplications.</param>
internal sealed class RowHoisting(RowLeaves leaves, List<RowStep> steps, bool mayApproximate)
{
    readonly Dictionary<ScalarExpr, ScalarExpr> hoisted = new();

    /// <summary>The function with statistics in the place of parts that depend on statistics alone, for which steps are added.</summary>
    public ScalarExpr Hoist(ScalarExpr function)
    {
        var replaced = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr node in function.Nodes())
        {
            if (node is not ScalarApply apply)
            {
                replaced[node] = node;
                continue;
            }
            ScalarExpr[] arguments = apply.Arguments.Select(a => replaced[a]).ToArray();
            if (apply.Operation == ScalarOperation.Divide && !IsOfLine(arguments[0]) && DependsOnStatistic(arguments[1])
                && mayApproximate && HasReciprocal(arguments[1]))
            {
                replaced[node] = arguments[0] * Statistic(1 / arguments[1]);
                continue;
            }
            if (!arguments.All(IsOfLine))
                arguments = arguments.Select(a => a is ScalarApply && DependsOnStatistic(a) && a.Type == ElementType.Float ? Statistic(a) : a).ToArray();
            replaced[node] = new ScalarApply(apply.Operation, apply.Type, arguments);
        }
        return replaced[function];
    }

    ScalarExpr Statistic(ScalarExpr function)
    {
        if (!hoisted.TryGetValue(function, out ScalarExpr? statistic))
        {
            ScalarInput into = leaves.NewStatistic();
            steps.Add(leaves.Define(new RowStep(function, null, false, into.Position)));
            hoisted.Add(function, statistic = into);
        }
        return statistic;
    }

    static bool IsOfLine(ScalarExpr function) =>
        function.Nodes().All(n => n is not ScalarInput input || RowLeaves.IsStatistic(input.Position) || RowLeaves.IsSize(input.Position));

    static bool DependsOnStatistic(ScalarExpr function) => IsOfLine(function) && RowSlots.Of(function).Any(RowLeaves.IsStatistic);

    /// <summary>Whether the number is 0, infinite, NaN or has a normal reciprocal: then x · (1 / number) is x / number but for the rounding
    /// of the reciprocal.</summary>
    bool HasReciprocal(ScalarExpr number)
    {
        if (leaves.Definition(number) is { } definition)
            return definition.Fold is null ? HasReciprocal(definition.Function) : definition.Fold == Reduction.Sum && IsExponentialBelowMaximum(definition.Function);
        return number is ScalarApply apply && apply.Operation switch
        {
            // Roots of finite floats lie between 1e-23 and 2e19.
            ScalarOperation.SquareRoot => true,
            ScalarOperation.Add => apply.Arguments.Any(a => a is ScalarLiteral) && apply.Arguments.All(a => a is ScalarLiteral { Value: > 1e-30 and < 1e30 } || HasReciprocal(a)),
            _ => false,
        };
    }

    /// <summary>exp(x − m) where m is the maximum of x: a sum of these is at least 1.</summary>
    bool IsExponentialBelowMaximum(ScalarExpr function) =>
        function is ScalarApply { Operation: ScalarOperation.Exponential, Arguments: [ScalarApply { Operation: ScalarOperation.Subtract } difference] }
        && leaves.Definition(difference.Arguments[1]) is { Fold: Reduction.Max } maximum && maximum.Function.Equals(difference.Arguments[0]);
}
