using System;

namespace OnnxCodegen.Kernels;

/// <summary>An axis of a copy: its length and its steps in both tensors, in elements.</summary>
readonly record struct Axis(int Length, int X, int Y)
{
    /// <summary>Drops axes of length 1, orders the others by falling step in y and joins those that continue one another.</summary>
    /// <returns>The number of axes that are left; -1 where there are no elements.</returns>
    public static int Merge(ReadOnlySpan<int> dims, ReadOnlySpan<int> xStrides, ReadOnlySpan<int> yStrides, Span<Axis> axes)
    {
        int rank = 0;
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i] <= 0)
                return -1;
            if (dims[i] == 1)
                continue;
            Axis axis = new(dims[i], xStrides[i], yStrides[i]);
            int place = rank++;
            for (; place > 0 && Math.Abs(axes[place - 1].Y) < Math.Abs(axis.Y); place--)
                axes[place] = axes[place - 1];
            axes[place] = axis;
        }
        int merged = 0;
        for (int i = 0; i < rank; i++)
        {
            Axis axis = axes[i];
            if (merged > 0 && axes[merged - 1].X == axis.X * axis.Length && axes[merged - 1].Y == axis.Y * axis.Length)
                axes[merged - 1] = axis with { Length = axes[merged - 1].Length * axis.Length };
            else
                axes[merged++] = axis;
        }
        return merged;
    }
}

/// <summary>Searches among axes.</summary>
static class AxisSearch
{
    /// <summary>The axis along which x is read element by element, where all of its neighbours step forward; else -1.</summary>
    public static int IndexOfFastest(this Span<Axis> axes)
    {
        for (int i = axes.Length - 1; i >= 0; i--)
        {
            if (axes[i].X == 1 && axes[i].Length > 1)
                return axes[i].Y > 0 ? i : -1;
        }
        return -1;
    }
}
