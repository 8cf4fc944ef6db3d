using System;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>The bit patterns of floating types of at most 16 bits. A NaN keeps its sign and the bits of its fraction as a double.</summary>
internal static class SmallFloat
{
    const int DoubleMantissaBits = 52;
    const long FractionBits = (1L << DoubleMantissaBits) - 1;

    public static double FromBits(long bits, ElementType type)
    {
        (int exponentBits, int mantissaBits, int bias) = Layout(type);
        if (type == ElementType.Float8E8M0)
            return bits == 255 ? double.NaN : Math.Pow(2, bits - 127);
        int width = 1 + exponentBits + mantissaBits;
        bool negative = ((bits >> (width - 1)) & 1) != 0;
        long exponent = (bits >> mantissaBits) & ((1L << exponentBits) - 1);
        long mantissa = bits & ((1L << mantissaBits) - 1);
        if (IsSpecial(type, exponent, mantissa, negative, out double special))
            return special;
        double magnitude = exponent == 0
            ? mantissa * Math.Pow(2, 1 - bias - mantissaBits)
            : (mantissa + (1L << mantissaBits)) * Math.Pow(2, exponent - bias - mantissaBits);
        return negative ? -magnitude : magnitude;
    }

    public static long ToBits(double value, ElementType type)
    {
        if (type == ElementType.Float8E8M0)
            return double.IsNaN(value) ? 255 : ((BitConverter.DoubleToInt64Bits(value) >> DoubleMantissaBits) & 0x7FF) - 1023 + 127;
        (int exponentBits, int mantissaBits, int bias) = Layout(type);
        int width = 1 + exponentBits + mantissaBits;
        bool fnuz = type is ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2FNUZ;
        long sign = BitConverter.DoubleToInt64Bits(value) < 0 && !(fnuz && value == 0) ? 1L << (width - 1) : 0;
        if (double.IsNaN(value))
        {
            long payload = (BitConverter.DoubleToInt64Bits(value) & FractionBits) >> (DoubleMantissaBits - mantissaBits);
            return fnuz ? 1L << (width - 1)
                : type == ElementType.Float8E4M3FN ? sign | 0x7F
                : sign | (((1L << exponentBits) - 1) << mantissaBits) | (payload != 0 ? payload : 1L << (mantissaBits - 1));
        }
        double magnitude = Math.Abs(value);
        if (double.IsInfinity(value))
            return sign | (((1L << exponentBits) - 1) << mantissaBits);
        int exponent = magnitude == 0 ? 0 : (int)((BitConverter.DoubleToInt64Bits(magnitude) >> 52) & 0x7FF) - 1023 + bias;
        if (magnitude == 0 || exponent <= 0)
            return sign | (long)Math.Round(magnitude / Math.Pow(2, 1 - bias - mantissaBits), MidpointRounding.ToEven);
        long mantissa = (long)Math.Round(magnitude / Math.Pow(2, exponent - bias - mantissaBits), MidpointRounding.ToEven);
        return sign | (((long)exponent << mantissaBits) + mantissa - (1L << mantissaBits));
    }

    static (int Exponent, int Mantissa, int Bias) Layout(ElementType type) => type switch
    {
        ElementType.Float16 => (5, 10, 15),
        ElementType.BFloat16 => (8, 7, 127),
        ElementType.Float8E4M3FN => (4, 3, 7),
        ElementType.Float8E4M3FNUZ => (4, 3, 8),
        ElementType.Float8E5M2 => (5, 2, 15),
        ElementType.Float8E5M2FNUZ => (5, 2, 16),
        ElementType.Float4E2M1 => (2, 1, 1),
        ElementType.Float8E8M0 => (8, 0, 127),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    static bool IsSpecial(ElementType type, long exponent, long mantissa, bool negative, out double special)
    {
        special = NaN(false, 1L << (DoubleMantissaBits - 1));
        switch (type)
        {
            case ElementType.Float16 when exponent == 31:
            case ElementType.BFloat16 when exponent == 255:
            case ElementType.Float8E5M2 when exponent == 31:
                special = mantissa != 0 ? NaN(negative, mantissa << (DoubleMantissaBits - Layout(type).Mantissa))
                    : negative ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case ElementType.Float8E4M3FN:
                special = NaN(negative, 1L << (DoubleMantissaBits - 1));
                return exponent == 15 && mantissa == 7;
            case ElementType.Float8E4M3FNUZ:
            case ElementType.Float8E5M2FNUZ:
                return negative && exponent == 0 && mantissa == 0;
            default:
                return false;
        }
    }

    static double NaN(bool negative, long fraction) =>
        BitConverter.Int64BitsToDouble((negative ? long.MinValue : 0) | (0x7FFL << DoubleMantissaBits) | fraction);
}
