using System;
using System.Globalization;
using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>Scalar operations whose ONNX meaning C# has no operator for.</summary>
public static partial class Elements
{
    /// <summary>Integer division that truncates; by zero it gives 0, and the minimum divided by −1 wraps.</summary>
    public static T Divide<T>(T a, T b)
        where T : IBinaryInteger<T> =>
        T.IsZero(b) ? T.Zero : b == unchecked(T.Zero - T.One) && T.IsNegative(b) ? unchecked(T.Zero - a) : a / b;

    /// <summary>The remainder with the dividend's sign; 0 when the divisor is 0.</summary>
    public static T Remainder<T>(T a, T b)
        where T : IBinaryInteger<T> => T.IsZero(b) || (T.IsNegative(b) && b == T.Zero - T.One) ? T.Zero : a % b;

    /// <summary>The remainder with the divisor's sign; 0 when the divisor is 0.</summary>
    public static T Modulo<T>(T a, T b)
        where T : INumber<T>
    {
        if (T.IsZero(b) && T.IsInteger(b) && IsIntegerType<T>())
            return T.Zero;
        if (IsIntegerType<T>() && T.IsNegative(b) && b == T.Zero - T.One)
            return T.Zero;
        T remainder = a % b;
        return !T.IsZero(remainder) && T.IsNegative(remainder) != T.IsNegative(b) ? remainder + b : remainder;
    }

    /// <summary>The power of an integer, with wrap-around; a negative exponent truncates the real result.</summary>
    public static T Power<T>(T a, T b)
        where T : IBinaryInteger<T>
    {
        if (T.IsNegative(b))
            return a == T.One ? T.One : a + T.One == T.Zero ? (T.IsEvenInteger(b) ? T.One : a) : T.Zero;
        T result = T.One;
        for (; !T.IsZero(b); b >>= 1, a = unchecked(a * a))
            if (T.IsOddInteger(b))
                result = unchecked(result * a);
        return result;
    }

    /// <summary>The absolute value; the minimum wraps to itself.</summary>
    public static T Absolute<T>(T a)
        where T : IBinaryInteger<T> => T.IsNegative(a) ? unchecked(T.Zero - a) : a;

    /// <summary>−1, 0 or 1; NaN stays NaN.</summary>
    public static T Sign<T>(T a)
        where T : INumber<T> => T.IsNaN(a) ? a : T.IsZero(a) ? T.Zero : T.IsNegative(a) ? T.Zero - T.One : T.One;

    /// <summary>Shift to the left; by the width or more it gives 0.</summary>
    public static T ShiftLeft<T>(T a, long bits)
        where T : IBinaryInteger<T> => (ulong)bits >= (ulong)(a.GetByteCount() * 8) ? T.Zero : a << (int)bits;

    /// <summary>Shift to the right; by the width or more it gives 0.</summary>
    public static T ShiftRight<T>(T a, long bits)
        where T : IBinaryInteger<T> => (ulong)bits >= (ulong)(a.GetByteCount() * 8) ? T.Zero : a >> (int)bits;

    /// <summary>e^x − 1 without cancellation near 0.</summary>
    public static float ExponentialMinusOne(float x) => (float)ExponentialMinusOne((double)x);

    /// <summary>e^x − 1 without cancellation near 0 (Kahan).</summary>
    public static double ExponentialMinusOne(double x)
    {
        double power = Math.Exp(x);
        if (power == 1)
            return x;
        double difference = power - 1;
        return difference == -1 || double.IsInfinity(power) ? difference : difference * (x / Math.Log(power));
    }

    /// <summary>log(1 + x) without cancellation near 0.</summary>
    public static float LogarithmOnePlus(float x) => (float)LogarithmOnePlus((double)x);

    /// <summary>log(1 + x) without cancellation near 0 (Kahan).</summary>
    public static double LogarithmOnePlus(double x)
    {
        double sum = 1 + x;
        if (sum == 1)
            return x;
        return double.IsPositiveInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>1 / (1 + e^−x).</summary>
    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>1 / (1 + e^−x).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>A number as the standard's Cast prints it.</summary>
    public static string ToText<T>(T value)
        where T : IFormattable => value switch
    {
        float x when float.IsNaN(x) => "NaN",
        float x when float.IsInfinity(x) => x > 0 ? "INF" : "-INF",
        double x when double.IsNaN(x) => "NaN",
        double x when double.IsInfinity(x) => x > 0 ? "INF" : "-INF",
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };

    /// <summary>A bool as text.</summary>
    public static string ToText(bool value) => value ? "True" : "False";

    /// <summary>The number that a text stands for.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    public static double Parse(string text) => text switch
    {
        "NaN" => double.NaN,
        "INF" or "inf" or "+INF" => double.PositiveInfinity,
        "-INF" or "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>The integer that a text stands for, exactly; other numbers are truncated.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    public static long ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long integer) ? integer
        : ulong.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong large) ? unchecked((long)large)
        : (long)Parse(text);

    static bool IsIntegerType<T>()
        where T : INumber<T> => T.IsZero(T.One / (T.One + T.One));
}
