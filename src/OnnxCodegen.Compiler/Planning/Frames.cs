using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The border of a padded tensor as slabs that do not overlap.</summary>
internal static class Frames
{
    public static IEnumerable<(Shape Shape, Access Slab)> Of(Pad pad, Shape shape, Access result)
    {
        int[] bordered = Enumerable.Range(0, shape.Rank).Where(axis => pad.Low[axis] != Dim.Zero || pad.High[axis] != Dim.Zero).ToArray();
        if (bordered is [var first, var second])
        {
            if (RowsFollow(pad, shape, result, first, second))
                return OfRows(pad, shape, result, first, second);
            if (RowsFollow(pad, shape, result, second, first))
                return OfRows(pad, shape, result, second, first);
        }
        return OfAxes(pad, shape, result);
    }

    /// <summary>Whether the padded rows follow one another in memory, so that the end of one and the start of the next are one run.</summary>
    static bool RowsFollow(Pad pad, Shape shape, Access result, int row, int column) =>
        result.Strides[row] == result.Strides[column] * shape[column]
        && shape[row] is { IsConstant: true } rows && rows.Value > pad.Low[row].Value + pad.High[row].Value;

    /// <summary>What stands before the first row, between rows, and behind the last.</summary>
    static IEnumerable<(Shape Shape, Access Slab)> OfRows(Pad pad, Shape shape, Access result, int row, int column)
    {
        Dim width = shape[column], between = pad.High[column] + pad.Low[column];
        Dim before = (pad.Low[row] * width) + pad.Low[column], behind = pad.High[column] + (pad.High[row] * width);
        Dim rowsBetween = shape[row] - pad.Low[row] - pad.High[row] - Dim.One;
        Dim end = before + width - between;
        if (before != Dim.Zero)
            yield return (shape.With(row, Dim.One).With(column, before), result);
        if (rowsBetween != Dim.Zero && between != Dim.Zero)
            yield return (shape.With(row, rowsBetween).With(column, between), At(end));
        if (behind != Dim.Zero)
            yield return (shape.With(row, Dim.One).With(column, behind), At(end + (rowsBetween * width)));

        Access At(Dim place) => result with { Offset = result.Offset + (place * result.Strides[column]) };
    }

    /// <summary>Before and after along each axis, inside of what earlier axes have covered.</summary>
    static IEnumerable<(Shape Shape, Access Slab)> OfAxes(Pad pad, Shape shape, Access result)
    {
        Shape inner = shape;
        Access at = result;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (pad.Low[axis] != Dim.Zero)
                yield return (inner.With(axis, pad.Low[axis]), at);
            if (pad.High[axis] != Dim.Zero)
                yield return (inner.With(axis, pad.High[axis]), at with { Offset = at.Offset + ((shape[axis] - pad.High[axis]) * at.Strides[axis]) });
            inner = inner.With(axis, shape[axis] - pad.Low[axis] - pad.High[axis]);
            at = at with { Offset = at.Offset + (pad.Low[axis] * at.Strides[axis]) };
        }
    }
}
