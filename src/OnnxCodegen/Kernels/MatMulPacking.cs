using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <content>The packed form of the right operand: panels of as many columns as a tile has, each with its rows of k one
/// after the other, the last one filled up with zeros.</content>
public static unsafe partial class MatMul
{
    /// <summary>Rows that are fetched ahead: they are far apart.</summary>
    const int RowsAhead = 8;

    /// <summary>Floats of a line of the cache.</summary>
    const int LineFloats = 16;

    /// <summary>The columns of a panel on this machine.</summary>
    public static int PanelWidth =>
        Vector512.IsHardwareAccelerated ? Tile512.Width : Vector256.IsHardwareAccelerated ? Tile256.Width : Tile128.Width;

    /// <summary>The elements that a packed k × n matrix takes on this machine.</summary>
    public static nint PackedLength(nint k, nint n) => (n + PanelWidth - 1) / PanelWidth * PanelWidth * k;

    /// <summary>Packs a k × n matrix for <see cref="RunPacked"/>.</summary>
    /// <param name="b">The matrix.</param>
    /// <param name="rowStride">Elements from one row (one value of k) to the next.</param>
    /// <param name="columnStride">Elements from one column to the next.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> elements.</param>
    public static void Pack(Workers workers, ReadOnlySpan<float> b, nint k, nint n, nint rowStride, nint columnStride, Span<float> packed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, PackedLength(k, n), nameof(packed));
        fixed (float* source = b, target = packed)
            PanelPacking.Run(workers, new PanelPacking(source, 1, 1, k, n, rowStride, columnStride, target));
    }

    /// <summary>Packs a k × n matrix of whole numbers of at most 16 bits for <see cref="RunPackedWhole"/>: as <see cref="Pack"/>, with two rows in
    /// the place of one.</summary>
    /// <inheritdoc cref="Pack"/>
    public static void PackWhole(Workers workers, ReadOnlySpan<float> b, nint k, nint n, nint rowStride, nint columnStride, Span<float> packed)
    {
        Pack(workers, b, k, n, rowStride, columnStride, packed);
        WholeProducts.JoinRows(packed, (n + PanelWidth - 1) / PanelWidth, k);
    }

    internal static void PackPanels(float* b, nint k, nint n, nint rowStride, nint columnStride, float* packed)
    {
        int width = PanelWidth;
        for (nint column = 0; column < n; column += width)
            PackPanel(
                b + (column * columnStride), k, (int)Math.Min(width, n - column), rowStride, columnStride, packed + (column * k), width);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void PackPanel(
        float* source, nint rows, int columns, nint rowStride, nint columnStride, float* panel, int width)
    {
        if (rowStride == 1)
        {
            Transposition.Run(source, 0, rows, columns, columnStride, new PanelRows(panel, width, rows, 1));
            return;
        }
        for (nint row = 0; row < rows; row++)
        {
            float* from = source + (row * rowStride), to = panel + (row * width);
            if (columnStride == 1)
            {
                for (int column = 0; Sse.IsSupported && column < columns; column += LineFloats)
                    Sse.Prefetch0(from + (RowsAhead * rowStride) + column);
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            }
            else
            {
                for (int column = 0; column < columns; column++)
                    to[column] = from[column * columnStride];
            }
            if (columns < width)
                new Span<float>(to + columns, width - columns).Clear();
        }
    }
}
