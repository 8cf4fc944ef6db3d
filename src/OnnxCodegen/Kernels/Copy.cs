using System;

namespace OnnxCodegen.Kernels;

/// <summary>Copies between tensors of any strides.</summary>
public static class Copy
{
    const int MaximumRank = 16;

    /// <summary>y[i] = x[i] for all coordinates i of a shape.</summary>
    /// <param name="x">The buffer that is read.</param>
    /// <param name="xOffset">The index of the first element in <paramref name="x"/>.</param>
    /// <param name="y">The buffer that is written.</param>
    /// <param name="yOffset">The index of the first element in <paramref name="y"/>.</param>
    /// <param name="dims">The lengths of the axes, outermost first, at most 16.</param>
    /// <param name="xStrides">The step of each axis in <paramref name="x"/>, in elements; may be 0 or negative.</param>
    /// <param name="yStrides">The step of each axis in <paramref name="y"/>, in elements.</param>
    public static void Run<T>(
        ReadOnlySpan<T> x, int xOffset, Span<T> y, int yOffset,
        ReadOnlySpan<int> dims, ReadOnlySpan<int> xStrides, ReadOnlySpan<int> yStrides)
    {
        Span<int> n = stackalloc int[MaximumRank];
        Span<int> xs = stackalloc int[MaximumRank];
        Span<int> ys = stackalloc int[MaximumRank];
        int rank = 0;
        for (int axis = 0; axis < dims.Length; axis++)
        {
            if (dims[axis] <= 0)
                return;
            if (dims[axis] == 1)
                continue;
            // An axis that continues the one before it is merged with it.
            if (rank > 0 && xs[rank - 1] == xStrides[axis] * dims[axis] && ys[rank - 1] == yStrides[axis] * dims[axis])
                n[rank - 1] *= dims[axis];
            else
                n[rank++] = dims[axis];
            xs[rank - 1] = xStrides[axis];
            ys[rank - 1] = yStrides[axis];
        }
        if (rank == 0)
        {
            y[yOffset] = x[xOffset];
            return;
        }
        Span<int> coordinate = stackalloc int[MaximumRank];
        coordinate.Clear();
        int last = rank - 1;
        while (true)
        {
            Line(x, xOffset, xs[last], y, yOffset, ys[last], n[last]);
            int axis = last - 1;
            while (axis >= 0)
            {
                xOffset += xs[axis];
                yOffset += ys[axis];
                if (++coordinate[axis] < n[axis])
                    break;
                xOffset -= xs[axis] * n[axis];
                yOffset -= ys[axis] * n[axis];
                coordinate[axis--] = 0;
            }
            if (axis < 0)
                return;
        }
    }

    /// <summary>y[i] = element for all coordinates i of a shape.</summary>
    /// <param name="y">The buffer that is written.</param>
    /// <param name="yOffset">The index of the first element in <paramref name="y"/>.</param>
    /// <param name="dims">The lengths of the axes, outermost first, at most 16.</param>
    /// <param name="yStrides">The step of each axis in <paramref name="y"/>, in elements.</param>
    /// <param name="element">What is stored.</param>
    public static void Fill<T>(Span<T> y, int yOffset, ReadOnlySpan<int> dims, ReadOnlySpan<int> yStrides, T element)
    {
        Span<int> still = stackalloc int[MaximumRank];
        still.Clear();
        Run(new ReadOnlySpan<T>(in element), 0, y, yOffset, dims, still[..dims.Length], yStrides);
    }

    static void Line<T>(ReadOnlySpan<T> x, int xOffset, int xStride, Span<T> y, int yOffset, int yStride, int count)
    {
        if (xStride == 1 && yStride == 1)
        {
            x.Slice(xOffset, count).CopyTo(y[yOffset..]);
            return;
        }
        if (xStride == 0 && yStride == 1)
        {
            y.Slice(yOffset, count).Fill(x[xOffset]);
            return;
        }
        for (int i = 0; i < count; i++)
            y[yOffset + (i * yStride)] = x[xOffset + (i * xStride)];
    }
}
