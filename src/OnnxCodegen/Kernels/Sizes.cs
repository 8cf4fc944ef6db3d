using System;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Arithmetic on run-time sizes of tensors.</summary>
public static class Sizes
{
    const long Bound = 1L << 40;

    /// <summary>The quotient rounded towards −∞; 0 when the divisor is 0.</summary>
    public static long FloorDivide(long dividend, long divisor)
    {
        if (divisor == 0)
            return 0;
        long quotient = dividend / divisor;
        return dividend % divisor != 0 && (dividend < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    /// <summary>The remainder with the divisor's sign; 0 when the divisor is 0.</summary>
    public static long Modulo(long dividend, long divisor) =>
        divisor == 0 ? 0 : ((dividend % divisor) + divisor) % divisor;

    /// <summary>The length of an axis that two operands share by broadcasting.</summary>
    public static long Broadcast(long left, long right) => left == 1 ? right : left;

    /// <summary>An element of an integer tensor as a size: "to the end" markers such as the largest int64 stay far above every length, and
    /// sums of sizes do not overflow.</summary>
    public static long Read<T>(T element)
        where T : System.Numerics.IBinaryInteger<T> => Math.Clamp(long.CreateSaturating(element), -Bound, Bound);

    /// <summary>Demands that a size be the expected one.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require(long actual, long expected, string message)
    {
        if (actual != expected)
            Throw(actual, expected, message);
    }

    /// <summary>Demands that the length of an axis be 1 or that of the axis that it broadcasts to.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireBroadcast(long actual, long expected, string message)
    {
        if (actual != expected && actual != 1)
            Throw(actual, expected, message);
    }

    /// <summary>Demands that a size be no smaller than another one.</summary>
    /// <exception cref="ArgumentException">It is smaller.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireAtLeast(long actual, long minimum, string message)
    {
        if (actual < minimum)
            ThrowBelow(actual, minimum, message);
    }

    /// <summary>An index into an axis of the given length; negative ones are not wrapped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside the axis.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Check(long index, int length)
    {
        if ((ulong)index >= (ulong)length)
            ThrowOutside(index, length);
        return (int)index;
    }

    static void ThrowOutside(long index, int length) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"The index {index} lies outside an axis of length {length}.");

    static void ThrowBelow(long actual, long minimum, string message) =>
        throw new ArgumentException($"{message}: {minimum} at least is expected, but it is {actual}.");

    static void Throw(long actual, long expected, string message) =>
        throw new ArgumentException($"{message}: {expected} is expected, but it is {actual}.");
}
