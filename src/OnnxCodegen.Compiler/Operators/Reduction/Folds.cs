using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The formulas of the Reduce operators, over axes given by flags; the folded axes stay with length 1.</summary>
internal static class Folds
{
    public static Value Sum(Value x, IReadOnlyList<Dim> reduced) => Reductions.Fold(Reduction.Sum, x, reduced);

    public static Value Product(Value x, IReadOnlyList<Dim> reduced) => Reductions.Fold(Reduction.Product, x, reduced);

    public static Value Max(Value x, IReadOnlyList<Dim> reduced) =>
        Reductions.Fold(x.ElementType == ElementType.Bool ? Reduction.Or : Reduction.Max, x, reduced);

    public static Value Min(Value x, IReadOnlyList<Dim> reduced) =>
        Reductions.Fold(x.ElementType == ElementType.Bool ? Reduction.And : Reduction.Min, x, reduced);

    public static Value Mean(Value x, IReadOnlyList<Dim> reduced)
    {
        Dim count = Dim.Product(x.Shape.Select((n, axis) => 1 + (reduced[axis] * (n - 1))));
        return count == Dim.One ? x : Sum(x, reduced) / Cast(x.Scope.Scalar(count), x.ElementType);
    }

    public static Value AbsoluteSum(Value x, IReadOnlyList<Dim> reduced) => Sum(Abs(x), reduced);

    public static Value EuclideanNorm(Value x, IReadOnlyList<Dim> reduced) => Real(SumOfSquares(x, reduced), Sqrt);

    public static Value SumOfSquares(Value x, IReadOnlyList<Dim> reduced) => Sum(Map(x, a => a * a), reduced);

    public static Value LogarithmOfSum(Value x, IReadOnlyList<Dim> reduced) => Real(Sum(x, reduced), Log);

    /// <summary>log Σ exp x, shifted by the maximum where that is finite.</summary>
    public static Value LogarithmOfSumOfExponentials(Value x, IReadOnlyList<Dim> reduced)
    {
        Value real = x.ElementType.IsFloating() ? x : Cast(x, ElementType.Double);
        Value shift = Map(Max(real, reduced), m => Select(ScalarExpr.Apply(ScalarOperation.IsInfinite, m), ScalarExpr.Literal(m.Type, 0), m));
        Value sum = Sum(MapOver(x.Scope, x.Shape, new[] { real, shift }, e => Exp(e[0] - e[1])), reduced);
        return Cast(Map(sum, shift, (s, m) => Log(s) + m), x.ElementType);
    }

    /// <summary>A function of real numbers, of the type of its argument.</summary>
    static Value Real(Value x, Func<ScalarExpr, ScalarExpr> function) =>
        Map(x, a => a.Type.IsFloating() ? function(a) : Cast(function(Cast(a, ElementType.Double)), a.Type));
}
