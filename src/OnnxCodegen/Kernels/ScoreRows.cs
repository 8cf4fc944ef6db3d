using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>The passes of softmax over a row of scores in memory that is padded to whole vectors of 16 floats.</summary>
static unsafe class ScoreRows<TScore>
    where TScore : struct, IMap
{
    const int Padding = 16;

    /// <summary>Replaces the scores by their map and what follows to the end of the padding by −∞; gives the greatest.</summary>
    public static float MapMax(float* x, nint n, in Operands p)
    {
        nint end = (n + Padding - 1) & ~(Padding - 1);
        for (nint i = n; i < end; i++)
            x[i] = float.NegativeInfinity;
        if (Vector512.IsHardwareAccelerated && n >= Vector512<float>.Count)
            return MapMax512(x, n, p);
        if (Vector256.IsHardwareAccelerated && n >= Vector256<float>.Count)
            return MapMax256(x, n, p);
        if (Vector128.IsHardwareAccelerated && n >= Vector128<float>.Count)
            return MapMax128(x, n, p);
        float max = float.NegativeInfinity;
        for (nint i = 0; i < n; i++)
        {
            x[i] = TScore.Invoke(x[i], p, i);
            max = MathF.Max(max, x[i]);
        }
        return max;
    }

    /// <summary>Replaces the scores by e^(x − shift), to the end of the padding; gives their sum.</summary>
    public static float ExpSum(float* x, nint n, float shift)
    {
        nint end = (n + Padding - 1) & ~(Padding - 1);
        if (Vector512.IsHardwareAccelerated)
            return ExpSum512(x, end, shift);
        if (Vector256.IsHardwareAccelerated)
            return ExpSum256(x, end, shift);
        if (Vector128.IsHardwareAccelerated)
            return ExpSum128(x, end, shift);
        float sum = 0;
        for (nint i = 0; i < n; i++)
            sum += x[i] = VectorMath.Exp(x[i] - shift);
        return sum;
    }

    /// <summary>Multiplies a row by a factor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* y, nint n, float factor)
    {
        nint i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            *(Vector<float>*)(y + i) *= factor;
        for (; i < n; i++)
            y[i] *= factor;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float MapMax512(float* x, nint n, in Operands p)
    {
        // The last vector overlaps the one before it: computed first and stored last, every score is mapped once.
        nint last = n - Vector512<float>.Count;
        Vector512<float> tail = TScore.Invoke(*(Vector512<float>*)(x + last), p, last), max = tail;
        for (nint i = 0; i < last; i += Vector512<float>.Count)
        {
            Vector512<float> mapped = TScore.Invoke(*(Vector512<float>*)(x + i), p, i);
            *(Vector512<float>*)(x + i) = mapped;
            max = Vector512.MaxNative(max, mapped);
        }
        *(Vector512<float>*)(x + last) = tail;
        return Max(Vector256.MaxNative(max.GetLower(), max.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float MapMax256(float* x, nint n, in Operands p)
    {
        nint last = n - Vector256<float>.Count;
        Vector256<float> tail = TScore.Invoke(*(Vector256<float>*)(x + last), p, last), max = tail;
        for (nint i = 0; i < last; i += Vector256<float>.Count)
        {
            Vector256<float> mapped = TScore.Invoke(*(Vector256<float>*)(x + i), p, i);
            *(Vector256<float>*)(x + i) = mapped;
            max = Vector256.MaxNative(max, mapped);
        }
        *(Vector256<float>*)(x + last) = tail;
        return Max(max);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float MapMax128(float* x, nint n, in Operands p)
    {
        nint last = n - Vector128<float>.Count;
        Vector128<float> tail = TScore.Invoke(*(Vector128<float>*)(x + last), p, last), max = tail;
        for (nint i = 0; i < last; i += Vector128<float>.Count)
        {
            Vector128<float> mapped = TScore.Invoke(*(Vector128<float>*)(x + i), p, i);
            *(Vector128<float>*)(x + i) = mapped;
            max = Vector128.MaxNative(max, mapped);
        }
        *(Vector128<float>*)(x + last) = tail;
        return Max(max);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float ExpSum512(float* x, nint end, float shift)
    {
        Vector512<float> subtracted = Vector512.Create(shift), sum = default;
        for (nint i = 0; i < end; i += Vector512<float>.Count)
        {
            Vector512<float> power = VectorMath.Exp(*(Vector512<float>*)(x + i) - subtracted);
            *(Vector512<float>*)(x + i) = power;
            sum += power;
        }
        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float ExpSum256(float* x, nint end, float shift)
    {
        Vector256<float> subtracted = Vector256.Create(shift), sum = default;
        for (nint i = 0; i < end; i += Vector256<float>.Count)
        {
            Vector256<float> power = VectorMath.Exp(*(Vector256<float>*)(x + i) - subtracted);
            *(Vector256<float>*)(x + i) = power;
            sum += power;
        }
        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float ExpSum128(float* x, nint end, float shift)
    {
        Vector128<float> subtracted = Vector128.Create(shift), sum = default;
        for (nint i = 0; i < end; i += Vector128<float>.Count)
        {
            Vector128<float> power = VectorMath.Exp(*(Vector128<float>*)(x + i) - subtracted);
            *(Vector128<float>*)(x + i) = power;
            sum += power;
        }
        return Vector128.Sum(sum);
    }

    static float Max(Vector256<float> x) => Max(Vector128.MaxNative(x.GetLower(), x.GetUpper()));

    static float Max(Vector128<float> x) => MathF.Max(MathF.Max(x[0], x[1]), MathF.Max(x[2], x[3]));
}
