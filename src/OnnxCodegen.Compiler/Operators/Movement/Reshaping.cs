using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Shapes as values, and the same elements under other shapes.</summary>
internal static class Reshaping
{
    [Operator("Shape"), Since(1)]
    public static Value ShapeOf(Value data, long start = 0, long end = long.MaxValue)
    {
        int from = Bound(start, data.Rank);
        int to = Bound(end, data.Rank);
        return data.Scope.Vector(data.Shape.Skip(from).Take(to - from).ToArray());
    }

    [Operator, Since(1)]
    public static Value Size(Value data) => data.Scope.Scalar(data.Shape.Elements);

    [Operator("Reshape"), Since(1)]
    public static Value Reshape1(Value data, long[] shape) => Reshape(data, DimVectors.Of(shape), false);

    [Operator, Since(5)]
    public static Value Reshape(Value data, Value shape, long allowzero = 0) => Reshape(data, DimVectors.Of(shape), allowzero != 0);

    [Operator, Since(1)]
    public static Value Flatten(Value input, long axis = 1)
    {
        int split = axis == input.Rank ? input.Rank : Views.Axis(axis, input.Rank);
        return Views.Reshape(input, Dim.Product(input.Shape.Take(split)), Dim.Product(input.Shape.Skip(split)));
    }

    [Operator("Squeeze"), Since(1)]
    public static Value Squeeze1(Value data, long[]? axes = null) => Squeeze(data, axes is null ? null : DimVectors.Of(axes));

    [Operator, Since(13)]
    public static Value Squeeze(Value data, Value? axes = null) => Squeeze(data, axes is null ? null : DimVectors.Of(axes));

    [Operator("Unsqueeze"), Since(1)]
    public static Value Unsqueeze1(Value data, long[] axes) => Unsqueeze(data, DimVectors.Of(axes));

    [Operator, Since(13)]
    public static Value Unsqueeze(Value data, Value axes) => Unsqueeze(data, DimVectors.Of(axes));

    static Value Reshape(Value data, Dim[] requested, bool allowZero)
    {
        Scope scope = data.Scope;
        Dim[] dims = requested
            .Select((dim, axis) => scope.Let(allowZero || axis >= data.Rank ? dim : CopyZero(dim, data.Shape[axis])))
            .ToArray();
        Dim[] open = dims.Select(IsOpen).ToArray();
        // −1 counts as 1 in the product of the dims that are given.
        Dim given = scope.Let(Dim.Product(dims.Select((dim, axis) => scope.Let(dim + (2 * open[axis])))));
        return Views.Reshape(data, new Shape(dims.Select((dim, axis) => Resolve(dim, open[axis], data.Shape.Elements, given))));
    }

    static Dim Resolve(Dim dim, Dim open, Dim elements, Dim given)
    {
        if (open == Dim.Zero)
            return dim;
        return open == Dim.One ? elements / given : dim + (open * ((elements / given) + 1));
    }

    /// <summary>1 where the dim is −1.</summary>
    static Dim IsOpen(Dim dim) => DimRange.Of(dim).Minimum >= 0 ? Dim.Zero : Dim.Equal(dim, -1);

    /// <summary>A dim that is 0 is copied from the source. Sizes that come from shapes stand for themselves.</summary>
    static Dim CopyZero(Dim dim, Dim source) =>
        !dim.IsConstant && DimRange.Of(dim).Minimum >= 0 ? dim : dim + (Dim.Equal(dim, 0) * source);

    static Value Squeeze(Value data, Dim[]? axes)
    {
        if (axes is null)
            return Views.Reshape(data, new Shape(data.Shape.Where(dim => dim != Dim.One)));
        Dim[] removed = DimVectors.Flags(data.Rank, axes).Select(data.Scope.Let).ToArray();
        foreach ((Dim flag, int axis) in removed.Select((flag, axis) => (flag, axis)))
            data.Scope.Require(1 + (flag * (data.Shape[axis] - 1)), Dim.One, "A squeezed axis must have length 1", data);
        return Views.Reshape(data, DimVectors.Rest(data.Shape, removed, data.Rank - axes.Length));
    }

    static Value Unsqueeze(Value data, Dim[] axes)
    {
        int rank = data.Rank + axes.Length;
        Dim[] inserted = DimVectors.Flags(rank, axes).Select(data.Scope.Let).ToArray();
        if (inserted.All(flag => flag.IsConstant) && inserted.Sum(flag => flag.Value) != axes.Length)
            throw new ModelException("The axes to insert are not distinct.");
        var dims = new List<Dim>();
        Dim position = Dim.Zero;
        foreach (Dim flag in inserted)
        {
            dims.Add(flag == Dim.One ? flag : flag + ((1 - flag) * DimVectors.Pick(data.Shape, data.Scope.Let(position))));
            position += 1 - flag;
        }
        return Views.Reshape(data, new Shape(dims));
    }

    static int Bound(long axis, int rank)
    {
        long position = axis < 0 ? axis + rank : axis;
        return position < 0 ? 0 : position > rank ? rank : (int)position;
    }
}
