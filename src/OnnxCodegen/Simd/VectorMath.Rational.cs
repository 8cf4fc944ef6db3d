using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <summary>Elementary functions of floats, one by one and in vectors of every width, with the same results.</summary>
public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x)
    {
        float y = Bounds.Clamp(x, -7.90531110763549805f, 7.90531110763549805f);
        float square = y * y;
        float p = -2.76076847742355e-16f;
        p = MathF.FusedMultiplyAdd(p, square, 2.00018790482477e-13f);
        p = MathF.FusedMultiplyAdd(p, square, -8.60467152213735e-11f);
        p = MathF.FusedMultiplyAdd(p, square, 5.12229709037114e-08f);
        p = MathF.FusedMultiplyAdd(p, square, 1.48572235717979e-05f);
        p = MathF.FusedMultiplyAdd(p, square, 6.37261928875436e-04f);
        p = MathF.FusedMultiplyAdd(p, square, 4.89352455891786e-03f);
        float q = 1.19825839466702e-06f;
        q = MathF.FusedMultiplyAdd(q, square, 1.18534705686654e-04f);
        q = MathF.FusedMultiplyAdd(q, square, 2.26843463243900e-03f);
        q = MathF.FusedMultiplyAdd(q, square, 4.89352518554385e-03f);
        return y * p / q;
    }

    /// <summary>The hyperbolic tangent: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> y = Bounds.Clamp(x, -7.90531110763549805f, 7.90531110763549805f);
        Vector128<float> square = y * y;
        Vector128<float> p = Vector128.Create(-2.76076847742355e-16f);
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(2.00018790482477e-13f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(-8.60467152213735e-11f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(5.12229709037114e-08f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(1.48572235717979e-05f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(6.37261928875436e-04f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(4.89352455891786e-03f));
        Vector128<float> q = Vector128.Create(1.19825839466702e-06f);
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(1.18534705686654e-04f));
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(2.26843463243900e-03f));
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(4.89352518554385e-03f));
        return y * p / q;
    }

    /// <summary>The hyperbolic tangent: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> y = Bounds.Clamp(x, -7.90531110763549805f, 7.90531110763549805f);
        Vector256<float> square = y * y;
        Vector256<float> p = Vector256.Create(-2.76076847742355e-16f);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.00018790482477e-13f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-8.60467152213735e-11f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(5.12229709037114e-08f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.48572235717979e-05f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(6.37261928875436e-04f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(4.89352455891786e-03f));
        Vector256<float> q = Vector256.Create(1.19825839466702e-06f);
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(1.18534705686654e-04f));
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(2.26843463243900e-03f));
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(4.89352518554385e-03f));
        return y * p / q;
    }

    /// <summary>The hyperbolic tangent: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> y = Bounds.Clamp(x, -7.90531110763549805f, 7.90531110763549805f);
        Vector512<float> square = y * y;
        Vector512<float> p = Vector512.Create(-2.76076847742355e-16f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(2.00018790482477e-13f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-8.60467152213735e-11f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(5.12229709037114e-08f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(1.48572235717979e-05f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(6.37261928875436e-04f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(4.89352455891786e-03f));
        Vector512<float> q = Vector512.Create(1.19825839466702e-06f);
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(1.18534705686654e-04f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(2.26843463243900e-03f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(4.89352518554385e-03f));
        return y * p / q;
    }

    /// <summary>The error function: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x)
    {
        float y = Bounds.Clamp(x, -4f, 4f);
        float square = y * y;
        float p = -2.72614225801306e-10f;
        p = MathF.FusedMultiplyAdd(p, square, 2.77068142495902e-08f);
        p = MathF.FusedMultiplyAdd(p, square, -2.10102402082508e-06f);
        p = MathF.FusedMultiplyAdd(p, square, -5.69250639462346e-05f);
        p = MathF.FusedMultiplyAdd(p, square, -7.34990630326855e-04f);
        p = MathF.FusedMultiplyAdd(p, square, -2.95459980854025e-03f);
        p = MathF.FusedMultiplyAdd(p, square, -1.60960333262415e-02f);
        float q = -1.45660718464996e-05f;
        q = MathF.FusedMultiplyAdd(q, square, -2.13374055278905e-04f);
        q = MathF.FusedMultiplyAdd(q, square, -1.68282697438203e-03f);
        q = MathF.FusedMultiplyAdd(q, square, -7.37332916720468e-03f);
        q = MathF.FusedMultiplyAdd(q, square, -1.42647390514189e-02f);
        return y * p / q;
    }

    /// <summary>The error function: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x)
    {
        Vector128<float> y = Bounds.Clamp(x, -4f, 4f);
        Vector128<float> square = y * y;
        Vector128<float> p = Vector128.Create(-2.72614225801306e-10f);
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(2.77068142495902e-08f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(-2.10102402082508e-06f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(-5.69250639462346e-05f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(-7.34990630326855e-04f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(-2.95459980854025e-03f));
        p = Vector128.FusedMultiplyAdd(p, square, Vector128.Create(-1.60960333262415e-02f));
        Vector128<float> q = Vector128.Create(-1.45660718464996e-05f);
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(-2.13374055278905e-04f));
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(-1.68282697438203e-03f));
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(-7.37332916720468e-03f));
        q = Vector128.FusedMultiplyAdd(q, square, Vector128.Create(-1.42647390514189e-02f));
        return y * p / q;
    }

    /// <summary>The error function: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> y = Bounds.Clamp(x, -4f, 4f);
        Vector256<float> square = y * y;
        Vector256<float> p = Vector256.Create(-2.72614225801306e-10f);
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(2.77068142495902e-08f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-2.10102402082508e-06f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-5.69250639462346e-05f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-7.34990630326855e-04f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-2.95459980854025e-03f));
        p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-1.60960333262415e-02f));
        Vector256<float> q = Vector256.Create(-1.45660718464996e-05f);
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(-2.13374055278905e-04f));
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(-1.68282697438203e-03f));
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(-7.37332916720468e-03f));
        q = Vector256.FusedMultiplyAdd(q, square, Vector256.Create(-1.42647390514189e-02f));
        return y * p / q;
    }

    /// <summary>The error function: a rational minimax approximation, relative error below 5e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        Vector512<float> y = Bounds.Clamp(x, -4f, 4f);
        Vector512<float> square = y * y;
        Vector512<float> p = Vector512.Create(-2.72614225801306e-10f);
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(2.77068142495902e-08f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-2.10102402082508e-06f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-5.69250639462346e-05f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-7.34990630326855e-04f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-2.95459980854025e-03f));
        p = Vector512.FusedMultiplyAdd(p, square, Vector512.Create(-1.60960333262415e-02f));
        Vector512<float> q = Vector512.Create(-1.45660718464996e-05f);
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(-2.13374055278905e-04f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(-1.68282697438203e-03f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(-7.37332916720468e-03f));
        q = Vector512.FusedMultiplyAdd(q, square, Vector512.Create(-1.42647390514189e-02f));
        return y * p / q;
    }
}
