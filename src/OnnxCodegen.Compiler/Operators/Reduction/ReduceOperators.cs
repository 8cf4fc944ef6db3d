using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The Reduce operators: their axes are an attribute in older versions and an input in newer ones.</summary>
internal static class ReduceOperators
{
    [Operator("ReduceSum", Widens = true), Since(1)]
    public static Value ReduceSum1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.Sum, data, axes, keepdims);

    [Operator(Widens = true), Since(13)]
    public static Value ReduceSum(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.Sum, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceMean", Widens = true), Since(1)]
    public static Value ReduceMean1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.Mean, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceMean(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.Mean, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceProd", Widens = true), Since(1)]
    public static Value ReduceProd1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.Product, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceProd(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.Product, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceMax", Widens = true), Since(1)]
    public static Value ReduceMax1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.Max, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceMax(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.Max, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceMin", Widens = true), Since(1)]
    public static Value ReduceMin1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.Min, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceMin(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.Min, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceL1", Widens = true), Since(1)]
    public static Value ReduceL11(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.AbsoluteSum, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceL1(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.AbsoluteSum, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceL2", Widens = true), Since(1)]
    public static Value ReduceL21(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.EuclideanNorm, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceL2(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.EuclideanNorm, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceSumSquare", Widens = true), Since(1)]
    public static Value ReduceSumSquare1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.SumOfSquares, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceSumSquare(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.SumOfSquares, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceLogSum", Widens = true), Since(1)]
    public static Value ReduceLogSum1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.LogarithmOfSum, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceLogSum(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.LogarithmOfSum, data, axes, keepdims, noopWithEmptyAxes);

    [Operator("ReduceLogSumExp", Widens = true), Since(1)]
    public static Value ReduceLogSumExp1(Value data, long[]? axes = null, long keepdims = 1) => Over(Folds.LogarithmOfSumOfExponentials, data, axes, keepdims);

    [Operator(Widens = true), Since(18)]
    public static Value ReduceLogSumExp(Value data, Value? axes = null, long keepdims = 1, long noopWithEmptyAxes = 0) =>
        Over(Folds.LogarithmOfSumOfExponentials, data, axes, keepdims, noopWithEmptyAxes);

    static Value Over(Func<Value, IReadOnlyList<Dim>, Value> fold, Value x, long[]? axes, long keepdims) =>
        Over(fold, x, axes is null or [] ? DimVectors.AllAxes(x.Rank) : DimVectors.Of(axes), keepdims);

    /// <summary>An empty list of axes stands for all, or for none when <paramref name="noopWithEmptyAxes"/> is set.</summary>
    static Value Over(Func<Value, IReadOnlyList<Dim>, Value> fold, Value x, Value? axes, long keepdims, long noopWithEmptyAxes)
    {
        Dim[] given = axes is null ? Array.Empty<Dim>() : DimVectors.Of(axes);
        return Over(fold, x, given.Length == 0 && noopWithEmptyAxes == 0 ? DimVectors.AllAxes(x.Rank) : given, keepdims);
    }

    static Value Over(Func<Value, IReadOnlyList<Dim>, Value> fold, Value x, Dim[] axes, long keepdims)
    {
        Dim[] reduced = DimVectors.Flags(x.Rank, axes).Select(x.Scope.Let).ToArray();
        Value folded = fold(x, reduced);
        return keepdims != 0 ? folded : Views.Reshape(folded, DimVectors.Rest(folded.Shape, reduced, x.Rank - axes.Length));
    }
}
