using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxCodegen.Simd;

/// <summary>Values kept at or above, below or between numbers that are not NaN; NaN stays NaN, and so does -0 at a bound of 0.</summary>
/// <remarks>The Max and Min of vectors become instructions of AVX10.2 when compiled ahead of time, and machines without them refuse such code.</remarks>
static class Bounds
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AtLeast(float x, float bound) => x < bound ? bound : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AtMost(float x, float bound) => x > bound ? bound : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AtLeast(Vector128<float> x, float bound) => Sse.IsSupported
        ? Sse.Max(Vector128.Create(bound), x)
        : Vector128.Max(x, Vector128.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AtMost(Vector128<float> x, float bound) => Sse.IsSupported
        ? Sse.Min(Vector128.Create(bound), x)
        : Vector128.Min(x, Vector128.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtLeast(Vector256<float> x, float bound) => Avx.IsSupported
        ? Avx.Max(Vector256.Create(bound), x)
        : Vector256.Max(x, Vector256.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtMost(Vector256<float> x, float bound) => Avx.IsSupported
        ? Avx.Min(Vector256.Create(bound), x)
        : Vector256.Min(x, Vector256.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AtLeast(Vector512<float> x, float bound) => Avx512F.IsSupported
        ? Avx512F.Max(Vector512.Create(bound), x)
        : Vector512.Max(x, Vector512.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AtMost(Vector512<float> x, float bound) => Avx512F.IsSupported
        ? Avx512F.Min(Vector512.Create(bound), x)
        : Vector512.Min(x, Vector512.Create(bound));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Clamp(float x, float least, float most) => AtMost(AtLeast(x, least), most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clamp(Vector128<float> x, float least, float most) => AtMost(AtLeast(x, least), most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> x, float least, float most) => AtMost(AtLeast(x, least), most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clamp(Vector512<float> x, float least, float most) => AtMost(AtLeast(x, least), most);

    /// <summary>The larger of two numbers; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? Vector128.ConditionalSelect(Vector128.Equals(a, a), Sse.Max(a, b), a)
        : Vector128.Max(a, b);

    /// <summary>The smaller of two numbers; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? Vector128.ConditionalSelect(Vector128.Equals(a, a), Sse.Min(a, b), a)
        : Vector128.Min(a, b);

    /// <summary>The larger of two numbers; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Vector256.ConditionalSelect(Vector256.Equals(a, a), Avx.Max(a, b), a)
        : Vector256.Max(a, b);

    /// <summary>The smaller of two numbers; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Vector256.ConditionalSelect(Vector256.Equals(a, a), Avx.Min(a, b), a)
        : Vector256.Min(a, b);

    /// <summary>The larger of two numbers; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Vector512.ConditionalSelect(Vector512.Equals(a, a), Avx512F.Max(a, b), a)
        : Vector512.Max(a, b);

    /// <summary>The smaller of two numbers; NaN where one is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Vector512.ConditionalSelect(Vector512.Equals(a, a), Avx512F.Min(a, b), a)
        : Vector512.Min(a, b);
}
