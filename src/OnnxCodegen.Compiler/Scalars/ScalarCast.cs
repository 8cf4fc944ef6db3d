using System;
using System.Globalization;
using System.Numerics;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>Conversions between element types by the rules of Cast.</summary>
internal static class ScalarCast
{
    public static object Convert(object value, ElementType from, ElementType to, bool saturate)
    {
        if (to == ElementType.String)
            return Text(value, from);
        if (value is string digits && to is (ElementType.Int64 or ElementType.UInt64) && ParseInteger(digits) is { } integer)
            return integer;
        if (value is string text)
            return to.IsFloating() ? ElementConversion.Round(Parse(text), to) : Convert(Parse(text), ElementType.Double, to, saturate);
        if (to.IsFloating())
            return ToFloating(value is double number ? number : ToDouble((long)value, from), to, saturate);
        if (value is not double real)
            return saturate ? Saturate((long)value, from, to) : ElementConversion.Wrap((long)value, to);
        if (to == ElementType.Bool)
            return real != 0 ? 1L : 0L;
        return FromDouble(real, to, saturate);
    }

    /// <summary>The integer that a text stands for, exactly; null for other numbers.</summary>
    static object? ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long integer) ? integer
        : ulong.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong large) ? unchecked((long)large)
        : null;

    public static object Reinterpret(object value, ElementType from, ElementType to)
    {
        long bits = ToBits(value, from);
        return FromBits(bits, to);
    }

    public static double ToDouble(long value, ElementType from) => from == ElementType.UInt64 ? unchecked((ulong)value) : value;

    static object ToFloating(double value, ElementType to, bool saturate)
    {
        double rounded = ElementConversion.Round(value, to);
        if (!saturate || double.IsNaN(value))
            return rounded;
        double largest = to switch
        {
            ElementType.Float8E4M3FN => 448,
            ElementType.Float8E4M3FNUZ => 240,
            ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ => 57344,
            ElementType.Float8E8M0 => Math.Pow(2, 127),
            _ => double.PositiveInfinity,
        };
        return !double.IsNaN(rounded) && Math.Abs(rounded) <= largest ? rounded
            : value < 0 && to != ElementType.Float8E8M0 ? -largest : largest;
    }

    static object FromDouble(double value, ElementType to, bool saturate)
    {
        if (double.IsNaN(value))
            return 0L;
        double whole = Math.Truncate(value);
        if (to == ElementType.UInt64)
            return whole <= 0 ? 0L : whole >= 18446744073709551616.0 ? -1L : unchecked((long)(ulong)whole);
        bool wide = to is ElementType.Int64 or ElementType.Int32 or ElementType.UInt32;
        if (saturate || wide)
        {
            double lowest = ElementConversion.Minimum(to);
            double highest = to == ElementType.Int64 ? 9223372036854775807.0 : ElementConversion.Maximum(to);
            if (whole >= highest)
                return ElementConversion.Maximum(to);
            return whole <= lowest ? ElementConversion.Minimum(to) : (object)(long)whole;
        }
        double bounded = Math.Max(int.MinValue, Math.Min(int.MaxValue, whole));
        return ElementConversion.Wrap((long)bounded, to);
    }

    static object Saturate(long value, ElementType from, ElementType to)
    {
        double real = ToDouble(value, from);
        if (to == ElementType.UInt64)
            return from != ElementType.UInt64 && value < 0 ? 0L : value;
        if (real > ElementConversion.Maximum(to))
            return ElementConversion.Maximum(to);
        return real < ElementConversion.Minimum(to) ? ElementConversion.Minimum(to) : value;
    }

    static string Text(object value, ElementType from) => value switch
    {
        string text => text,
        double number when double.IsNaN(number) => "NaN",
        double number when double.IsInfinity(number) => number > 0 ? "INF" : "-INF",
        double number => from == ElementType.Double ? number.ToString("R", CultureInfo.InvariantCulture) : ((float)number).ToString("R", CultureInfo.InvariantCulture),
        _ when from == ElementType.Bool => (long)value != 0 ? "True" : "False",
        _ when from == ElementType.UInt64 => unchecked((ulong)(long)value).ToString(CultureInfo.InvariantCulture),
        _ => ((long)value).ToString(CultureInfo.InvariantCulture),
    };

    static double Parse(string text) => text switch
    {
        "NaN" => double.NaN,
        "INF" or "inf" or "+INF" => double.PositiveInfinity,
        "-INF" or "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new ModelException($"The text '{text}' is no number."),
    };

    static unsafe long ToBits(object value, ElementType from)
    {
        if (value is Complex complex)
            return (ToBits(complex.Imaginary, ElementType.Float) << 32) | (uint)ToBits(complex.Real, ElementType.Float);
        if (value is not double number)
            return (long)value;
        if (from == ElementType.Double)
            return BitConverter.DoubleToInt64Bits(number);
        if (from != ElementType.Float)
            return SmallFloat.ToBits(number, from);
        float single = (float)number;
        return *(int*)&single;
    }

    static unsafe object FromBits(long bits, ElementType to)
    {
        if (to == ElementType.Complex64)
            return new Complex((double)FromBits(bits, ElementType.Float), (double)FromBits(bits >> 32, ElementType.Float));
        if (!to.IsFloating())
            return ElementConversion.Wrap(bits, to);
        if (to == ElementType.Double)
            return BitConverter.Int64BitsToDouble(bits);
        if (to == ElementType.Float)
        {
            int narrow = unchecked((int)bits);
            return (double)*(float*)&narrow;
        }
        return SmallFloat.FromBits(bits, to);
    }
}
