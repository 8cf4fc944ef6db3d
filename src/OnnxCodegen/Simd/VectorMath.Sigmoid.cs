using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

public static partial class VectorMath
{
    /// <summary>1 / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => 1f / OnePlusExpOfMinus(x);

    /// <summary>1 / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x) => Vector128<float>.One / OnePlusExpOfMinus(x);

    /// <summary>1 / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Vector256<float>.One / OnePlusExpOfMinus(x);

    /// <summary>1 / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / OnePlusExpOfMinus(x);

    /// <summary>x / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Silu(float x) => x / OnePlusExpOfMinus(x);

    /// <summary>x / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Silu(Vector128<float> x) => x / OnePlusExpOfMinus(x);

    /// <summary>x / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Silu(Vector256<float> x) => x / OnePlusExpOfMinus(x);

    /// <summary>x / (1 + e^−x), relative error below 5e-7 where |x| ≤ 25, below 2e-6 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Silu(Vector512<float> x) => x / OnePlusExpOfMinus(x);

    /// <summary>1 + e^−x. One step reduces the argument: what the constant lacks is lost beside the 1 or where the sum is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float OnePlusExpOfMinus(float x)
    {
        float bounded = Bounds.Clamp(x, -104f, 104f);
        float n = MathF.Round(bounded * -Log2OfE);
        return 1f + PowerOfTwo(Rest(bounded, -Log2OfE, n), n);
    }

    /// <summary>1 + e^−x. One step reduces the argument: what the constant lacks is lost beside the 1 or where the sum is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> OnePlusExpOfMinus(Vector128<float> x)
    {
        Vector128<float> bounded = Bounds.Clamp(x, -104f, 104f);
        Vector128<float> n = Vector128.Round(bounded * Vector128.Create(-Log2OfE));
        return Vector128<float>.One + PowerOfTwo(Rest(bounded, Vector128.Create(-Log2OfE), n), n);
    }

    /// <summary>1 + e^−x. One step reduces the argument: what the constant lacks is lost beside the 1 or where the sum is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> OnePlusExpOfMinus(Vector256<float> x)
    {
        Vector256<float> bounded = Bounds.Clamp(x, -104f, 104f);
        Vector256<float> n = Vector256.Round(bounded * Vector256.Create(-Log2OfE));
        return Vector256<float>.One + PowerOfTwo(Rest(bounded, Vector256.Create(-Log2OfE), n), n);
    }

    /// <summary>1 + e^−x. One step reduces the argument: what the constant lacks is lost beside the 1 or where the sum is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> OnePlusExpOfMinus(Vector512<float> x)
    {
        Vector512<float> bounded = Bounds.Clamp(x, -104f, 104f);
        Vector512<float> n = Vector512.Round(bounded * Vector512.Create(-Log2OfE));
        return Vector512<float>.One + PowerOfTwo(Rest(bounded, Vector512.Create(-Log2OfE), n), n);
    }
}
