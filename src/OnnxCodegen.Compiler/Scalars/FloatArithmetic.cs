using System;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>The operations on floating-point numbers, in double.</summary>
internal static class FloatArithmetic
{
    public static bool Test(ScalarOperation operation, double a, double b) => operation switch
    {
        ScalarOperation.Equal => a == b,
        ScalarOperation.Less => a < b,
        ScalarOperation.LessOrEqual => a <= b,
        ScalarOperation.IsNaN => double.IsNaN(a),
        ScalarOperation.IsInfinite => double.IsInfinity(a),
        _ => throw new InvalidOperationException($"{operation} is no test on numbers."),
    };

    public static double Apply(ScalarOperation operation, double a, double b) => operation switch
    {
        ScalarOperation.Add => a + b,
        ScalarOperation.Subtract => a - b,
        ScalarOperation.Multiply => a * b,
        ScalarOperation.Divide => a / b,
        ScalarOperation.Modulo => Modulo(a, b),
        ScalarOperation.Remainder => a % b,
        ScalarOperation.Power => Math.Pow(a, b),
        ScalarOperation.Minimum => Math.Min(a, b),
        ScalarOperation.Maximum => Math.Max(a, b),
        ScalarOperation.Negate => -a,
        ScalarOperation.Absolute => Math.Abs(a),
        ScalarOperation.Sign => double.IsNaN(a) ? a : Math.Sign(a),
        ScalarOperation.Floor => Math.Floor(a),
        ScalarOperation.Ceiling => Math.Ceiling(a),
        ScalarOperation.Truncate => Math.Truncate(a),
        ScalarOperation.Round => Math.Round(a, MidpointRounding.ToEven),
        ScalarOperation.SquareRoot => Math.Sqrt(a),
        ScalarOperation.Exponential => Math.Exp(a),
        ScalarOperation.Logarithm => Math.Log(a),
        ScalarOperation.ExponentialMinusOne => ExponentialMinusOne(a),
        ScalarOperation.LogarithmOnePlus => LogarithmOnePlus(a),
        ScalarOperation.Sine => Math.Sin(a),
        ScalarOperation.Cosine => Math.Cos(a),
        ScalarOperation.Tangent => Math.Tan(a),
        ScalarOperation.ArcSine => Math.Asin(a),
        ScalarOperation.ArcCosine => Math.Acos(a),
        ScalarOperation.ArcTangent => Math.Atan(a),
        ScalarOperation.HyperbolicSine => Math.Sinh(a),
        ScalarOperation.HyperbolicCosine => Math.Cosh(a),
        ScalarOperation.HyperbolicTangent => Math.Tanh(a),
        ScalarOperation.ArcHyperbolicSine => a < 0 ? -LogarithmOnePlus(-a + (a * a / (1 + Math.Sqrt((a * a) + 1)))) : LogarithmOnePlus(a + (a * a / (1 + Math.Sqrt((a * a) + 1)))),
        ScalarOperation.ArcHyperbolicCosine => Math.Log(a + Math.Sqrt((a * a) - 1)),
        ScalarOperation.ArcHyperbolicTangent => 0.5 * (LogarithmOnePlus(a) - LogarithmOnePlus(-a)),
        ScalarOperation.ErrorFunction => ErrorFunction.Erf(a),
        ScalarOperation.InverseErrorFunction => ErrorFunction.Inverse(a),
        ScalarOperation.Sigmoid => 1 / (1 + Math.Exp(-a)),
        _ => throw new InvalidOperationException($"{operation} is not defined on numbers."),
    };

    static double Modulo(double a, double b)
    {
        double remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    static double ExponentialMinusOne(double x)
    {
        double power = Math.Exp(x);
        if (power == 1)
            return x;
        double difference = power - 1;
        return difference == -1 || double.IsInfinity(power) ? difference : difference * (x / Math.Log(power));
    }

    static double LogarithmOnePlus(double x)
    {
        double sum = 1 + x;
        if (sum == 1)
            return x;
        return double.IsPositiveInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }
}
