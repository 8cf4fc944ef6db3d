using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Folds a function of columns over rows, and stores the function where there is a result for it.</summary>
static unsafe partial class ColumnFold<TMap, TFold>
    where TMap : struct, IMap
    where TFold : struct, IFold
{
    /// <summary>Rows that are folded one after the other before their fold joins that of the rows before: it keeps sums of many rows
    /// accurate.</summary>
    const int Chunk = 256;

    /// <param name="y">Receives the function; null where it is not wanted.</param>
    /// <param name="folds">Receives the folds.</param>
    [SkipLocalsInit]
    public static void Run(float* x, nint xRow, float* y, nint yRow, float* folds, in Operands operands, nint rows, nint start, nint end)
    {
        Operands copy;
        bool moves = typeof(TMap) != typeof(Identity) && operands.Move;
        ref Operands p = ref Operands.ToMove(operands, &copy, moves);
        nint yStep = y == null ? 0 : yRow;
        new Span<float>(folds + start, (int)(end - start)).Fill(TFold.Identity);
        if (rows <= Chunk)
        {
            Rows(x, xRow, y, yStep, folds, ref p, moves, rows, start, end);
            return;
        }
        float* memory = stackalloc float[(int)(end - start)];
        float* chunk = memory - start;
        for (nint row = 0; row < rows; row += Chunk, x += Chunk * xRow, y += Chunk * yStep)
        {
            new Span<float>(chunk + start, (int)(end - start)).Fill(TFold.Identity);
            Rows(x, xRow, y, yStep, chunk, ref p, moves, Math.Min(Chunk, rows - row), start, end);
            for (nint i = start; i < end; i++)
                folds[i] = TFold.Combine(folds[i], chunk[i]);
        }
    }

    static void Rows(float* x, nint xRow, float* y, nint yRow, float* folds, ref Operands p, bool moves, nint rows, nint start, nint end)
    {
        nint width = end - start;
        if (y == null && !moves && width >= Vector128<float>.Count)
        {
            FoldHeld(x, xRow, folds, p, rows, start, end);
            return;
        }
        if (Vector512.IsHardwareAccelerated && width >= Vector512<float>.Count)
            Rows512(x, xRow, y, yRow, folds, ref p, moves, rows, start, end);
        else if (Vector256.IsHardwareAccelerated && width >= Vector256<float>.Count)
            Rows256(x, xRow, y, yRow, folds, ref p, moves, rows, start, end);
        else if (Vector128.IsHardwareAccelerated && width >= Vector128<float>.Count)
            Rows128(x, xRow, y, yRow, folds, ref p, moves, rows, start, end);
        else
            RowsScalar(x, xRow, y, yRow, folds, ref p, moves, rows, start, end);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Rows512(float* x, nint xRow, float* y, nint yRow, float* folds, ref Operands p, bool moves, nint rows, nint start, nint end)
    {
        nint last = end - Vector512<float>.Count;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(moves))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector512<float> tail = TMap.Invoke(*(Vector512<float>*)(x + last), p, last);
            Vector512<float> tailFold = TFold.Combine(*(Vector512<float>*)(folds + last), tail);
            for (nint i = start; i < last; i += Vector512<float>.Count)
            {
                Vector512<float> mapped = TMap.Invoke(*(Vector512<float>*)(x + i), p, i);
                if (y != null)
                    *(Vector512<float>*)(y + i) = mapped;
                *(Vector512<float>*)(folds + i) = TFold.Combine(*(Vector512<float>*)(folds + i), mapped);
            }
            if (y != null)
                *(Vector512<float>*)(y + last) = tail;
            *(Vector512<float>*)(folds + last) = tailFold;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Rows256(float* x, nint xRow, float* y, nint yRow, float* folds, ref Operands p, bool moves, nint rows, nint start, nint end)
    {
        nint last = end - Vector256<float>.Count;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(moves))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector256<float> tail = TMap.Invoke(*(Vector256<float>*)(x + last), p, last);
            Vector256<float> tailFold = TFold.Combine(*(Vector256<float>*)(folds + last), tail);
            for (nint i = start; i < last; i += Vector256<float>.Count)
            {
                Vector256<float> mapped = TMap.Invoke(*(Vector256<float>*)(x + i), p, i);
                if (y != null)
                    *(Vector256<float>*)(y + i) = mapped;
                *(Vector256<float>*)(folds + i) = TFold.Combine(*(Vector256<float>*)(folds + i), mapped);
            }
            if (y != null)
                *(Vector256<float>*)(y + last) = tail;
            *(Vector256<float>*)(folds + last) = tailFold;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Rows128(float* x, nint xRow, float* y, nint yRow, float* folds, ref Operands p, bool moves, nint rows, nint start, nint end)
    {
        nint last = end - Vector128<float>.Count;
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(moves))
        {
            // The last vector overlaps the one before it: computed first and stored last, it is right in place as well.
            Vector128<float> tail = TMap.Invoke(*(Vector128<float>*)(x + last), p, last);
            Vector128<float> tailFold = TFold.Combine(*(Vector128<float>*)(folds + last), tail);
            for (nint i = start; i < last; i += Vector128<float>.Count)
            {
                Vector128<float> mapped = TMap.Invoke(*(Vector128<float>*)(x + i), p, i);
                if (y != null)
                    *(Vector128<float>*)(y + i) = mapped;
                *(Vector128<float>*)(folds + i) = TFold.Combine(*(Vector128<float>*)(folds + i), mapped);
            }
            if (y != null)
                *(Vector128<float>*)(y + last) = tail;
            *(Vector128<float>*)(folds + last) = tailFold;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void RowsScalar(float* x, nint xRow, float* y, nint yRow, float* folds, ref Operands p, bool moves, nint rows, nint start, nint end)
    {
        for (nint row = 0; row < rows; row++, x += xRow, y += yRow, p.AdvanceIf(moves))
        {
            for (nint i = start; i < end; i++)
            {
                float mapped = TMap.Invoke(x[i], p, i);
                if (y != null)
                    y[i] = mapped;
                folds[i] = TFold.Combine(folds[i], mapped);
            }
        }
    }
}
