using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <content>Folds whose operands are the same for all rows.</content>
static unsafe partial class ColumnFold<TMap, TFold>
{
    /// <summary>Folds without a result and with the same operands for all rows: some columns at a time, whose folds stay in registers.</summary>
    static void FoldHeld(float* x, nint xRow, float* folds, in Operands p, nint rows, nint start, nint end)
    {
        nint width = end - start;
        if (Vector512.IsHardwareAccelerated && width >= Vector512<float>.Count)
            FoldHeld512(x, xRow, folds, p, rows, start, end);
        else if (Vector256.IsHardwareAccelerated && width >= Vector256<float>.Count)
            FoldHeld256(x, xRow, folds, p, rows, start, end);
        else
            FoldHeld128(x, xRow, folds, p, rows, start, end);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void FoldHeld512(float* x, nint xRow, float* folds, in Operands p, nint rows, nint start, nint end)
    {
        nint width = Vector512<float>.Count, last = end - width;
        // The last vector overlaps the one before it: computed first and stored last.
        Vector512<float> tail = FoldColumns512(x + last, xRow, *(Vector512<float>*)(folds + last), p, rows, last);
        nint i = start;
        for (; i <= last - (4 * width); i += 4 * width)
        {
            float* fold = folds + i, at = x + i;
            Vector512<float> a = *(Vector512<float>*)fold, b = *(Vector512<float>*)(fold + width);
            Vector512<float> c = *(Vector512<float>*)(fold + (2 * width)), d = *(Vector512<float>*)(fold + (3 * width));
            for (nint row = 0; row < rows; row++, at += xRow)
            {
                a = TFold.Combine(a, TMap.Invoke(*(Vector512<float>*)at, p, i));
                b = TFold.Combine(b, TMap.Invoke(*(Vector512<float>*)(at + width), p, i + width));
                c = TFold.Combine(c, TMap.Invoke(*(Vector512<float>*)(at + (2 * width)), p, i + (2 * width)));
                d = TFold.Combine(d, TMap.Invoke(*(Vector512<float>*)(at + (3 * width)), p, i + (3 * width)));
            }
            *(Vector512<float>*)fold = a;
            *(Vector512<float>*)(fold + width) = b;
            *(Vector512<float>*)(fold + (2 * width)) = c;
            *(Vector512<float>*)(fold + (3 * width)) = d;
        }
        for (; i < last; i += width)
            *(Vector512<float>*)(folds + i) = FoldColumns512(x + i, xRow, *(Vector512<float>*)(folds + i), p, rows, i);
        *(Vector512<float>*)(folds + last) = tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> FoldColumns512(float* x, nint xRow, Vector512<float> fold, in Operands p, nint rows, nint column)
    {
        for (nint row = 0; row < rows; row++, x += xRow)
            fold = TFold.Combine(fold, TMap.Invoke(*(Vector512<float>*)x, p, column));
        return fold;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void FoldHeld256(float* x, nint xRow, float* folds, in Operands p, nint rows, nint start, nint end)
    {
        nint width = Vector256<float>.Count, last = end - width;
        // The last vector overlaps the one before it: computed first and stored last.
        Vector256<float> tail = FoldColumns256(x + last, xRow, *(Vector256<float>*)(folds + last), p, rows, last);
        nint i = start;
        for (; i <= last - (4 * width); i += 4 * width)
        {
            float* fold = folds + i, at = x + i;
            Vector256<float> a = *(Vector256<float>*)fold, b = *(Vector256<float>*)(fold + width);
            Vector256<float> c = *(Vector256<float>*)(fold + (2 * width)), d = *(Vector256<float>*)(fold + (3 * width));
            for (nint row = 0; row < rows; row++, at += xRow)
            {
                a = TFold.Combine(a, TMap.Invoke(*(Vector256<float>*)at, p, i));
                b = TFold.Combine(b, TMap.Invoke(*(Vector256<float>*)(at + width), p, i + width));
                c = TFold.Combine(c, TMap.Invoke(*(Vector256<float>*)(at + (2 * width)), p, i + (2 * width)));
                d = TFold.Combine(d, TMap.Invoke(*(Vector256<float>*)(at + (3 * width)), p, i + (3 * width)));
            }
            *(Vector256<float>*)fold = a;
            *(Vector256<float>*)(fold + width) = b;
            *(Vector256<float>*)(fold + (2 * width)) = c;
            *(Vector256<float>*)(fold + (3 * width)) = d;
        }
        for (; i < last; i += width)
            *(Vector256<float>*)(folds + i) = FoldColumns256(x + i, xRow, *(Vector256<float>*)(folds + i), p, rows, i);
        *(Vector256<float>*)(folds + last) = tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> FoldColumns256(float* x, nint xRow, Vector256<float> fold, in Operands p, nint rows, nint column)
    {
        for (nint row = 0; row < rows; row++, x += xRow)
            fold = TFold.Combine(fold, TMap.Invoke(*(Vector256<float>*)x, p, column));
        return fold;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void FoldHeld128(float* x, nint xRow, float* folds, in Operands p, nint rows, nint start, nint end)
    {
        nint width = Vector128<float>.Count, last = end - width;
        // The last vector overlaps the one before it: computed first and stored last.
        Vector128<float> tail = FoldColumns128(x + last, xRow, *(Vector128<float>*)(folds + last), p, rows, last);
        nint i = start;
        for (; i <= last - (4 * width); i += 4 * width)
        {
            float* fold = folds + i, at = x + i;
            Vector128<float> a = *(Vector128<float>*)fold, b = *(Vector128<float>*)(fold + width);
            Vector128<float> c = *(Vector128<float>*)(fold + (2 * width)), d = *(Vector128<float>*)(fold + (3 * width));
            for (nint row = 0; row < rows; row++, at += xRow)
            {
                a = TFold.Combine(a, TMap.Invoke(*(Vector128<float>*)at, p, i));
                b = TFold.Combine(b, TMap.Invoke(*(Vector128<float>*)(at + width), p, i + width));
                c = TFold.Combine(c, TMap.Invoke(*(Vector128<float>*)(at + (2 * width)), p, i + (2 * width)));
                d = TFold.Combine(d, TMap.Invoke(*(Vector128<float>*)(at + (3 * width)), p, i + (3 * width)));
            }
            *(Vector128<float>*)fold = a;
            *(Vector128<float>*)(fold + width) = b;
            *(Vector128<float>*)(fold + (2 * width)) = c;
            *(Vector128<float>*)(fold + (3 * width)) = d;
        }
        for (; i < last; i += width)
            *(Vector128<float>*)(folds + i) = FoldColumns128(x + i, xRow, *(Vector128<float>*)(folds + i), p, rows, i);
        *(Vector128<float>*)(folds + last) = tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> FoldColumns128(float* x, nint xRow, Vector128<float> fold, in Operands p, nint rows, nint column)
    {
        for (nint row = 0; row < rows; row++, x += xRow)
            fold = TFold.Combine(fold, TMap.Invoke(*(Vector128<float>*)x, p, column));
        return fold;
    }
}
