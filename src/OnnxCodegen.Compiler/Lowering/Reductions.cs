using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Folds over axes; the folded axes stay with length 1.</summary>
internal static class Reductions
{
    public static Value Fold(Reduction operation, Value x, IReadOnlyList<int> axes) =>
        Fold(operation, x, Enumerable.Range(0, x.Rank).Select(axis => axes.Contains(axis) ? Dim.One : Dim.Zero).ToArray());

    /// <summary>Folds the axes whose flag is 1.</summary>
    public static Value Fold(Reduction operation, Value x, IReadOnlyList<Dim> reduced) =>
        reduced.All(r => r == Dim.Zero) ? x : x.Scope.Add(new Reduce(operation, reduced), x);

    public static Value Sum(Value x, params int[] axes) => Fold(Reduction.Sum, x, axes);

    public static Value Max(Value x, params int[] axes) => Fold(Reduction.Max, x, axes);

    public static Value Min(Value x, params int[] axes) => Fold(Reduction.Min, x, axes);

    /// <summary>The arithmetic mean over the axes.</summary>
    public static Value Mean(Value x, params int[] axes) => Sum(x, axes) / Count(x, axes);

    /// <summary>The number of elements folded into one, as a scalar of the type of <paramref name="x"/>.</summary>
    public static Value Count(Value x, IReadOnlyList<int> axes) =>
        Algebra.Cast(x.Scope.Scalar(Dim.Product(axes.Select(axis => x.Shape[axis]))), x.ElementType);
}
