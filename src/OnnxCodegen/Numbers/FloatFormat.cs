using System;

namespace OnnxCodegen;

/// <summary>A floating-point format of at most eight bits: sign, exponent, fraction.</summary>
internal sealed class FloatFormat
{
    readonly float[] values = new float[256];
    readonly int mantissaBits;
    readonly int minimumExponent;
    readonly int sign;
    readonly int largest;
    readonly int overflow;
    readonly int notANumber;
    readonly bool isFinite;
    readonly bool hasNegativeZero;

    /// <param name="exponentBits">Bits of the exponent.</param>
    /// <param name="mantissaBits">Stored bits of the fraction.</param>
    /// <param name="bias">What is added to an exponent when it is stored.</param>
    /// <param name="largest">The code of the largest finite value.</param>
    /// <param name="infinity">The code of infinity; null where the format has none.</param>
    /// <param name="notANumber">The code that NaN becomes.</param>
    /// <param name="isFinite">Whether every code is a number, so that what is too large becomes the largest value.</param>
    /// <param name="hasNegativeZero">Whether 0 has a sign.</param>
    public FloatFormat(
        int exponentBits, int mantissaBits, int bias, int largest, int? infinity, int notANumber, bool isFinite = false, bool hasNegativeZero = true)
    {
        this.mantissaBits = mantissaBits;
        this.largest = largest;
        this.notANumber = notANumber;
        this.isFinite = isFinite;
        this.hasNegativeZero = hasNegativeZero;
        minimumExponent = 1 - bias;
        sign = 1 << (exponentBits + mantissaBits);
        overflow = isFinite ? largest : infinity ?? notANumber;
        for (int code = 0; code < sign; code++)
        {
            float value = code == infinity ? float.PositiveInfinity : code > largest ? NaN(code) : Finite(code);
            values[code] = value;
            values[code | sign] = hasNegativeZero || code != 0 ? -value : NaN(0);
        }
    }

    public float Decode(byte code) => values[code];

    /// <summary>The nearest value, ties to even.</summary>
    /// <param name="value">A number.</param>
    /// <param name="saturate">Whether what is too large, or infinite, becomes the largest value and not infinity or NaN.</param>
    public byte Encode(double value, bool saturate)
    {
        int negative = double.IsNegative(value) ? sign : 0;
        if (double.IsNaN(value))
            return (byte)(isFinite || !hasNegativeZero ? notANumber : notANumber | negative | Fraction(value));
        int code = Magnitude(Math.Abs(value));
        if (code > largest)
            code = saturate ? largest : overflow;
        return (byte)(code == 0 && !hasNegativeZero ? 0 : code | negative);
    }

    /// <summary>The upper bits of the fraction, which NaN keeps.</summary>
    int Fraction(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> (52 - mantissaBits)) & ((1 << mantissaBits) - 1);

    float NaN(int code) => BitConverter.Int32BitsToSingle(0x7FC00000 | ((code & ((1 << mantissaBits) - 1)) << (23 - mantissaBits)));

    int Magnitude(double magnitude)
    {
        int exponent = Math.Max((int)(BitConverter.DoubleToInt64Bits(magnitude) >> 52) - 1023, minimumExponent);
        if (exponent - minimumExponent > largest >> mantissaBits)
            return largest + 1;
        double steps = Math.Round(Math.ScaleB(magnitude, mantissaBits - exponent), MidpointRounding.ToEven);
        return ((exponent - minimumExponent) << mantissaBits) + (int)steps;
    }

    float Finite(int code)
    {
        int exponent = code >> mantissaBits;
        int fraction = code & ((1 << mantissaBits) - 1);
        return exponent == 0
            ? MathF.ScaleB(fraction, minimumExponent - mantissaBits)
            : MathF.ScaleB(fraction + (1 << mantissaBits), exponent - 1 + minimumExponent - mantissaBits);
    }
}
