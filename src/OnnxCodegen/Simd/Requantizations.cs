using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

// What follows products of whole numbers in quantised networks. The numbers that differ from layer to layer are an operand, so that all layers
// share the kernels.

/// <summary>The whole number nearest to x · n₀ + p₀, between n₁ and n₂, where n is the row p₁.</summary>
public readonly struct Requantize : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) =>
        Bounds.Clamp(MathF.Round((x * p.Dense(1, 0)) + p.Dense(0, i)), p.Dense(1, 1), p.Dense(1, 2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) =>
        Bounds.Clamp(Vector128.Round((x * p.Dense(1, 0)) + p.Dense128(0, i)), p.Dense(1, 1), p.Dense(1, 2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) =>
        Bounds.Clamp(Vector256.Round((x * p.Dense(1, 0)) + p.Dense256(0, i)), p.Dense(1, 1), p.Dense(1, 2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) =>
        Bounds.Clamp(Vector512.Round((x * p.Dense(1, 0)) + p.Dense512(0, i)), p.Dense(1, 1), p.Dense(1, 2));
}

/// <summary>The whole number nearest to x · p₀ + p₁, between n₀ and n₁, where n is the row p₂.</summary>
public readonly struct RequantizeChannels : IMap
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Invoke(float x, in Operands p, long i) =>
        Bounds.Clamp(MathF.Round((x * p.Dense(0, i)) + p.Dense(1, i)), p.Dense(2, 0), p.Dense(2, 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) =>
        Bounds.Clamp(Vector128.Round((x * p.Dense128(0, i)) + p.Dense128(1, i)), p.Dense(2, 0), p.Dense(2, 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) =>
        Bounds.Clamp(Vector256.Round((x * p.Dense256(0, i)) + p.Dense256(1, i)), p.Dense(2, 0), p.Dense(2, 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) =>
        Bounds.Clamp(Vector512.Round((x * p.Dense512(0, i)) + p.Dense512(1, i)), p.Dense(2, 0), p.Dense(2, 1));
}
