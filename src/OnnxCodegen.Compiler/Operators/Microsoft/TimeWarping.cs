using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Paths through a matrix of costs.</summary>
[Domain("com.microsoft")]
internal static class TimeWarping
{
    /// <summary>The cheapest path from the first element to the last one, by steps down, right or both. Between equal costs a step to the right wins.</summary>
    /// <param name="input">[M, N] or [1, M, N].</param>
    /// <returns>The rows and the columns of the path, [2, length].</returns>
    [Operator]
    public static Value DynamicTimeWarping([AtLeast(2)] Value input)
    {
        Value costs = input.Rank switch
        {
            2 => input,
            3 => Views.Squeeze(input, 0),
            _ => throw new ModelException($"Costs are a matrix, but are of type {input.Type}."),
        };
        return Cast(Views.Permute(Views.Flip(Path(Steps(costs), costs.Shape), 0), [1, 0]), ElementType.Int32);
    }

    /// <summary>How the cheapest path comes to each element: 0 from both sides, 1 from above, 2 from the left. The steps to row i, column j of those
    /// that count from 1 lie in row i + j − 2, column i, since an antidiagonal needs the two before alone.</summary>
    static Value Steps(Value costs)
    {
        (Dim rows, Dim columns) = (costs.Shape[0], costs.Shape[1]);
        Shape diagonal = Shape.Of(rows + 1);
        Value none = Fill(costs.Scope, diagonal, Infinity(costs));
        Value origin = MapOver(costs.Scope, diagonal, [], _ => Select(Equal(ScalarExpr.Index(0), Whole(0)), ScalarExpr.Literal(costs.ElementType, 0), Infinity(costs)));
        IReadOnlyList<Value> results = Iteration.Over(costs.Scope, rows + columns - 1, null, [origin, none], (scope, index, carried) =>
        {
            ScalarExpr place = ScalarExpr.Index(0), column = ScalarExpr.Of(index + 2) - ScalarExpr.Index(0);
            Value both = Shifted(carried[0]), above = Shifted(carried[1]), left = carried[1];
            Value step = Map(both, above, left, (b, a, l) => Select(And(Less(b, a), Less(b, l)), Whole(0), Select(And(Less(a, b), Less(a, l)), Whole(1), Whole(2))));
            Value own = scope.Add(
                new Gather(0, OutsideMode.Zero), scope.Capture(costs), MapOver(scope, diagonal, [], _ => place - Whole(1)), MapOver(scope, diagonal, [], _ => column - Whole(1)));
            Value next = MapOver(scope, diagonal, [step, both, above, left, own], e => Select(
                And(LessOrEqual(Whole(1), place), And(LessOrEqual(Whole(1), column), LessOrEqual(column, ScalarExpr.Of(columns)))),
                Select(Equal(e[0], Whole(0)), e[1], Select(Equal(e[0], Whole(1)), e[2], e[3])) + e[4], Infinity(costs)));
            return new LoopRun(null, [carried[1], next], [step]);
        });
        return results[2];

        Value Shifted(Value x) => Windows.Border(x, [1], [-1], x.Scope.Constant(x.ElementType, double.PositiveInfinity));
    }

    /// <summary>The path from its end, [length, 2].</summary>
    static Value Path(Value steps, Shape costs)
    {
        Value row = steps.Scope.Scalar(costs[0]), column = steps.Scope.Scalar(costs[1]);
        return Iteration.Over(steps.Scope, costs[0] + costs[1], IsInside(row, column), [row, column], (scope, _, carried) =>
        {
            (Value i, Value j) = (carried[0], carried[1]);
            Value step = scope.Add(new Gather(0, OutsideMode.Error), scope.Capture(steps), Map(i, j, (r, c) => r + c - Whole(2)), i);
            Value up = Map(i, step, (r, s) => Select(Equal(s, Whole(2)), r, r - Whole(1)));
            Value back = Map(j, step, (c, s) => Select(Equal(s, Whole(1)), c, c - Whole(1)));
            Value place = scope.Add(new Concat(0), Views.Reshape(Map(i, r => r - Whole(1)), 1), Views.Reshape(Map(j, c => c - Whole(1)), 1));
            return new LoopRun(IsInside(up, back), [up, back], [place]);
        })[2];
    }

    static Value IsInside(Value row, Value column) => Map(row, column, (i, j) => And(Less(Whole(0), i), Less(Whole(0), j)));

    static ScalarExpr Infinity(Value costs) => ScalarExpr.Literal(costs.ElementType, double.PositiveInfinity);

    static ScalarExpr Whole(long number) => ScalarExpr.Literal(ElementType.Int64, number);
}
