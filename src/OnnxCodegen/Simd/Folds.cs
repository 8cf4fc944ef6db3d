using System;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <summary>The sum.</summary>
public readonly struct Sum : IFold
{
    /// <inheritdoc/>
    public static float Identity => 0;

    /// <inheritdoc/>
    public static float Combine(float a, float b) => a + b;

    /// <inheritdoc/>
    public static Vector128<float> Combine(Vector128<float> a, Vector128<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => a + b;
}

/// <summary>The product.</summary>
public readonly struct Product : IFold
{
    /// <inheritdoc/>
    public static float Identity => 1;

    /// <inheritdoc/>
    public static float Combine(float a, float b) => a * b;

    /// <inheritdoc/>
    public static Vector128<float> Combine(Vector128<float> a, Vector128<float> b) => a * b;

    /// <inheritdoc/>
    public static Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => a * b;

    /// <inheritdoc/>
    public static Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => a * b;
}

/// <summary>The maximum; NaN where there is one.</summary>
public readonly struct Maximum : IFold
{
    /// <inheritdoc/>
    public static float Identity => float.NegativeInfinity;

    /// <inheritdoc/>
    public static float Combine(float a, float b) => MathF.Max(a, b);

    /// <inheritdoc/>
    public static Vector128<float> Combine(Vector128<float> a, Vector128<float> b) => Bounds.Max(a, b);

    /// <inheritdoc/>
    public static Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => Bounds.Max(a, b);

    /// <inheritdoc/>
    public static Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => Bounds.Max(a, b);
}

/// <summary>The minimum; NaN where there is one.</summary>
public readonly struct Minimum : IFold
{
    /// <inheritdoc/>
    public static float Identity => float.PositiveInfinity;

    /// <inheritdoc/>
    public static float Combine(float a, float b) => MathF.Min(a, b);

    /// <inheritdoc/>
    public static Vector128<float> Combine(Vector128<float> a, Vector128<float> b) => Bounds.Min(a, b);

    /// <inheritdoc/>
    public static Vector256<float> Combine(Vector256<float> a, Vector256<float> b) => Bounds.Min(a, b);

    /// <inheritdoc/>
    public static Vector512<float> Combine(Vector512<float> a, Vector512<float> b) => Bounds.Min(a, b);
}
