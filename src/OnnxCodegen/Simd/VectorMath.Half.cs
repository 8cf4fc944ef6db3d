using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <content>Rounding of floats to the floats that halves are.</content>
public static partial class VectorMath
{
    /// <summary>Bits of a float's fraction that a half has not.</summary>
    const int DroppedBits = 13;

    const float SmallestNormal = 1f / (1 << 14);

    /// <summary>Floats around this number are as far apart as halves that are not normal.</summary>
    const float SmallestStep = 0.75f;

    /// <summary>From here on the next half is infinite.</summary>
    const float EndOfHalves = 65520;

    /// <summary>The half next to x, as a float; the even one of two; ∞ where halves end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RoundToHalf(float x) => (float)(Half)x;

    /// <summary>The half next to x, as a float; the even one of two; ∞ where halves end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> RoundToHalf(Vector128<float> x)
    {
        Vector128<uint> bits = x.AsUInt32();
        Vector128<float> size = Vector128.Abs(x);
        Vector128<float> sign = Vector128.BitwiseAnd(x, Vector128.Create(-0f));
        Vector128<uint> odd = Vector128.ShiftRightLogical(bits, DroppedBits) & Vector128<uint>.One;
        Vector128<float> normal = ((bits + Vector128.Create((1u << (DroppedBits - 1)) - 1) + odd) & Vector128.Create(~0u << DroppedBits)).AsSingle();
        Vector128<float> small = (size + Vector128.Create(SmallestStep)) - Vector128.Create(SmallestStep) | sign;
        Vector128<float> rounded = Vector128.ConditionalSelect(Vector128.LessThan(size, Vector128.Create(SmallestNormal)), small, normal);
        rounded = Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(size, Vector128.Create(EndOfHalves)), Vector128.Create(float.PositiveInfinity) | sign, rounded);
        return Vector128.ConditionalSelect(Vector128.Equals(x, x), rounded, x);
    }

    /// <summary>The half next to x, as a float; the even one of two; ∞ where halves end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> RoundToHalf(Vector256<float> x)
    {
        Vector256<uint> bits = x.AsUInt32();
        Vector256<float> size = Vector256.Abs(x);
        Vector256<float> sign = Vector256.BitwiseAnd(x, Vector256.Create(-0f));
        Vector256<uint> odd = Vector256.ShiftRightLogical(bits, DroppedBits) & Vector256<uint>.One;
        Vector256<float> normal = ((bits + Vector256.Create((1u << (DroppedBits - 1)) - 1) + odd) & Vector256.Create(~0u << DroppedBits)).AsSingle();
        Vector256<float> small = (size + Vector256.Create(SmallestStep)) - Vector256.Create(SmallestStep) | sign;
        Vector256<float> rounded = Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(SmallestNormal)), small, normal);
        rounded = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(size, Vector256.Create(EndOfHalves)), Vector256.Create(float.PositiveInfinity) | sign, rounded);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), rounded, x);
    }

    /// <summary>The half next to x, as a float; the even one of two; ∞ where halves end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> RoundToHalf(Vector512<float> x)
    {
        Vector512<uint> bits = x.AsUInt32();
        Vector512<float> size = Vector512.Abs(x);
        Vector512<float> sign = Vector512.BitwiseAnd(x, Vector512.Create(-0f));
        Vector512<uint> odd = Vector512.ShiftRightLogical(bits, DroppedBits) & Vector512<uint>.One;
        Vector512<float> normal = ((bits + Vector512.Create((1u << (DroppedBits - 1)) - 1) + odd) & Vector512.Create(~0u << DroppedBits)).AsSingle();
        Vector512<float> small = (size + Vector512.Create(SmallestStep)) - Vector512.Create(SmallestStep) | sign;
        Vector512<float> rounded = Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(SmallestNormal)), small, normal);
        rounded = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(size, Vector512.Create(EndOfHalves)), Vector512.Create(float.PositiveInfinity) | sign, rounded);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), rounded, x);
    }
}
