using System;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>The shortest decimal that reads back as a given binary number (Steele and White's algorithm in exact arithmetic): the same on
/// every host, which <c>ToString</c> is not.</summary>
internal static class ShortestDecimal
{
    public static string Of(float value)
    {
        int bits = BitConverter.ToInt32(BitConverter.GetBytes(value), 0);
        return Of(bits < 0, (bits >> 23) & 0xFF, bits & 0x7FFFFF, 23, 150);
    }

    public static string Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return Of(bits < 0, (int)(bits >> 52) & 0x7FF, bits & 0xFFFFFFFFFFFFF, 52, 1075);
    }

    static string Of(bool negative, int biasedExponent, long fraction, int fractionBits, int bias)
    {
        string sign = negative ? "-" : string.Empty;
        if (biasedExponent == 0 && fraction == 0)
            return sign + "0";
        bool normal = biasedExponent > 0;
        long mantissa = normal ? fraction | (1L << fractionBits) : fraction;
        int exponent = (normal ? biasedExponent : 1) - bias;
        bool lowerGapIsHalf = fraction == 0 && biasedExponent > 1;
        string digits = Digits(mantissa, exponent, lowerGapIsHalf, out int pointAfter);
        return sign + Notation(digits, pointAfter);
    }

    /// <summary>The shortest digits d with 0.d·10^<paramref name="pointAfter"/> inside of the interval that rounds to mantissa·2^exponent.</summary>
    static string Digits(long mantissa, int exponent, bool lowerGapIsHalf, out int pointAfter)
    {
        int shift = lowerGapIsHalf ? 2 : 1;
        BigInteger upperGap = BigInteger.One << (Math.Max(exponent, 0) + shift - 1);
        BigInteger lowerGap = BigInteger.One << Math.Max(exponent, 0);
        BigInteger remainder = new BigInteger(mantissa) << (Math.Max(exponent, 0) + shift);
        BigInteger scale = BigInteger.One << (Math.Max(-exponent, 0) + shift);
        bool inclusive = mantissa % 2 == 0;
        pointAfter = 0;
        while (Reaches(remainder + upperGap, scale, inclusive))
        {
            scale *= 10;
            pointAfter++;
        }
        while (!Reaches((remainder + upperGap) * 10, scale, inclusive))
        {
            remainder *= 10;
            upperGap *= 10;
            lowerGap *= 10;
            pointAfter--;
        }
        var digits = new StringBuilder();
        while (true)
        {
            upperGap *= 10;
            lowerGap *= 10;
            int digit = (int)BigInteger.DivRem(remainder * 10, scale, out remainder);
            bool low = inclusive ? remainder <= lowerGap : remainder < lowerGap;
            bool high = Reaches(remainder + upperGap, scale, inclusive);
            if (low || high)
            {
                bool up = high && (!low || remainder * 2 >= scale);
                return digits.Append((char)('0' + digit + (up ? 1 : 0))).ToString();
            }
            digits.Append((char)('0' + digit));
        }
    }

    static bool Reaches(BigInteger value, BigInteger scale, bool inclusive) => inclusive ? value >= scale : value > scale;

    static string Notation(string digits, int pointAfter)
    {
        if (pointAfter is > -4 and <= 0)
            return "0." + new string('0', -pointAfter) + digits;
        if (pointAfter is > 0 and <= 9)
        {
            return digits.Length <= pointAfter
                ? digits + new string('0', pointAfter - digits.Length)
                : digits.Substring(0, pointAfter) + "." + digits.Substring(pointAfter);
        }
        string fraction = digits.Length > 1 ? "." + digits.Substring(1) : string.Empty;
        return digits[0] + fraction + "e" + (pointAfter - 1).ToString(CultureInfo.InvariantCulture);
    }
}
