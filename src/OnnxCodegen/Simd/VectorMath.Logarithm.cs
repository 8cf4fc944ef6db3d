using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

public static partial class VectorMath
{
    /// <summary>The natural logarithm, with an error of at most two units in the last place (S. Moshier, Cephes, logf).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Log(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>The natural logarithm, with an error of at most two units in the last place (S. Moshier, Cephes, logf).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x)
    {
        Vector128<float> isSmall = Vector128.LessThan(x, Vector128.Create(1.17549435e-38f));
        Vector128<float> normal = Vector128.ConditionalSelect(isSmall, x * 8388608f, x);
        // The fraction lies between √½ and √2.
        Vector128<int> bits = normal.AsInt32() - Vector128.Create(0x3F3504F3);
        Vector128<float> exponent = Vector128.ConvertToSingle(Vector128.ShiftRightArithmetic(bits, 23)) - Vector128.ConditionalSelect(isSmall, Vector128.Create(23f), Vector128<float>.Zero);
        Vector128<float> m = ((bits & Vector128.Create(0x007FFFFF)) + Vector128.Create(0x3F3504F3)).AsSingle() - Vector128<float>.One;
        Vector128<float> square = m * m;
        Vector128<float> p = Vector128.Create(7.0376836292e-2f);
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(-1.1514610310e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(1.1676998740e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(-1.2420140846e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(1.4249322787e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(-1.6668057665e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(2.0000714765e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(-2.4999993993e-1f));
        p = Vector128.FusedMultiplyAdd(p, m, Vector128.Create(3.3333331174e-1f));
        p = Vector128.FusedMultiplyAdd(exponent, Vector128.Create(-2.12194440e-4f), p * m * square);
        p = Vector128.FusedMultiplyAdd(square, Vector128.Create(-0.5f), p) + m;
        Vector128<float> log = Vector128.FusedMultiplyAdd(exponent, Vector128.Create(0.693359375f), p);
        // ∞ and NaN stay; 0 gives −∞, less NaN.
        Vector128<float> limit = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), Vector128.Create(float.NaN));
        log = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(float.PositiveInfinity)), log, x);
        return Vector128.ConditionalSelect(Vector128.LessThanOrEqual(x, Vector128<float>.Zero), limit, log);
    }

    /// <summary>The natural logarithm, with an error of at most two units in the last place (S. Moshier, Cephes, logf).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> isSmall = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        Vector256<float> normal = Vector256.ConditionalSelect(isSmall, x * 8388608f, x);
        // The fraction lies between √½ and √2.
        Vector256<int> bits = normal.AsInt32() - Vector256.Create(0x3F3504F3);
        Vector256<float> exponent = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(bits, 23)) - Vector256.ConditionalSelect(isSmall, Vector256.Create(23f), Vector256<float>.Zero);
        Vector256<float> m = ((bits & Vector256.Create(0x007FFFFF)) + Vector256.Create(0x3F3504F3)).AsSingle() - Vector256<float>.One;
        Vector256<float> square = m * m;
        Vector256<float> p = Vector256.Create(7.0376836292e-2f);
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-1.1514610310e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(1.1676998740e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-1.2420140846e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(1.4249322787e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-1.6668057665e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(2.0000714765e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(-2.4999993993e-1f));
        p = Vector256.FusedMultiplyAdd(p, m, Vector256.Create(3.3333331174e-1f));
        p = Vector256.FusedMultiplyAdd(exponent, Vector256.Create(-2.12194440e-4f), p * m * square);
        p = Vector256.FusedMultiplyAdd(square, Vector256.Create(-0.5f), p) + m;
        Vector256<float> log = Vector256.FusedMultiplyAdd(exponent, Vector256.Create(0.693359375f), p);
        // ∞ and NaN stay; 0 gives −∞, less NaN.
        Vector256<float> limit = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), Vector256.Create(float.NaN));
        log = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity)), log, x);
        return Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256<float>.Zero), limit, log);
    }

    /// <summary>The natural logarithm, with an error of at most two units in the last place (S. Moshier, Cephes, logf).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> isSmall = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        Vector512<float> normal = Vector512.ConditionalSelect(isSmall, x * 8388608f, x);
        // The fraction lies between √½ and √2.
        Vector512<int> bits = normal.AsInt32() - Vector512.Create(0x3F3504F3);
        Vector512<float> exponent = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(bits, 23)) - Vector512.ConditionalSelect(isSmall, Vector512.Create(23f), Vector512<float>.Zero);
        Vector512<float> m = ((bits & Vector512.Create(0x007FFFFF)) + Vector512.Create(0x3F3504F3)).AsSingle() - Vector512<float>.One;
        Vector512<float> square = m * m;
        Vector512<float> p = Vector512.Create(7.0376836292e-2f);
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-1.1514610310e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(1.1676998740e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-1.2420140846e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(1.4249322787e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-1.6668057665e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(2.0000714765e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(-2.4999993993e-1f));
        p = Vector512.FusedMultiplyAdd(p, m, Vector512.Create(3.3333331174e-1f));
        p = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(-2.12194440e-4f), p * m * square);
        p = Vector512.FusedMultiplyAdd(square, Vector512.Create(-0.5f), p) + m;
        Vector512<float> log = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(0.693359375f), p);
        // ∞ and NaN stay; 0 gives −∞, less NaN.
        Vector512<float> limit = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NaN));
        log = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), log, x);
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), limit, log);
    }

    /// <summary>log(1 + x) without cancellation near 0: the logarithm of the rounded sum, and what rounding left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1p(float x) => Log1p(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>log(1 + x) without cancellation near 0: the logarithm of the rounded sum, and what rounding left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1p(Vector128<float> x)
    {
        Vector128<float> sum = Vector128<float>.One + x;
        Vector128<float> log = Log(sum);
        Vector128<float> rest = (x - (sum - Vector128<float>.One)) / sum;
        return Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(rest), Vector128<float>.One), log + rest, log);
    }

    /// <summary>log(1 + x) without cancellation near 0: the logarithm of the rounded sum, and what rounding left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> x)
    {
        Vector256<float> sum = Vector256<float>.One + x;
        Vector256<float> log = Log(sum);
        Vector256<float> rest = (x - (sum - Vector256<float>.One)) / sum;
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(rest), Vector256<float>.One), log + rest, log);
    }

    /// <summary>log(1 + x) without cancellation near 0: the logarithm of the rounded sum, and what rounding left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x)
    {
        Vector512<float> sum = Vector512<float>.One + x;
        Vector512<float> log = Log(sum);
        Vector512<float> rest = (x - (sum - Vector512<float>.One)) / sum;
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(rest), Vector512<float>.One), log + rest, log);
    }
}
