using System.Collections.Generic;

namespace OnnxCodegen.Compiler;

/// <summary>Walks the coordinates of a tensor.</summary>
internal static class Coordinates
{
    /// <summary>All coordinates in row-major order. The same array is given each time, changed.</summary>
    public static IEnumerable<long[]> Of(long[] dims)
    {
        foreach (long dim in dims)
            if (dim == 0)
                yield break;
        var coordinate = new long[dims.Length];
        while (true)
        {
            yield return coordinate;
            int axis = dims.Length - 1;
            while (axis >= 0 && ++coordinate[axis] == dims[axis])
                coordinate[axis--] = 0;
            if (axis < 0)
                yield break;
        }
    }

    public static long Offset(long[] coordinate, long[] strides)
    {
        long offset = 0;
        for (int axis = 0; axis < coordinate.Length; axis++)
            offset += coordinate[axis] * strides[axis];
        return offset;
    }

    /// <summary>The row-major offset in an operand of the given dims, which broadcasts to the coordinate's rank: axes of size 1 stay at 0.</summary>
    public static long BroadcastOffset(long[] coordinate, long[] dims)
    {
        long offset = 0;
        int lead = coordinate.Length - dims.Length;
        for (int axis = 0; axis < dims.Length; axis++)
            offset = (offset * dims[axis]) + (dims[axis] == 1 ? 0 : coordinate[lead + axis]);
        return offset;
    }
}
