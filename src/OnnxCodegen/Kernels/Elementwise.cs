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
        Workers workers, int rows, int columns, Operand x, Span<float> y, int yRowStride,
        Operand p0 = default, Operand p1 = default, Operand p2 = default, Operand p3 = default, Operand p4 = default, Operand p5 = default, Operand p6 = default)
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
            ElementwiseBody<TMap> body = new(source, x.RowStride, target, yRowStride, operands, rows, columns);
            if ((long)rows * columns < 2 * ElementwiseBody<TMap>.PartElements)
                body.Invoke(0, rows, 0, columns);
            else
                workers.For(ref body, body.Parts);
        }
    }
}

/// <summary>Rows, or pieces of few long rows, as parts of a parallel loop.</summary>
unsafe struct ElementwiseBody<TMap>(float* x, nint xRow, float* y, nint yRow, Operands operands, int rows, int columns) : IParallelBody
    where TMap : struct, IMap
{
    public const int PartElements = 1 << 14;

    readonly int rowsOfPart = Math.Max(1, PartElements / columns);
    readonly int columnParts = columns > 2 * PartElements ? columns / PartElements : 1;

    public readonly int Parts => (rows + rowsOfPart - 1) / rowsOfPart * columnParts;

    public readonly void Invoke(int part)
    {
        (int rowPart, int columnPart) = Math.DivRem(part, columnParts);
        int first = rowPart * rowsOfPart;
        // Pieces begin at multiples of the widest vector.
        int start = (int)((long)columns * columnPart / columnParts) & ~15;
        int end = columnPart == columnParts - 1 ? columns : (int)((long)columns * (columnPart + 1) / columnParts) & ~15;
        Invoke(first, Math.Min(rows, first + rowsOfPart), start, end);
    }

    public readonly void Invoke(int first, int end, int startColumn, int endColumn)
    {
        Operands p = operands;
        p.Advance(first);
        float* source = x + (first * xRow), target = y + (first * yRow);
        int width = endColumn - startColumn;
        if (Vector512.IsHardwareAccelerated && width >= Vector512<float>.Count)
            Rows512(source, target, p, end - first, startColumn, endColumn);
        else if (Vector256.IsHardwareAccelerated && width >= Vector256<float>.Count)
            Rows256(source, target, p, end - first, startColumn, endColumn);
        else if (Vector128.IsHardwareAccelerated && width >= Vector128<float>.Count)
            Rows128(source, target, p, end - first, startColumn, endColumn);
        else
            RowsScalar(source, target, p, end - first, startColumn, endColumn);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Rows512(float* source, float* target, Operands p, int count, nint start, nint end)
    {
        nint last = end - Vector512<float>.Count;
        for (int row = 0; row < count; row++, source += xRow, target += yRow, p.Advance())
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector512<float> tail = TMap.Invoke(source == null ? default : *(Vector512<float>*)(source + last), p, last);
            for (nint i = start; i < last; i += Vector512<float>.Count)
                *(Vector512<float>*)(target + i) = TMap.Invoke(source == null ? default : *(Vector512<float>*)(source + i), p, i);
            *(Vector512<float>*)(target + last) = tail;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Rows256(float* source, float* target, Operands p, int count, nint start, nint end)
    {
        nint last = end - Vector256<float>.Count;
        for (int row = 0; row < count; row++, source += xRow, target += yRow, p.Advance())
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector256<float> tail = TMap.Invoke(source == null ? default : *(Vector256<float>*)(source + last), p, last);
            for (nint i = start; i < last; i += Vector256<float>.Count)
                *(Vector256<float>*)(target + i) = TMap.Invoke(source == null ? default : *(Vector256<float>*)(source + i), p, i);
            *(Vector256<float>*)(target + last) = tail;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Rows128(float* source, float* target, Operands p, int count, nint start, nint end)
    {
        nint last = end - Vector128<float>.Count;
        for (int row = 0; row < count; row++, source += xRow, target += yRow, p.Advance())
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector128<float> tail = TMap.Invoke(source == null ? default : *(Vector128<float>*)(source + last), p, last);
            for (nint i = start; i < last; i += Vector128<float>.Count)
                *(Vector128<float>*)(target + i) = TMap.Invoke(source == null ? default : *(Vector128<float>*)(source + i), p, i);
            *(Vector128<float>*)(target + last) = tail;
        }
    }
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void RowsScalar(float* source, float* target, Operands p, int count, nint start, nint end)
    {
        for (int row = 0; row < count; row++, source += xRow, target += yRow, p.Advance())
            for (nint i = start; i < end; i++)
                target[i] = TMap.Invoke(source == null ? 0 : source[i], p, i);
    }
}
