using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Elementwise functions over rows of columns.</summary>
public static unsafe class Elementwise
{
    /// <summary>y[row, column] = map(x[row, column], operands). y may lie exactly where x or an operand lies.</summary>
    /// <param name="workers">Share the work.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="x">The primary input, read densely; its row stride may be 0.</param>
    /// <param name="y">The result.</param>
    /// <param name="yRowStride">Elements from one row of the result to the next.</param>
    public static void Run<TMap>(
        Workers workers, int rows, int columns, in Operand x, Span<float> y, int yRowStride,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default, in Operand p3 = default, in Operand p4 = default, in Operand p5 = default, in Operand p6 = default)
        where TMap : struct, IMap
    {
        if (rows <= 0 || columns <= 0)
            return;
        fixed (float* source = x.Data, target = y, d0 = p0.Data, d1 = p1.Data, d2 = p2.Data, d3 = p3.Data, d4 = p4.Data, d5 = p5.Data, d6 = p6.Data)
        {
            Operands operands = default;
            operands.Set(0, d0, p0.RowStride);
            operands.Set(1, d1, p1.RowStride);
            operands.Set(2, d2, p2.RowStride);
            operands.Set(3, d3, p3.RowStride);
            operands.Set(4, d4, p4.RowStride);
            operands.Set(5, d5, p5.RowStride);
            operands.Set(6, d6, p6.RowStride);
            ElementwiseBody<TMap>.Run(workers, source, x.RowStride, target, yRowStride, operands, rows, columns);
        }
    }

    /// <summary>The same with one operand; where rows are few and short, handing over the others would take longer than the work.</summary>
    public static void Run<TMap>(Workers workers, int rows, int columns, in Operand x, Span<float> y, int yRowStride, in Operand p0)
        where TMap : struct, IMap
    {
        if (rows <= 0 || columns <= 0)
            return;
        fixed (float* source = x.Data, target = y, d0 = p0.Data)
        {
            Operands operands = default;
            operands.Set(0, d0, p0.RowStride);
            ElementwiseBody<TMap>.Run(workers, source, x.RowStride, target, yRowStride, operands, rows, columns);
        }
    }

    /// <summary>The same over the lines of a shape, whose lines have one row each.</summary>
    /// <param name="workers">Share the work.</param>
    /// <param name="shape">The axes, and the strides of the result.</param>
    /// <param name="x">The primary input, read densely; its rows are the lines.</param>
    /// <param name="y">The result.</param>
    public static void RunLines<TMap>(
        Workers workers, in RowShape shape, in Operand x, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default, in Operand p3 = default, in Operand p4 = default, in Operand p5 = default, in Operand p6 = default)
        where TMap : struct, IMap
    {
        for (nint i = 0; i < shape.Outer0; i++)
        {
            for (nint j = 0; j < shape.Outer1; j++)
            {
                Run<TMap>(
                    workers, (int)shape.Lines, (int)shape.Columns, x.At(i, j), y[(int)((i * shape.YOuter0) + (j * shape.YOuter1))..], (int)shape.YLine,
                    p0.At(i, j), p1.At(i, j), p2.At(i, j), p3.At(i, j), p4.At(i, j), p5.At(i, j), p6.At(i, j));
            }
        }
    }
}

/// <summary>Rows, or pieces of few long rows, as parts of a parallel loop.</summary>
readonly unsafe struct ElementwiseBody<TMap>(float* x, nint xRow, float* y, nint yRow, Operands operands, int rows, int columns) : IParallelBody
    where TMap : struct, IMap
{
    const int PartElements = 1 << 14;

    readonly int rowsOfPart = Math.Max(1, PartElements / columns);
    readonly int columnParts = columns > 2 * PartElements ? columns / PartElements : 1;

    int Parts => (rows + rowsOfPart - 1) / rowsOfPart * columnParts;

    /// <summary>Applies the function to rows; workers share what is large.</summary>
    /// <param name="x">The primary input; null for none.</param>
    public static void Run(Workers workers, float* x, nint xRow, float* y, nint yRow, in Operands p, int rows, int columns)
    {
        if ((long)rows * columns < 2 * PartElements)
        {
            Rows(x, xRow, y, yRow, p, rows, 0, columns);
            return;
        }
        ElementwiseBody<TMap> body = new(x, xRow, y, yRow, p, rows, columns);
        workers.For(ref body, body.Parts);
    }

    public void Invoke(int part)
    {
        (int rowPart, int columnPart) = Math.DivRem(part, columnParts);
        int first = rowPart * rowsOfPart;
        // Pieces begin at multiples of the widest vector.
        int start = (int)((long)columns * columnPart / columnParts) & ~15;
        int end = columnPart == columnParts - 1 ? columns : (int)((long)columns * (columnPart + 1) / columnParts) & ~15;
        Operands p = operands;
        p.Advance(first);
        Rows(x == null ? null : x + (first * xRow), x == null ? 0 : xRow, y + (first * yRow), yRow, p, Math.Min(rowsOfPart, rows - first), start, end);
    }

    /// <summary>Applies the function to some columns of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows(float* x, nint xRow, float* y, nint yRow, in Operands p, nint rows, nint start, nint end)
    {
        nint width = end - start;
        if (Vector512.IsHardwareAccelerated && width >= Vector512<float>.Count)
            Rows512(x, xRow, y, yRow, p, rows, start, end);
        else if (Vector256.IsHardwareAccelerated && width >= Vector256<float>.Count)
            Rows256(x, xRow, y, yRow, p, rows, start, end);
        else if (Vector128.IsHardwareAccelerated && width >= Vector128<float>.Count)
            Rows128(x, xRow, y, yRow, p, rows, start, end);
        else
            RowsScalar(x, xRow, y, yRow, p, rows, start, end);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Rows512(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        nint last = end - Vector512<float>.Count;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector512<float> tail = TMap.Invoke(x == null ? default : *(Vector512<float>*)(x + last), p, last);
            for (nint i = start; i < last; i += Vector512<float>.Count)
                *(Vector512<float>*)(y + i) = TMap.Invoke(x == null ? default : *(Vector512<float>*)(x + i), p, i);
            *(Vector512<float>*)(y + last) = tail;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Rows256(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        nint last = end - Vector256<float>.Count;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector256<float> tail = TMap.Invoke(x == null ? default : *(Vector256<float>*)(x + last), p, last);
            for (nint i = start; i < last; i += Vector256<float>.Count)
                *(Vector256<float>*)(y + i) = TMap.Invoke(x == null ? default : *(Vector256<float>*)(x + i), p, i);
            *(Vector256<float>*)(y + last) = tail;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Rows128(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        nint last = end - Vector128<float>.Count;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector128<float> tail = TMap.Invoke(x == null ? default : *(Vector128<float>*)(x + last), p, last);
            for (nint i = start; i < last; i += Vector128<float>.Count)
                *(Vector128<float>*)(y + i) = TMap.Invoke(x == null ? default : *(Vector128<float>*)(x + i), p, i);
            *(Vector128<float>*)(y + last) = tail;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void RowsScalar(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
            for (nint i = start; i < end; i++)
                y[i] = TMap.Invoke(x == null ? 0 : x[i], p, i);
    }
}
