using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxCodegen.Kernels;

/// <summary>The rows of a panel for columns that hold rows and in each of these taps: the panel has taps, in each of them rows.</summary>
readonly unsafe struct PanelRows(float* panel, int width, nint rows, nint taps)
{
    public int Width => width;

    /// <summary>Where an element of the columns goes.</summary>
    public float* this[nint element]
    {
        get
        {
            if (taps == 1)
                return panel + (element * width);
            (nint row, nint tap) = Math.DivRem(element, taps);
            return panel + (((tap * rows) + row) * width);
        }
    }
}

/// <summary>Columns whose elements lie side by side become rows.</summary>
static unsafe class Transposition
{
    /// <summary>Elements of a column that are read at once: a line of the cache.</summary>
    const int Line = 16;

    /// <summary>How far columns are fetched ahead, which are too many for the processor to foresee.</summary>
    const int Ahead = 4 * Line;

    const int Block = 4;

    /// <summary>Writes elements <paramref name="first"/> … <paramref name="end"/> − 1 of every column, and zeros up to the width of the rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint first, nint end, int columns, nint columnStride, PanelRows target)
    {
        float** rows = stackalloc float*[Line];
        for (nint start = first; start < end; start += Line)
        {
            int count = (int)Math.Min(Line, end - start);
            for (int i = 0; i < count; i++)
                rows[i] = target[start + i];
            int whole = FourByFour.IsSupported ? columns & -Block : 0, wholeRows = count & -Block;
            if (Sse.IsSupported)
                for (int column = 0; column < columns; column++)
                    Sse.Prefetch0(source + start + Ahead + (column * columnStride));
            for (int column = 0; column < whole; column += Block)
                for (int i = 0; i < wholeRows; i += Block)
                    Transpose(source + start + i + (column * columnStride), columnStride, rows + i, column);
            for (int i = 0; i < count; i++)
            {
                for (int column = i < wholeRows ? whole : 0; column < columns; column++)
                    rows[i][column] = source[start + i + (column * columnStride)];
                if (columns < target.Width)
                    new Span<float>(rows[i] + columns, target.Width - columns).Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Transpose(float* source, nint columnStride, float** rows, int column)
    {
        Vector128<float> c0 = *(Vector128<float>*)source, c1 = *(Vector128<float>*)(source + columnStride);
        Vector128<float> c2 = *(Vector128<float>*)(source + (2 * columnStride)), c3 = *(Vector128<float>*)(source + (3 * columnStride));
        FourByFour.Transpose(ref c0, ref c1, ref c2, ref c3);
        *(Vector128<float>*)(rows[0] + column) = c0;
        *(Vector128<float>*)(rows[1] + column) = c1;
        *(Vector128<float>*)(rows[2] + column) = c2;
        *(Vector128<float>*)(rows[3] + column) = c3;
    }
}
