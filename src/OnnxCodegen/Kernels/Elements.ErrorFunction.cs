using System;

namespace OnnxCodegen.Kernels;

/// <content>erf and its inverse.</content>
public static partial class Elements
{
    /// <summary>erf(x).</summary>
    public static float ErrorFunction(float x) => (float)ErrorFunction((double)x);

    /// <summary>erf(x) by its Maclaurin series up to 2.5, beyond by the continued fraction of erfc; relative error about 1e-14.</summary>
    public static double ErrorFunction(double x)
    {
        if (double.IsNaN(x))
            return x;
        double magnitude = Math.Abs(x);
        double result = magnitude > 6 ? 1 : magnitude < 2.5 ? Series(magnitude) : 1 - Complement(magnitude);
        return x < 0 ? -result : result;
    }

    /// <summary>The x with erf(x) = y.</summary>
    public static float InverseErrorFunction(float y) => (float)InverseErrorFunction((double)y);

    /// <summary>The x with erf(x) = y, by Newton's method from Winitzki's approximation.</summary>
    public static double InverseErrorFunction(double y)
    {
        if (!(Math.Abs(y) < 1))
            return Math.Abs(y) > 1 || double.IsNaN(y) ? double.NaN : y * double.PositiveInfinity;
        double logarithm = Math.Log(1 - (y * y));
        double a = (2 / (Math.PI * 0.147)) + (logarithm / 2);
        double x = Math.Sign(y) * Math.Sqrt(Math.Sqrt((a * a) - (logarithm / 0.147)) - a);
        for (int i = 0; i < 3; i++)
            x -= (ErrorFunction(x) - y) / (2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x));
        return x;
    }

    static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    static double Complement(double x)
    {
        double fraction = 0;
        for (int k = 60; k >= 1; k--)
            fraction = k / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}
