using System;

namespace OnnxCodegen.Compiler;

/// <summary>Rounding, wrapping and comparing of the numbers that stand for elements of a type at build time.</summary>
internal static class ElementConversion
{
    const long QuietBit = 1L << 51;

    /// <summary>The value of the floating type that is nearest, ties to even.</summary>
    public static double Round(double value, ElementType type) => type switch
    {
        ElementType.Float => (float)value,
        ElementType.Float16 => RoundTo(value, 10, -14, 65504, false),
        ElementType.BFloat16 => RoundTo(value, 7, -126, 3.3895313892515355e38, false),
        ElementType.Float8E4M3FN => RoundTo(value, 3, -6, 448, true),
        ElementType.Float8E4M3FNUZ => RoundTo(value, 3, -7, 240, true),
        ElementType.Float8E5M2 => RoundTo(value, 2, -14, 57344, false),
        ElementType.Float8E5M2FNUZ => RoundTo(value, 2, -15, 57344, true),
        // A type without NaN and infinity: too large becomes the largest, NaN the negative zero.
        ElementType.Float4E2M1 => double.IsNaN(value) ? -0.0 : RoundTo(Math.Max(-6, Math.Min(6, value)), 1, 0, 6, true),
        ElementType.Float8E8M0 => PowerOfTwo(value),
        _ => value,
    };

    /// <summary>The integer's low bits as a value of the type; bool: whether it is not 0.</summary>
    public static long Wrap(long value, ElementType type) => unchecked(type switch
    {
        ElementType.Int32 => (int)value,
        ElementType.UInt32 => (uint)value,
        ElementType.Int16 => (short)value,
        ElementType.UInt16 => (ushort)value,
        ElementType.Int8 => (sbyte)value,
        ElementType.UInt8 => (byte)value,
        ElementType.Int4 => (value << 60) >> 60,
        ElementType.UInt4 => value & 15,
        ElementType.Int2 => (value << 62) >> 62,
        ElementType.UInt2 => value & 3,
        ElementType.Bool => value != 0 ? 1 : 0,
        _ => value,
    });

    public static long Minimum(ElementType type) => type switch
    {
        ElementType.Int64 => long.MinValue,
        _ when type.IsSigned() => -(1L << (type.Bits() - 1)),
        _ => 0,
    };

    /// <summary>The largest value of an integer type; uint64 by its bits.</summary>
    public static long Maximum(ElementType type) => type switch
    {
        ElementType.Int64 => long.MaxValue,
        ElementType.UInt64 => -1,
        ElementType.Bool => 1,
        _ when type.IsSigned() => (1L << (type.Bits() - 1)) - 1,
        _ => (1L << type.Bits()) - 1,
    };

    public static int Compare(long left, long right, ElementType type) => type == ElementType.UInt64
        ? unchecked((ulong)left).CompareTo(unchecked((ulong)right))
        : left.CompareTo(right);

    /// <summary>The power of two from 2⁻¹²⁷ to 2¹²⁷ that is not below the magnitude; NaN beyond.</summary>
    static double PowerOfTwo(double value)
    {
        if (double.IsNaN(value))
            return value;
        long exponent = ((BitConverter.DoubleToInt64Bits(Math.Abs(value)) + 0xFFFFFFFFFFFFF) >> 52) - 1023;
        return exponent > 127 ? double.NaN : Math.Pow(2, Math.Max(exponent, -127));
    }

    /// <summary>Rounds to a format with <paramref name="mantissa"/> stored bits, smallest normal exponent and largest finite value. Beyond
    /// it comes infinity, or NaN in formats without infinities.</summary>
    static double RoundTo(double value, int mantissa, int minimumExponent, double largest, bool withoutInfinity)
    {
        if (double.IsNaN(value))
            return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) | QuietBit);
        if (value == 0)
            return value;
        double magnitude = Math.Abs(value);
        if (double.IsInfinity(value))
            return withoutInfinity ? double.NaN : value;
        int exponent = Math.Max((int)((BitConverter.DoubleToInt64Bits(magnitude) >> 52) & 0x7FF) - 1023, minimumExponent);
        double unit = Math.Pow(2, exponent - mantissa);
        double rounded = Math.Round(magnitude / unit, MidpointRounding.ToEven) * unit;
        if (rounded > largest)
            rounded = withoutInfinity ? double.NaN : double.PositiveInfinity;
        return value < 0 ? -rounded : rounded;
    }
}
