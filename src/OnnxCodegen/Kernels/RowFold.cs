using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Folds a function of a line into one number, and stores the function where there is a result for it.</summary>
static unsafe class RowFold<TMap, TFold>
    where TMap : struct, IMap
    where TFold : struct, IFold
{
    /// <summary>The fold of rows, long ones in parts of fixed lengths that workers share.</summary>
    /// <param name="y">Receives the function; null where it is not wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(Workers workers, float* x, nint xRow, float* y, nint yRow, in Operands p, nint rows, nint columns) =>
        rows * columns < LongRowFold<TMap, TFold>.Length
            ? Rows(x, xRow, y, y == null ? 0 : yRow, p, rows, 0, columns)
            : LongRowFold<TMap, TFold>.Of(workers, x, xRow, y, y == null ? 0 : yRow, p, rows, columns);

    /// <summary>The fold of some columns of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rows(float* x, nint xRow, float* y, nint yRow, in Operands p, nint rows, nint start, nint end)
    {
        nint width = end - start;
        if (Vector512.IsHardwareAccelerated && width >= Vector512<float>.Count)
            return Rows512(x, xRow, y, yRow, p, rows, start, end);
        if (Vector256.IsHardwareAccelerated && width >= Vector256<float>.Count)
            return Rows256(x, xRow, y, yRow, p, rows, start, end);
        if (Vector128.IsHardwareAccelerated && width >= Vector128<float>.Count)
            return Rows128(x, xRow, y, yRow, p, rows, start, end);
        return RowsScalar(x, xRow, y, yRow, p, rows, start, end);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float Rows512(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        nint last = end - Vector512<float>.Count;
        Vector512<float> identity = Vector512.Create(TFold.Identity);
        // Four folds in turn: one alone would wait for itself.
        Vector512<float> a = identity, b = identity, c = identity, d = identity;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector512<float> tail = TMap.Invoke(*(Vector512<float>*)(x + last), p, last);
            nint i = start;
            for (; i < last; i += Vector512<float>.Count)
            {
                Vector512<float> mapped = TMap.Invoke(*(Vector512<float>*)(x + i), p, i);
                if (y != null)
                    *(Vector512<float>*)(y + i) = mapped;
                Vector512<float> fold = TFold.Combine(a, mapped);
                a = b;
                b = c;
                c = d;
                d = fold;
            }
            if (y != null)
                *(Vector512<float>*)(y + last) = tail;
            Vector512<float> isNew = Vector512.GreaterThanOrEqual(Vector512<float>.Indices, Vector512.Create((float)(i - last)));
            a = TFold.Combine(a, Vector512.ConditionalSelect(isNew, tail, identity));
        }
        return LaneFold<TFold>.Of(TFold.Combine(TFold.Combine(a, b), TFold.Combine(c, d)));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float Rows256(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        nint last = end - Vector256<float>.Count;
        Vector256<float> identity = Vector256.Create(TFold.Identity);
        // Four folds in turn: one alone would wait for itself.
        Vector256<float> a = identity, b = identity, c = identity, d = identity;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector256<float> tail = TMap.Invoke(*(Vector256<float>*)(x + last), p, last);
            nint i = start;
            for (; i < last; i += Vector256<float>.Count)
            {
                Vector256<float> mapped = TMap.Invoke(*(Vector256<float>*)(x + i), p, i);
                if (y != null)
                    *(Vector256<float>*)(y + i) = mapped;
                Vector256<float> fold = TFold.Combine(a, mapped);
                a = b;
                b = c;
                c = d;
                d = fold;
            }
            if (y != null)
                *(Vector256<float>*)(y + last) = tail;
            Vector256<float> isNew = Vector256.GreaterThanOrEqual(Vector256<float>.Indices, Vector256.Create((float)(i - last)));
            a = TFold.Combine(a, Vector256.ConditionalSelect(isNew, tail, identity));
        }
        return LaneFold<TFold>.Of(TFold.Combine(TFold.Combine(a, b), TFold.Combine(c, d)));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float Rows128(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        nint last = end - Vector128<float>.Count;
        Vector128<float> identity = Vector128.Create(TFold.Identity);
        // Four folds in turn: one alone would wait for itself.
        Vector128<float> a = identity, b = identity, c = identity, d = identity;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector128<float> tail = TMap.Invoke(*(Vector128<float>*)(x + last), p, last);
            nint i = start;
            for (; i < last; i += Vector128<float>.Count)
            {
                Vector128<float> mapped = TMap.Invoke(*(Vector128<float>*)(x + i), p, i);
                if (y != null)
                    *(Vector128<float>*)(y + i) = mapped;
                Vector128<float> fold = TFold.Combine(a, mapped);
                a = b;
                b = c;
                c = d;
                d = fold;
            }
            if (y != null)
                *(Vector128<float>*)(y + last) = tail;
            Vector128<float> isNew = Vector128.GreaterThanOrEqual(Vector128<float>.Indices, Vector128.Create((float)(i - last)));
            a = TFold.Combine(a, Vector128.ConditionalSelect(isNew, tail, identity));
        }
        return LaneFold<TFold>.Of(TFold.Combine(TFold.Combine(a, b), TFold.Combine(c, d)));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float RowsScalar(float* x, nint xRow, float* y, nint yRow, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        ref Operands p = ref Operands.ToMove(operands, &copy, rows > 1);
        float fold = TFold.Identity;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(row < rows))
        {
            for (nint i = start; i < end; i++)
            {
                float mapped = TMap.Invoke(x[i], p, i);
                if (y != null)
                    y[i] = mapped;
                fold = TFold.Combine(fold, mapped);
            }
        }
        return fold;
    }
}

/// <summary>Parts of a long line, whose folds are joined in their order.</summary>
readonly unsafe struct LongRowFold<TMap, TFold>(
    float* x, nint xRow, float* y, nint yRow, Operands operands, nint rows, nint columns, nint rowsOfPart, nint columnParts, float* folds) : IParallelBody
    where TMap : struct, IMap
    where TFold : struct, IFold
{
    /// <summary>The elements from which on a line is cut.</summary>
    public const int Length = 1 << 16;

    const int MaximumParts = 256;

    public static float Of(Workers workers, float* x, nint xRow, float* y, nint yRow, in Operands p, nint rows, nint columns)
    {
        nint partElements = Math.Max(Length / 2, rows * columns / (MaximumParts / 2));
        nint rowsOfPart = Math.Max(1, partElements / columns);
        nint columnParts = Math.Max(1, columns / partElements);
        int parts = (int)((rows + rowsOfPart - 1) / rowsOfPart * columnParts);
        float* folds = stackalloc float[parts];
        LongRowFold<TMap, TFold> body = new(x, xRow, y, yRow, p, rows, columns, rowsOfPart, columnParts, folds);
        workers.For(ref body, parts);
        float fold = TFold.Identity;
        for (int part = 0; part < parts; part++)
            fold = TFold.Combine(fold, folds[part]);
        return fold;
    }

    public void Invoke(int part)
    {
        (nint rowPart, nint columnPart) = Math.DivRem(part, columnParts);
        nint first = rowPart * rowsOfPart;
        // Pieces begin at multiples of the widest vector.
        nint start = columns * columnPart / columnParts & ~15;
        nint end = columnPart == columnParts - 1 ? columns : columns * (columnPart + 1) / columnParts & ~15;
        Operands p = operands;
        p.Advance(first);
        folds[part] = RowFold<TMap, TFold>.Rows(
            x + (first * xRow), xRow, y == null ? null : y + (first * yRow), yRow, p, Math.Min(rowsOfPart, rows - first), start, end);
    }
}
