using System;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The discrete Fourier transform by its definition.</summary>
internal static class DirectTransform
{
    /// <param name="x">Lines [rows, points, 1 or 2].</param>
    /// <param name="length">N; where there are fewer points, the others are their conjugates.</param>
    /// <param name="results">The number of results of a line.</param>
    /// <param name="parts">1: only the real parts.</param>
    public static Tensor Of(Tensor x, long length, long results, int parts, bool isInverse)
    {
        Tensor y = Tensor.New(x.Type, [x.Dims[0], results, parts]);
        for (long row = 0; row < x.Dims[0]; row++)
        {
            for (long k = 0; k < results; k++)
            {
                (double re, double im) = Sum(x, row, k, length, isInverse);
                double scale = isInverse ? 1.0 / length : 1;
                long at = ((row * results) + k) * parts;
                y.Doubles[at] = ElementConversion.Round(re * scale, x.Type);
                if (parts == 2)
                    y.Doubles[at + 1] = ElementConversion.Round(im * scale, x.Type);
            }
        }
        return y;
    }

    static (double Re, double Im) Sum(Tensor x, long row, long k, long length, bool isInverse)
    {
        (double re, double im) = (0, 0);
        for (long n = 0; n < length; n++)
        {
            (double a, double b) = Point(x, row, n, length);
            double angle = (isInverse ? 2 : -2) * Math.PI * (n * k % length) / length;
            (double cos, double sin) = (Math.Cos(angle), Math.Sin(angle));
            re += (a * cos) - (b * sin);
            im += (a * sin) + (b * cos);
        }
        return (re, im);
    }

    static (double Re, double Im) Point(Tensor x, long row, long n, long length)
    {
        (long points, long components) = (x.Dims[1], x.Dims[2]);
        bool isConjugate = n >= points;
        long at = ((row * points) + (isConjugate ? length - n : n)) * components;
        bool isReal = components == 1 || (points < length && 2 * n % length == 0);
        double im = isReal ? 0 : x.Doubles[at + 1];
        return (x.Doubles[at], isConjugate ? -im : im);
    }
}
