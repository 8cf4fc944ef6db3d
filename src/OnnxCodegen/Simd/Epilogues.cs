using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

// What mostly follows products and convolutions. Emitted code names these instead of printing structs of its own, and kernels with them
// are compiled before a program starts.

/// <summary>x + p₀.</summary>
public readonly struct Bias : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => x + p.Dense(0, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => x + p.Dense128(0, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => x + p.Dense256(0, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => x + p.Dense512(0, i);
}

/// <summary>max(x + p₀, 0).</summary>
public readonly struct BiasRelu : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense(0, i), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense128(0, i), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense256(0, i), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense512(0, i), 0);
}

/// <summary>min(max(x + p₀, 0), 6).</summary>
public readonly struct BiasRelu6 : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => Bounds.Clamp(x + p.Dense(0, i), 0, 6);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => Bounds.Clamp(x + p.Dense128(0, i), 0, 6);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => Bounds.Clamp(x + p.Dense256(0, i), 0, 6);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => Bounds.Clamp(x + p.Dense512(0, i), 0, 6);
}

/// <summary>(x + p₀) + p₁: a bias, and a value to add.</summary>
public readonly struct BiasSum : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => x + p.Dense(0, i) + p.Dense(1, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => x + p.Dense128(0, i) + p.Dense128(1, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => x + p.Dense256(0, i) + p.Dense256(1, i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => x + p.Dense512(0, i) + p.Dense512(1, i);
}

/// <summary>max((x + p₀) + p₁, 0).</summary>
public readonly struct BiasSumRelu : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense(0, i) + p.Dense(1, i), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense128(0, i) + p.Dense128(1, i), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense256(0, i) + p.Dense256(1, i), 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => Bounds.AtLeast(x + p.Dense512(0, i) + p.Dense512(1, i), 0);
}

/// <summary>sigmoid(x + p₀).</summary>
public readonly struct BiasSigmoid : ILongMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => VectorMath.Sigmoid(x + p.Dense(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => VectorMath.Sigmoid(x + p.Dense128(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => VectorMath.Sigmoid(x + p.Dense256(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => VectorMath.Sigmoid(x + p.Dense512(0, i));
}

/// <summary>t · sigmoid(t), t = x + p₀.</summary>
public readonly struct BiasSilu : ILongMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => VectorMath.Silu(x + p.Dense(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => VectorMath.Silu(x + p.Dense128(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => VectorMath.Silu(x + p.Dense256(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => VectorMath.Silu(x + p.Dense512(0, i));
}

/// <summary>tanh(x + p₀).</summary>
public readonly struct BiasTanh : ILongMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) => VectorMath.Tanh(x + p.Dense(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => VectorMath.Tanh(x + p.Dense128(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => VectorMath.Tanh(x + p.Dense256(0, i));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => VectorMath.Tanh(x + p.Dense512(0, i));
}

/// <summary>t · (erf(t / √2) + 1) · ½, t = x + p₀.</summary>
public readonly struct BiasGelu : ILongMap
{
    const float Sqrt2 = 1.4142135f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i)
    {
        float t = x + p.Dense(0, i);
        return t * (VectorMath.Erf(t / Sqrt2) + 1) * 0.5f;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i)
    {
        Vector128<float> t = x + p.Dense128(0, i);
        return t * (VectorMath.Erf(t / Sqrt2) + Vector128<float>.One) * 0.5f;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i)
    {
        Vector256<float> t = x + p.Dense256(0, i);
        return t * (VectorMath.Erf(t / Sqrt2) + Vector256<float>.One) * 0.5f;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i)
    {
        Vector512<float> t = x + p.Dense512(0, i);
        return t * (VectorMath.Erf(t / Sqrt2) + Vector512<float>.One) * 0.5f;
    }
}
