using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace OnnxCodegen.Kernels;

/// <content>The packed form of the right operand: panels of as many columns as a tile has, each with its rows of k one
/// after the other, the last one filled up with zeros.</content>
public static unsafe partial class MatMul
{
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
    public static void Pack(ReadOnlySpan<float> b, nint k, nint n, nint rowStride, nint columnStride, Span<float> packed)
    {
        fixed (float* source = b, target = packed)
            PackPanels(source, k, n, rowStride, columnStride, target);
    }

    internal static void PackPanels(float* b, nint k, nint n, nint rowStride, nint columnStride, float* packed)
    {
        int width = PanelWidth;
        for (nint column = 0; column < n; column += width)
            PackPanel(
                b + (column * columnStride), k, (int)Math.Min(width, n - column), rowStride, columnStride, packed + (column * k), width);
    }

    internal static void PackPanel(
        float* source, nint rows, int columns, nint rowStride, nint columnStride, float* panel, int width)
    {
        nint done = rowStride == 1 && columns == width ? TransposeRows(source, rows, columnStride, panel, width) : 0;
        for (nint row = done; row < rows; row++)
        {
            float* from = source + (row * rowStride), to = panel + (row * width);
            if (columnStride == 1)
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            else
                for (int column = 0; column < columns; column++)
                    to[column] = from[column * columnStride];
            new Span<float>(to + columns, width - columns).Clear();
        }
    }

    /// <summary>Transposes as many rows of the panel as blocks of four by four cover; returns their number.</summary>
    static nint TransposeRows(float* source, nint rows, nint columnStride, float* panel, int width)
    {
        if (!Sse.IsSupported && !AdvSimd.Arm64.IsSupported)
            return 0;
        nint row = 0;
        for (; row <= rows - 4; row += 4)
            for (int column = 0; column < width; column += 4)
                Transpose4x4(source + row + (column * columnStride), columnStride, panel + (row * width) + column, width);
        return row;
    }

    static void Transpose4x4(float* source, nint sourceRow, float* target, int targetRow)
    {
        Vector128<float> r0 = *(Vector128<float>*)source, r1 = *(Vector128<float>*)(source + sourceRow);
        Vector128<float> r2 = *(Vector128<float>*)(source + (2 * sourceRow)), r3 = *(Vector128<float>*)(source + (3 * sourceRow));
        Vector128<double> low02 = Low(r0, r1).AsDouble(), low13 = Low(r2, r3).AsDouble();
        Vector128<double> high02 = High(r0, r1).AsDouble(), high13 = High(r2, r3).AsDouble();
        *(Vector128<double>*)target = Low(low02, low13);
        *(Vector128<double>*)(target + targetRow) = High(low02, low13);
        *(Vector128<double>*)(target + (2 * targetRow)) = Low(high02, high13);
        *(Vector128<double>*)(target + (3 * targetRow)) = High(high02, high13);
    }

    static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
