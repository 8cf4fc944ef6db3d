using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxCodegen.Simd;

/// <summary>Elementary functions of floats, one by one and in vectors of every width, with the same results.</summary>
public static partial class VectorMath
{
    const float Log2OfE = 1.44269502f;

    /// <summary>What <see cref="Log2OfE"/> lacks.</summary>
    const float Log2OfERest = 1.92596303e-8f;

    /// <summary>e^x with an error of at most two units in the last place; overflow gives ∞, underflow 0 by way of denormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x)
    {
        float bounded = Bounds.Clamp(x, -104f, 89f);
        float n = MathF.Round(bounded * Log2OfE);
        float f = Rest(bounded, Log2OfE, n);
        return PowerOfTwo(MathF.FusedMultiplyAdd(bounded, Log2OfERest, f), n);
    }

    /// <summary>e^x with an error of at most two units in the last place; overflow gives ∞, underflow 0 by way of denormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x)
    {
        Vector128<float> bounded = Bounds.Clamp(x, -104f, 89f);
        Vector128<float> n = Vector128.Round(bounded * Vector128.Create(Log2OfE));
        Vector128<float> f = Rest(bounded, Vector128.Create(Log2OfE), n);
        return PowerOfTwo(Vector128.FusedMultiplyAdd(bounded, Vector128.Create(Log2OfERest), f), n);
    }

    /// <summary>e^x with an error of at most two units in the last place; overflow gives ∞, underflow 0 by way of denormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> bounded = Bounds.Clamp(x, -104f, 89f);
        Vector256<float> n = Vector256.Round(bounded * Vector256.Create(Log2OfE));
        Vector256<float> f = Rest(bounded, Vector256.Create(Log2OfE), n);
        return PowerOfTwo(Vector256.FusedMultiplyAdd(bounded, Vector256.Create(Log2OfERest), f), n);
    }

    /// <summary>e^x with an error of at most two units in the last place; overflow gives ∞, underflow 0 by way of denormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> bounded = Bounds.Clamp(x, -104f, 89f);
        Vector512<float> n = Vector512.Round(bounded * Vector512.Create(Log2OfE));
        Vector512<float> f = Rest(bounded, Vector512.Create(Log2OfE), n);
        return PowerOfTwo(Vector512.FusedMultiplyAdd(bounded, Vector512.Create(Log2OfERest), f), n);
    }

    /// <summary>a · b − n, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float Rest(float a, float b, float n) => MathF.FusedMultiplyAdd(a, b, -n);

    /// <summary>a · b − n, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Rest(Vector128<float> a, Vector128<float> b, Vector128<float> n) => Vector128.FusedMultiplyAdd(a, b, -n);

    /// <summary>a · b − n, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Rest(Vector256<float> a, Vector256<float> b, Vector256<float> n) => Vector256.FusedMultiplyAdd(a, b, -n);

    /// <summary>a · b − n, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Rest(Vector512<float> a, Vector512<float> b, Vector512<float> n) => Avx512F.IsSupported
        ? Avx512F.FusedMultiplySubtract(a, b, n)
        : Vector512.FusedMultiplyAdd(a, b, -n);

    /// <summary>2^(f + n) for |f| ≤ ½ and a whole n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float PowerOfTwo(float f, float n)
    {
        float p = MathF.FusedMultiplyAdd(0.000153293426f, f, 0.00133909751f);
        p = MathF.FusedMultiplyAdd(p, f, 0.00961849932f);
        p = MathF.FusedMultiplyAdd(p, f, 0.0555035956f);
        p = MathF.FusedMultiplyAdd(p, f, 0.240226477f);
        p = MathF.FusedMultiplyAdd(p, f, 0.693147182f);
        p = MathF.FusedMultiplyAdd(p, f, 1f);
        int exponent = (int)n;
        int half = exponent >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>2^(f + n) for |f| ≤ ½ and a whole n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> PowerOfTwo(Vector128<float> f, Vector128<float> n)
    {
        Vector128<float> p = Vector128.FusedMultiplyAdd(Vector128.Create(0.000153293426f), f, Vector128.Create(0.00133909751f));
        p = Vector128.FusedMultiplyAdd(p, f, Vector128.Create(0.00961849932f));
        p = Vector128.FusedMultiplyAdd(p, f, Vector128.Create(0.0555035956f));
        p = Vector128.FusedMultiplyAdd(p, f, Vector128.Create(0.240226477f));
        p = Vector128.FusedMultiplyAdd(p, f, Vector128.Create(0.693147182f));
        p = Vector128.FusedMultiplyAdd(p, f, Vector128<float>.One);
        Vector128<int> exponent = Vector128.ConvertToInt32Native(n);
        Vector128<int> half = Vector128.ShiftRightArithmetic(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>2^(f + n) for |f| ≤ ½ and a whole n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> PowerOfTwo(Vector256<float> f, Vector256<float> n)
    {
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.Create(0.000153293426f), f, Vector256.Create(0.00133909751f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.00961849932f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.0555035956f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.240226477f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.693147182f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256<float>.One);
        Vector256<int> exponent = Vector256.ConvertToInt32Native(n);
        Vector256<int> half = Vector256.ShiftRightArithmetic(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>2^(f + n) for |f| ≤ ½ and a whole n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> PowerOfTwo(Vector512<float> f, Vector512<float> n)
    {
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(0.000153293426f), f, Vector512.Create(0.00133909751f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.00961849932f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.0555035956f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.240226477f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.693147182f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512<float>.One);
        if (Avx512F.IsSupported)
            return Avx512F.Scale(p, n);
        Vector512<int> exponent = Vector512.ConvertToInt32Native(n);
        Vector512<int> half = Vector512.ShiftRightArithmetic(exponent, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> PowerOfTwo(Vector128<int> exponent) => Vector128.ShiftLeft(exponent + Vector128.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> PowerOfTwo(Vector256<int> exponent) => Vector256.ShiftLeft(exponent + Vector256.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> PowerOfTwo(Vector512<int> exponent) => Vector512.ShiftLeft(exponent + Vector512.Create(127), 23).AsSingle();
}
