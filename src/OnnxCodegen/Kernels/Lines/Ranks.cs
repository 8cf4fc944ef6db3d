using System;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Whole numbers in the order of numbers of other types: both zeros are one, NaN comes last. Those of types of up to 32 bits have
/// 32 bits.</summary>
static class Ranks
{
    public static bool Exist<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half)
        || typeof(T) == typeof(long) || typeof(T) == typeof(int) || typeof(T) == typeof(short) || typeof(T) == typeof(sbyte)
        || typeof(T) == typeof(ulong) || typeof(T) == typeof(uint) || typeof(T) == typeof(ushort) || typeof(T) == typeof(byte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of<T>(T value)
    {
        if (typeof(T) == typeof(float))
            return Of((float)(object)value!);
        if (typeof(T) == typeof(double))
            return Of((double)(object)value!);
        if (typeof(T) == typeof(Half))
            return Of((float)(Half)(object)value!);
        if (typeof(T) == typeof(long))
            return (long)(object)value!;
        if (typeof(T) == typeof(int))
            return (int)(object)value!;
        if (typeof(T) == typeof(short))
            return (short)(object)value!;
        if (typeof(T) == typeof(sbyte))
            return (sbyte)(object)value!;
        if (typeof(T) == typeof(ulong))
            return (long)((ulong)(object)value! ^ (1UL << 63));
        if (typeof(T) == typeof(uint))
            return (int)((uint)(object)value! ^ (1U << 31));
        return typeof(T) == typeof(ushort) ? (ushort)(object)value! : (byte)(object)value!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long Of(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value + 0f);
        return float.IsNaN(value) ? int.MaxValue : bits ^ (int)((uint)(bits >> 31) >> 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value + 0d);
        return double.IsNaN(value) ? long.MaxValue : bits ^ (long)((ulong)(bits >> 63) >> 1);
    }
}
