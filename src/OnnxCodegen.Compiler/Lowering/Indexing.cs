using System;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler;

/// <summary>Reading elements at computed places, as Gather.</summary>
internal static class Indexing
{
    /// <summary>numpy's take: the axis of x is replaced by the axes of the indices, which count from 0.</summary>
    public static Value Take(Value x, Value indices, int axis, OutsideMode outside = OutsideMode.Error)
    {
        Value shared = axis == 0 ? indices : Views.Expand(indices, new Shape(x.Shape.Take(axis).Concat(indices.Shape)));
        return x.Scope.Add(new Gather(axis, outside), x, shared);
    }

    /// <summary>Indices as int64, negative ones counted from the end of an axis of the given length.</summary>
    public static Value Wrap(Value indices, Dim length)
    {
        Value wide = Cast(indices, ElementType.Int64);
        if (wide.Elements is { } elements && elements.All(e => DimRange.Of(e).Minimum >= 0))
            return wide;
        return Map(wide, i => Select(Less(i, 0), i + ScalarExpr.Of(length), i));
    }

    /// <summary>The coordinates along an axis of a tensor of the given shape, as int64.</summary>
    public static Value Coordinate(Scope scope, Shape shape, int axis) =>
        MapOver(scope, shape, Array.Empty<Value>(), _ => ScalarExpr.Index(axis));
}
