using System;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Resizing by weighted sums of neighbours.</summary>
internal static class KernelResize
{
    /// <param name="antialias">Widens the kernel where the axis shrinks.</param>
    /// <param name="excludeOutside">Elements beyond the axis weigh nothing; else they are copies of the outermost ones.</param>
    public static Value Along(
        Value x, ResizedAxis axis, ResizeCoordinates coordinates, ResizeKernel kernel, bool antialias, bool excludeOutside)
    {
        Value stretch = antialias ? Map(axis.Scale, s => Minimum(s, 1)) : axis.Scale.Scope.Constant(ElementType.Double, 1);
        Dim radius = Radius(stretch, kernel);
        Value centers = coordinates.Value;
        var taps = Shape.Of(radius * 2, axis.Length);
        Value places = MapOver(x.Scope, taps, new[] { centers }, e =>
            Cast(Floor(e[0]), ElementType.Int64) + ScalarExpr.Index(0) - ScalarExpr.Of(radius - 1));
        Value weights = Map(places, centers, stretch, (p, c, s) => kernel.Weight(Abs(Cast(p, ElementType.Double) - c) * s));
        if (excludeOutside)
            weights = Map(weights, places, (w, p) => Select(IsInside(p, x.Shape[axis.Axis]), w, ScalarExpr.Literal(w.Type, 0)));
        if (excludeOutside || antialias)
            weights /= Reductions.Sum(weights, 0);
        return WeightedSum(x, axis.Axis, places, weights);
    }

    /// <remarks>Taps come before the places of the new axis, so that neighbouring results are summed side by side.</remarks>
    static Value WeightedSum(Value x, int axis, Value places, Value weights)
    {
        ElementType type = x.ElementType.IsFloating() ? x.ElementType : ElementType.Float;
        Value neighbours = Cast(Indexing.Take(x, places, axis, OutsideMode.Clamp), type);
        var aligned = new Shape(weights.Shape.Concat(Enumerable.Repeat(Dim.One, x.Rank - axis - 1)));
        Value products = neighbours * Views.Reshape(Cast(weights, type), aligned);
        return Cast(Views.Squeeze(Reductions.Sum(products, axis), axis), x.ElementType);
    }

    /// <summary>The whole number of neighbours on each side.</summary>
    static Dim Radius(Value stretch, ResizeKernel kernel)
    {
        Value radius = Map(stretch, s => Cast(Ceiling(kernel.Radius / s), ElementType.Int64));
        return stretch.Scope.At(radius, 0);
    }

    static ScalarExpr IsInside(ScalarExpr place, Dim length) => And(
        LessOrEqual(ScalarExpr.Literal(place.Type, 0), place),
        Less(place, ScalarExpr.Of(length)));
}
