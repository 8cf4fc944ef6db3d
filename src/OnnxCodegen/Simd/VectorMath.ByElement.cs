using System;
using System.Runtime.Intrinsics;
using OnnxCodegen.Kernels;

namespace OnnxCodegen.Simd;

/// <content>Functions without a vector form: element by element.</content>
public static partial class VectorMath
{
    /// <summary>The sine.</summary>
    public static float Sin(float x) => MathF.Sin(x);

    /// <summary>The sine.</summary>
    public static Vector128<float> Sin(Vector128<float> x) => Vector128.Create(Sin(x[0]), Sin(x[1]), Sin(x[2]), Sin(x[3]));

    /// <summary>The sine.</summary>
    public static Vector256<float> Sin(Vector256<float> x) => Vector256.Create(Sin(x.GetLower()), Sin(x.GetUpper()));

    /// <summary>The sine.</summary>
    public static Vector512<float> Sin(Vector512<float> x) => Vector512.Create(Sin(x.GetLower()), Sin(x.GetUpper()));

    /// <summary>The cosine.</summary>
    public static float Cos(float x) => MathF.Cos(x);

    /// <summary>The cosine.</summary>
    public static Vector128<float> Cos(Vector128<float> x) => Vector128.Create(Cos(x[0]), Cos(x[1]), Cos(x[2]), Cos(x[3]));

    /// <summary>The cosine.</summary>
    public static Vector256<float> Cos(Vector256<float> x) => Vector256.Create(Cos(x.GetLower()), Cos(x.GetUpper()));

    /// <summary>The cosine.</summary>
    public static Vector512<float> Cos(Vector512<float> x) => Vector512.Create(Cos(x.GetLower()), Cos(x.GetUpper()));

    /// <summary>The tangent.</summary>
    public static float Tan(float x) => MathF.Tan(x);

    /// <summary>The tangent.</summary>
    public static Vector128<float> Tan(Vector128<float> x) => Vector128.Create(Tan(x[0]), Tan(x[1]), Tan(x[2]), Tan(x[3]));

    /// <summary>The tangent.</summary>
    public static Vector256<float> Tan(Vector256<float> x) => Vector256.Create(Tan(x.GetLower()), Tan(x.GetUpper()));

    /// <summary>The tangent.</summary>
    public static Vector512<float> Tan(Vector512<float> x) => Vector512.Create(Tan(x.GetLower()), Tan(x.GetUpper()));

    /// <summary>The arc sine.</summary>
    public static float Asin(float x) => MathF.Asin(x);

    /// <summary>The arc sine.</summary>
    public static Vector128<float> Asin(Vector128<float> x) => Vector128.Create(Asin(x[0]), Asin(x[1]), Asin(x[2]), Asin(x[3]));

    /// <summary>The arc sine.</summary>
    public static Vector256<float> Asin(Vector256<float> x) => Vector256.Create(Asin(x.GetLower()), Asin(x.GetUpper()));

    /// <summary>The arc sine.</summary>
    public static Vector512<float> Asin(Vector512<float> x) => Vector512.Create(Asin(x.GetLower()), Asin(x.GetUpper()));

    /// <summary>The arc cosine.</summary>
    public static float Acos(float x) => MathF.Acos(x);

    /// <summary>The arc cosine.</summary>
    public static Vector128<float> Acos(Vector128<float> x) => Vector128.Create(Acos(x[0]), Acos(x[1]), Acos(x[2]), Acos(x[3]));

    /// <summary>The arc cosine.</summary>
    public static Vector256<float> Acos(Vector256<float> x) => Vector256.Create(Acos(x.GetLower()), Acos(x.GetUpper()));

    /// <summary>The arc cosine.</summary>
    public static Vector512<float> Acos(Vector512<float> x) => Vector512.Create(Acos(x.GetLower()), Acos(x.GetUpper()));

    /// <summary>The arc tangent.</summary>
    public static float Atan(float x) => MathF.Atan(x);

    /// <summary>The arc tangent.</summary>
    public static Vector128<float> Atan(Vector128<float> x) => Vector128.Create(Atan(x[0]), Atan(x[1]), Atan(x[2]), Atan(x[3]));

    /// <summary>The arc tangent.</summary>
    public static Vector256<float> Atan(Vector256<float> x) => Vector256.Create(Atan(x.GetLower()), Atan(x.GetUpper()));

    /// <summary>The arc tangent.</summary>
    public static Vector512<float> Atan(Vector512<float> x) => Vector512.Create(Atan(x.GetLower()), Atan(x.GetUpper()));

    /// <summary>The hyperbolic sine.</summary>
    public static float Sinh(float x) => MathF.Sinh(x);

    /// <summary>The hyperbolic sine.</summary>
    public static Vector128<float> Sinh(Vector128<float> x) => Vector128.Create(Sinh(x[0]), Sinh(x[1]), Sinh(x[2]), Sinh(x[3]));

    /// <summary>The hyperbolic sine.</summary>
    public static Vector256<float> Sinh(Vector256<float> x) => Vector256.Create(Sinh(x.GetLower()), Sinh(x.GetUpper()));

    /// <summary>The hyperbolic sine.</summary>
    public static Vector512<float> Sinh(Vector512<float> x) => Vector512.Create(Sinh(x.GetLower()), Sinh(x.GetUpper()));

    /// <summary>The hyperbolic cosine.</summary>
    public static float Cosh(float x) => MathF.Cosh(x);

    /// <summary>The hyperbolic cosine.</summary>
    public static Vector128<float> Cosh(Vector128<float> x) => Vector128.Create(Cosh(x[0]), Cosh(x[1]), Cosh(x[2]), Cosh(x[3]));

    /// <summary>The hyperbolic cosine.</summary>
    public static Vector256<float> Cosh(Vector256<float> x) => Vector256.Create(Cosh(x.GetLower()), Cosh(x.GetUpper()));

    /// <summary>The hyperbolic cosine.</summary>
    public static Vector512<float> Cosh(Vector512<float> x) => Vector512.Create(Cosh(x.GetLower()), Cosh(x.GetUpper()));

    /// <summary>The inverse hyperbolic sine.</summary>
    public static float Asinh(float x) => MathF.Asinh(x);

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Vector128<float> Asinh(Vector128<float> x) => Vector128.Create(Asinh(x[0]), Asinh(x[1]), Asinh(x[2]), Asinh(x[3]));

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Vector256<float> Asinh(Vector256<float> x) => Vector256.Create(Asinh(x.GetLower()), Asinh(x.GetUpper()));

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Vector512<float> Asinh(Vector512<float> x) => Vector512.Create(Asinh(x.GetLower()), Asinh(x.GetUpper()));

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static float Acosh(float x) => MathF.Acosh(x);

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Vector128<float> Acosh(Vector128<float> x) => Vector128.Create(Acosh(x[0]), Acosh(x[1]), Acosh(x[2]), Acosh(x[3]));

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Vector256<float> Acosh(Vector256<float> x) => Vector256.Create(Acosh(x.GetLower()), Acosh(x.GetUpper()));

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Vector512<float> Acosh(Vector512<float> x) => Vector512.Create(Acosh(x.GetLower()), Acosh(x.GetUpper()));

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static float Atanh(float x) => MathF.Atanh(x);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Vector128<float> Atanh(Vector128<float> x) => Vector128.Create(Atanh(x[0]), Atanh(x[1]), Atanh(x[2]), Atanh(x[3]));

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Vector256<float> Atanh(Vector256<float> x) => Vector256.Create(Atanh(x.GetLower()), Atanh(x.GetUpper()));

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Vector512<float> Atanh(Vector512<float> x) => Vector512.Create(Atanh(x.GetLower()), Atanh(x.GetUpper()));

    /// <summary>The inverse of the error function.</summary>
    public static float InverseErf(float x) => Elements.InverseErrorFunction(x);

    /// <summary>The inverse of the error function.</summary>
    public static Vector128<float> InverseErf(Vector128<float> x) => Vector128.Create(InverseErf(x[0]), InverseErf(x[1]), InverseErf(x[2]), InverseErf(x[3]));

    /// <summary>The inverse of the error function.</summary>
    public static Vector256<float> InverseErf(Vector256<float> x) => Vector256.Create(InverseErf(x.GetLower()), InverseErf(x.GetUpper()));

    /// <summary>The inverse of the error function.</summary>
    public static Vector512<float> InverseErf(Vector512<float> x) => Vector512.Create(InverseErf(x.GetLower()), InverseErf(x.GetUpper()));

    /// <summary>−1, 0 or 1; NaN stays NaN.</summary>
    public static float Sign(float x) => Elements.Sign(x);

    /// <summary>−1, 0 or 1; NaN stays NaN.</summary>
    public static Vector128<float> Sign(Vector128<float> x) => Vector128.Create(Sign(x[0]), Sign(x[1]), Sign(x[2]), Sign(x[3]));

    /// <summary>−1, 0 or 1; NaN stays NaN.</summary>
    public static Vector256<float> Sign(Vector256<float> x) => Vector256.Create(Sign(x.GetLower()), Sign(x.GetUpper()));

    /// <summary>−1, 0 or 1; NaN stays NaN.</summary>
    public static Vector512<float> Sign(Vector512<float> x) => Vector512.Create(Sign(x.GetLower()), Sign(x.GetUpper()));

    /// <summary>x to the power of y.</summary>
    public static float Pow(float x, float y) => MathF.Pow(x, y);

    /// <summary>x to the power of y.</summary>
    public static Vector128<float> Pow(Vector128<float> x, Vector128<float> y) => Vector128.Create(Pow(x[0], y[0]), Pow(x[1], y[1]), Pow(x[2], y[2]), Pow(x[3], y[3]));

    /// <summary>x to the power of y.</summary>
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y) => Vector256.Create(Pow(x.GetLower(), y.GetLower()), Pow(x.GetUpper(), y.GetUpper()));

    /// <summary>x to the power of y.</summary>
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y) => Vector512.Create(Pow(x.GetLower(), y.GetLower()), Pow(x.GetUpper(), y.GetUpper()));

    /// <summary>The remainder with the sign of x.</summary>
    public static float Remainder(float x, float y) => x % y;

    /// <summary>The remainder with the sign of x.</summary>
    public static Vector128<float> Remainder(Vector128<float> x, Vector128<float> y) => Vector128.Create(Remainder(x[0], y[0]), Remainder(x[1], y[1]), Remainder(x[2], y[2]), Remainder(x[3], y[3]));

    /// <summary>The remainder with the sign of x.</summary>
    public static Vector256<float> Remainder(Vector256<float> x, Vector256<float> y) => Vector256.Create(Remainder(x.GetLower(), y.GetLower()), Remainder(x.GetUpper(), y.GetUpper()));

    /// <summary>The remainder with the sign of x.</summary>
    public static Vector512<float> Remainder(Vector512<float> x, Vector512<float> y) => Vector512.Create(Remainder(x.GetLower(), y.GetLower()), Remainder(x.GetUpper(), y.GetUpper()));

    /// <summary>The remainder with the sign of y.</summary>
    public static float Modulo(float x, float y) => Elements.Modulo(x, y);

    /// <summary>The remainder with the sign of y.</summary>
    public static Vector128<float> Modulo(Vector128<float> x, Vector128<float> y) => Vector128.Create(Modulo(x[0], y[0]), Modulo(x[1], y[1]), Modulo(x[2], y[2]), Modulo(x[3], y[3]));

    /// <summary>The remainder with the sign of y.</summary>
    public static Vector256<float> Modulo(Vector256<float> x, Vector256<float> y) => Vector256.Create(Modulo(x.GetLower(), y.GetLower()), Modulo(x.GetUpper(), y.GetUpper()));

    /// <summary>The remainder with the sign of y.</summary>
    public static Vector512<float> Modulo(Vector512<float> x, Vector512<float> y) => Vector512.Create(Modulo(x.GetLower(), y.GetLower()), Modulo(x.GetUpper(), y.GetUpper()));
}
