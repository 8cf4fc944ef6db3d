using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxCodegen.Kernels;

/// <summary>Copies between tensors of any strides.</summary>
public static class Copy
{
    const int MaximumRank = 16;

    /// <summary>Lines shorter than this are not worth a block transfer.</summary>
    const int ShortLine = 16;

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
        Span<Axis> axes = stackalloc Axis[MaximumRank];
        int rank = Axis.Merge(dims, xStrides, yStrides, axes);
        if (rank < 0)
            return;
        Axis line = rank > 0 ? axes[rank - 1] : new(1, 1, 1);
        // A matrix whose rows lie along x and whose columns lie along y is copied in squares.
        int fast = line.X <= 1 || line.Y <= 0 ? -1 : axes[..Math.Max(rank - 1, 0)].IndexOfFastest();
        Axis column = new(1, 0, 0);
        int outer = Math.Max(rank - 1, 0);
        if (fast >= 0)
        {
            column = axes[fast];
            axes[(fast + 1)..outer].CopyTo(axes[fast..]);
            outer--;
        }
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>() && Unsafe.SizeOf<T>() == sizeof(float))
        {
            Blocks(Floats(x), xOffset, Floats(y), yOffset, axes[..outer], column, line);
        }
        else
        {
            Blocks(x, xOffset, y, yOffset, axes[..outer], column, line);
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

    static void Blocks<T>(ReadOnlySpan<T> x, int xOffset, Span<T> y, int yOffset, ReadOnlySpan<Axis> outer, Axis column, Axis line)
    {
        Span<int> coordinate = stackalloc int[MaximumRank];
        coordinate.Clear();
        while (true)
        {
            if (column.Length > 1 && typeof(T) == typeof(float) && column.X == 1 && line.Y == 1)
                TransposedFloats.Copy(Floats(x), xOffset, line.X, Floats(y), yOffset, column.Y, column.Length, line.Length);
            else if (column.Length > 1)
                Transpose(x, xOffset, y, yOffset, column, line);
            else
                Line(x, xOffset, y, yOffset, line);
            int axis = outer.Length - 1;
            while (axis >= 0)
            {
                Axis step = outer[axis];
                xOffset += step.X;
                yOffset += step.Y;
                if (++coordinate[axis] < step.Length)
                    break;
                xOffset -= step.X * step.Length;
                yOffset -= step.Y * step.Length;
                coordinate[axis--] = 0;
            }
            if (axis < 0)
                return;
        }
    }

    /// <summary>The same memory as floats, which T is as long as.</summary>
    static ReadOnlySpan<float> Floats<T>(ReadOnlySpan<T> x) => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(x)), x.Length);

    static Span<float> Floats<T>(Span<T> y) => MemoryMarshal.CreateSpan(ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(y)), y.Length);

    static void Line<T>(ReadOnlySpan<T> x, int xOffset, Span<T> y, int yOffset, Axis line)
    {
        int count = line.Length;
        if (line.Y == 1 && line.X == 1 && count >= ShortLine)
        {
            x.Slice(xOffset, count).CopyTo(y[yOffset..]);
            return;
        }
        if (line.Y == 1 && line.X == 0)
        {
            Fill(y.Slice(yOffset, count), x[xOffset]);
            return;
        }
        for (int i = 0; i < count; i++)
            y[yOffset + (i * line.Y)] = x[xOffset + (i * line.X)];
    }

    /// <summary>Fills by vectors or by copies of what is filled already: unlike the Fill of spans, that is not compiled anew for every type.</summary>
    static void Fill<T>(Span<T> line, T element)
    {
        int filled = 0;
        if (Unsafe.SizeOf<T>() == sizeof(float))
        {
            Vector<float> vector = new(Unsafe.BitCast<T, float>(element));
            ref float first = ref MemoryMarshal.GetReference(Floats(line));
            for (; filled <= line.Length - Vector<float>.Count; filled += Vector<float>.Count)
                vector.StoreUnsafe(ref first, (nuint)filled);
            for (; filled < line.Length; filled++)
                line[filled] = element;
            return;
        }
        filled = Math.Min(line.Length, ShortLine);
        for (int i = 0; i < filled; i++)
            line[i] = element;
        for (int count; filled < line.Length; filled += count)
        {
            count = Math.Min(filled, line.Length - filled);
            line[..count].CopyTo(line[filled..]);
        }
    }

    /// <summary>Copies a matrix square by square, so that both sides stay in the cache.</summary>
    static void Transpose<T>(ReadOnlySpan<T> x, int xOffset, Span<T> y, int yOffset, Axis column, Axis line)
    {
        const int Side = 16;
        if (line.Length < column.Length)
            (column, line) = (line, column);
        _ = x[xOffset + ((column.Length - 1) * column.X) + ((line.Length - 1) * line.X)];
        _ = y[yOffset + ((column.Length - 1) * column.Y) + ((line.Length - 1) * line.Y)];
        for (int c0 = 0; c0 < column.Length; c0 += Side)
        {
            int cEnd = Math.Min(c0 + Side, column.Length);
            for (int i0 = 0; i0 < line.Length; i0 += Side)
            {
                int iEnd = Math.Min(i0 + Side, line.Length);
                for (int c = c0; c < cEnd; c++)
                {
                    // The corners were checked above and strides are not negative here.
                    ref T from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), xOffset + (c * column.X) + (i0 * line.X));
                    ref T to = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), yOffset + (c * column.Y) + (i0 * line.Y));
                    for (int i = i0; i < iEnd; i++)
                    {
                        to = from;
                        from = ref Unsafe.Add(ref from, line.X);
                        to = ref Unsafe.Add(ref to, line.Y);
                    }
                }
            }
        }
    }
}
