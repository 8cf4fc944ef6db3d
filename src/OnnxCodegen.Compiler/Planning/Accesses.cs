using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Views and reshapes of tensors in memory that need no copy.</summary>
internal static class Accesses
{
    public static Access RowMajor(Buffer buffer, Shape shape) => new(buffer, Dim.Zero, shape.Strides());

    /// <summary>Dense, with the axes in the given order of memory, outermost first.</summary>
    public static Access InOrder(Buffer buffer, Shape shape, IReadOnlyList<int> order)
    {
        var strides = new Dim[shape.Rank];
        Dim stride = Dim.One;
        foreach (int axis in order.Reverse())
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return new Access(buffer, Dim.Zero, strides);
    }

    public static Access Through(View view, Access source)
    {
        Dim offset = source.Offset;
        Dim[] strides = Enumerable.Repeat(Dim.Zero, view.Shape.Rank).ToArray();
        for (int from = 0; from < view.Axes.Count; from++)
        {
            offset += view.Axes[from].Offset * source.Strides[from];
            for (int axis = 0; axis < strides.Length; axis++)
                strides[axis] += view.Axes[from].Coefficients[axis] * source.Strides[from];
        }
        return new Access(source.Buffer, offset, strides);
    }

    /// <summary>The same elements under another shape, where strides can express it; else null.</summary>
    public static Access? Reshape(Access source, Shape from, Shape to)
    {
        if (AxisGroup.Of(from, to) is not { } groups)
            return null;
        Dim[] strides = Enumerable.Repeat(Dim.Zero, to.Rank).ToArray();
        foreach (AxisGroup group in groups)
        {
            if (!IsContiguous(source, from, group.From))
                return null;
            Dim stride = source.Strides[group.From[group.From.Count - 1]];
            foreach (int axis in group.To.Reverse())
            {
                strides[axis] = stride;
                stride *= to[axis];
            }
        }
        return new Access(source.Buffer, source.Offset, strides);
    }

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public static bool IsRowMajor(Access access, Shape shape)
    {
        Dim[] strides = shape.Strides();
        return Enumerable.Range(0, shape.Rank).All(axis => shape[axis] == Dim.One || access.Strides[axis] == strides[axis]);
    }

    /// <summary>The axes from the largest stride to the smallest, where the strides are those of a dense buffer in some order; else null.</summary>
    public static int[]? DenseOrder(Access access, Shape shape)
    {
        var rest = Enumerable.Range(0, shape.Rank).Where(a => shape[a] != Dim.One).ToList();
        var order = new List<int>();
        Dim stride = Dim.One;
        while (rest.Count > 0)
        {
            int next = rest.FindLastIndex(a => access.Strides[a] == stride);
            if (next < 0)
                return null;
            order.Insert(0, rest[next]);
            stride *= shape[rest[next]];
            rest.RemoveAt(next);
        }
        order.InsertRange(0, Enumerable.Range(0, shape.Rank).Where(a => shape[a] == Dim.One));
        return order.ToArray();
    }

    /// <summary>The axis whose elements lie side by side, where it is not the last one; else null.</summary>
    public static int? Innermost(Access access, Shape shape)
    {
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
            if (shape[axis] != Dim.One && access.Strides[axis] == Dim.One)
                return axis == shape.Rank - 1 ? null : axis;
        return null;
    }

    /// <summary>The order of memory with one axis moved to the innermost place.</summary>
    public static int[] OrderWith(int innermost, int rank) =>
        Enumerable.Range(0, rank).Where(axis => axis != innermost).Append(innermost).ToArray();

    /// <summary>Strides of an operand along the axes of a result to which it broadcasts.</summary>
    public static Access Broadcast(Access operand, Shape from, Shape to)
    {
        int lead = to.Rank - from.Rank;
        IEnumerable<Dim> strides = Enumerable.Range(0, to.Rank).Select(axis =>
            axis < lead || from[axis - lead] == Dim.One ? Dim.Zero
            : from[axis - lead] == to[axis] || from[axis - lead].IsConstant || DimAlgebra.IsCapped(from[axis - lead], to[axis]) ? operand.Strides[axis - lead]
            : operand.Strides[axis - lead] * (1 - Dim.Equal(from[axis - lead], 1)));
        return operand with { Strides = strides.ToArray() };
    }

    static bool IsContiguous(Access access, Shape shape, IReadOnlyList<int> axes)
    {
        for (int a = 0; a + 1 < axes.Count; a++)
            if (access.Strides[axes[a]] != access.Strides[axes[a + 1]] * shape[axes[a + 1]])
                return false;
        return true;
    }
}
