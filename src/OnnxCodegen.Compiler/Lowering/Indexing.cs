using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
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
        if (!indices.ElementType.IsInteger())
            throw new ModelException($"Indices are integers, but a tensor of type {indices.Type} is given.");
        Value wide = Cast(indices, ElementType.Int64);
        if (wide.Elements is { } elements && elements.All(e => DimRange.Of(e).Minimum >= 0))
            return wide;
        return Map(wide, i => Select(Less(i, 0), i + ScalarExpr.Of(length), i));
    }

    /// <summary>The coordinates along an axis of a tensor of the given shape, as int64.</summary>
    public static Value Coordinate(Scope scope, Shape shape, int axis) =>
        MapOver(scope, shape, Array.Empty<Value>(), _ => ScalarExpr.Index(axis));

    /// <summary>The coordinates of the nonzero elements, one element in each row.</summary>
    public static Value NonZero(Value x) => x.Scope.Add(new NonZero(x.Scope.Fresh("nonzero")), x);

    /// <summary>The indices of the nonzero elements of a vector.</summary>
    public static Value Places(Value vector)
    {
        Value found = NonZero(vector);
        return Views.Reshape(found, found.Shape[0]);
    }

    /// <summary>The index tensors that address single elements: for the given axis the indices, for the axes after it the coordinates of
    /// the indices themselves. The axes before it are shared.</summary>
    public static Value[] Elements(Value x, Value indices, int axis)
    {
        foreach (int other in Enumerable.Range(0, x.Rank).Where(a => a != axis))
            x.Scope.RequireAtLeast(x.Shape[other], indices.Shape[other], "The indices reach beyond the tensor", x, indices);
        return Enumerable.Range(axis, x.Rank - axis)
            .Select(a => a == axis ? Wrap(indices, x.Shape[axis]) : Coordinate(x.Scope, indices.Shape, a))
            .ToArray();
    }

    /// <summary>The index tensors of the tuples along the last axis, which address the axes of x that follow the shared ones.</summary>
    public static Value[] Tuples(Value x, Value indices, int shared)
    {
        int last = indices.Rank - 1;
        if (!indices.Shape[last].IsConstant)
            throw new ModelException("The length of the tuples of indices must be known when compiling.");
        return Enumerable.Range(0, (int)indices.Shape[last].Value)
            .Select(i => Wrap(Views.Squeeze(Views.Slice(indices, last, i, 1), last), x.Shape[shared + i]))
            .ToArray();
    }
}
