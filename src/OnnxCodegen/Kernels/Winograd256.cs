using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>The transforms of Winograd's algorithm on vectors of 256 bits.</summary>
readonly unsafe struct Winograd256 : IWinogradTransform
{
    const int Side = 6;

    public static int Lanes => Vector256<float>.Count;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* source, nint row, nint pixel, nint channels, float* target, nint plane)
    {
        Vector256<float>* half = stackalloc Vector256<float>[Side * Side];
        for (nint c = 0; c < channels; c += Vector256<float>.Count)
        {
            // The last vector overlaps the one before it.
            if (c > channels - Vector256<float>.Count)
                c = channels - Vector256<float>.Count;
            float* at = source + c;
            for (int j = 0; j < Side; j++, at += pixel)
            {
                Spread(
                    *(Vector256<float>*)at, *(Vector256<float>*)(at + row), *(Vector256<float>*)(at + (2 * row)),
                    *(Vector256<float>*)(at + (3 * row)), *(Vector256<float>*)(at + (4 * row)), *(Vector256<float>*)(at + (5 * row)),
                    (float*)(half + j), Side * Vector256<float>.Count);
            }
            float* to = target + c;
            Vector256<float>* line = half;
            for (int i = 0; i < Side; i++, line += Side, to += Side * plane)
                Spread(line[0], line[1], line[2], line[3], line[4], line[5], to, plane);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Output<TEpilogue>(
        float* source, nint plane, nint channels, float* target, nint row, nint pixel, int height, int width, Operands* operands)
        where TEpilogue : struct, IMap
    {
        Vector256<float>* half = stackalloc Vector256<float>[4 * Side];
        for (nint c = 0; c < channels; c += Vector256<float>.Count)
        {
            if (c > channels - Vector256<float>.Count)
                c = channels - Vector256<float>.Count;
            float* at = source + c;
            for (int j = 0; j < Side; j++, at += plane)
            {
                Gather(
                    *(Vector256<float>*)at, *(Vector256<float>*)(at + (6 * plane)), *(Vector256<float>*)(at + (12 * plane)),
                    *(Vector256<float>*)(at + (18 * plane)), *(Vector256<float>*)(at + (24 * plane)), *(Vector256<float>*)(at + (30 * plane)),
                    out half[j], out half[j + Side], out half[j + (2 * Side)], out half[j + (3 * Side)]);
            }
            float* to = target + c;
            Vector256<float>* line = half;
            Operands* p = operands;
            for (int i = 0; i < height; i++, line += Side, to += row, p += 4)
            {
                Gather(
                    line[0], line[1], line[2], line[3], line[4], line[5],
                    out Vector256<float> y0, out Vector256<float> y1, out Vector256<float> y2, out Vector256<float> y3);
                *(Vector256<float>*)to = TEpilogue.Invoke(y0, p[0], c);
                if (width > 1)
                    *(Vector256<float>*)(to + pixel) = TEpilogue.Invoke(y1, p[1], c);
                if (width > 2)
                    *(Vector256<float>*)(to + (2 * pixel)) = TEpilogue.Invoke(y2, p[2], c);
                if (width > 3)
                    *(Vector256<float>*)(to + (3 * pixel)) = TEpilogue.Invoke(y3, p[3], c);
            }
        }
    }

    /// <summary>Six elements d to Bᵀd, stored <paramref name="step"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Spread(Vector256<float> d0, Vector256<float> d1, Vector256<float> d2, Vector256<float> d3, Vector256<float> d4, Vector256<float> d5, float* target, nint step)
    {
        Vector256<float> four = Vector256.Create(4f), minusFour = Vector256.Create(-4f), minusFive = Vector256.Create(-5f);
        Vector256<float> even = Vector256.FusedMultiplyAdd(minusFour, d2, d4), odd = Vector256.FusedMultiplyAdd(minusFour, d1, d3);
        Vector256<float> difference = d4 - d2, twice = (d3 - d1) + (d3 - d1);
        *(Vector256<float>*)target = Vector256.FusedMultiplyAdd(four, d0, Vector256.FusedMultiplyAdd(minusFive, d2, d4));
        *(Vector256<float>*)(target + step) = even + odd;
        *(Vector256<float>*)(target + (2 * step)) = even - odd;
        *(Vector256<float>*)(target + (3 * step)) = difference + twice;
        *(Vector256<float>*)(target + (4 * step)) = difference - twice;
        *(Vector256<float>*)(target + (5 * step)) = Vector256.FusedMultiplyAdd(four, d1, Vector256.FusedMultiplyAdd(minusFive, d3, d5));
    }

    /// <summary>Six products m to the four sums Aᵀm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Gather(
        Vector256<float> m0, Vector256<float> m1, Vector256<float> m2, Vector256<float> m3, Vector256<float> m4, Vector256<float> m5,
        out Vector256<float> y0, out Vector256<float> y1, out Vector256<float> y2, out Vector256<float> y3)
    {
        Vector256<float> a = m1 + m2, b = m1 - m2, c = m3 + m4, d = m3 - m4;
        y0 = m0 + a + c;
        y1 = Vector256.FusedMultiplyAdd(Vector256.Create(2f), d, b);
        y2 = Vector256.FusedMultiplyAdd(Vector256.Create(4f), c, a);
        y3 = Vector256.FusedMultiplyAdd(Vector256.Create(8f), d, b) + m5;
    }
}
