using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>The transforms of Winograd's algorithm on vectors of 512 bits.</summary>
readonly unsafe struct Winograd512 : IWinogradTransform
{
    const int Side = 6;

    public static int Lanes => Vector512<float>.Count;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* source, nint row, nint pixel, nint channels, float* target, nint plane)
    {
        Vector512<float>* half = stackalloc Vector512<float>[Side * Side];
        for (nint c = 0; c < channels; c += Vector512<float>.Count)
        {
            // The last vector overlaps the one before it.
            if (c > channels - Vector512<float>.Count)
                c = channels - Vector512<float>.Count;
            float* at = source + c;
            for (int j = 0; j < Side; j++, at += pixel)
            {
                Spread(
                    *(Vector512<float>*)at, *(Vector512<float>*)(at + row), *(Vector512<float>*)(at + (2 * row)),
                    *(Vector512<float>*)(at + (3 * row)), *(Vector512<float>*)(at + (4 * row)), *(Vector512<float>*)(at + (5 * row)),
                    (float*)(half + j), Side * Vector512<float>.Count);
            }
            float* to = target + c;
            Vector512<float>* line = half;
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
        Vector512<float>* half = stackalloc Vector512<float>[4 * Side];
        for (nint c = 0; c < channels; c += Vector512<float>.Count)
        {
            if (c > channels - Vector512<float>.Count)
                c = channels - Vector512<float>.Count;
            float* at = source + c;
            for (int j = 0; j < Side; j++, at += plane)
            {
                Gather(
                    *(Vector512<float>*)at, *(Vector512<float>*)(at + (6 * plane)), *(Vector512<float>*)(at + (12 * plane)),
                    *(Vector512<float>*)(at + (18 * plane)), *(Vector512<float>*)(at + (24 * plane)), *(Vector512<float>*)(at + (30 * plane)),
                    out half[j], out half[j + Side], out half[j + (2 * Side)], out half[j + (3 * Side)]);
            }
            float* to = target + c;
            Vector512<float>* line = half;
            Operands* p = operands;
            for (int i = 0; i < height; i++, line += Side, to += row, p += 4)
            {
                Gather(
                    line[0], line[1], line[2], line[3], line[4], line[5],
                    out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2, out Vector512<float> y3);
                *(Vector512<float>*)to = TEpilogue.Invoke(y0, p[0], c);
                if (width > 1)
                    *(Vector512<float>*)(to + pixel) = TEpilogue.Invoke(y1, p[1], c);
                if (width > 2)
                    *(Vector512<float>*)(to + (2 * pixel)) = TEpilogue.Invoke(y2, p[2], c);
                if (width > 3)
                    *(Vector512<float>*)(to + (3 * pixel)) = TEpilogue.Invoke(y3, p[3], c);
            }
        }
    }

    /// <summary>Six elements d to Bᵀd, stored <paramref name="step"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Spread(Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3, Vector512<float> d4, Vector512<float> d5, float* target, nint step)
    {
        Vector512<float> four = Vector512.Create(4f), minusFour = Vector512.Create(-4f), minusFive = Vector512.Create(-5f);
        Vector512<float> even = Vector512.FusedMultiplyAdd(minusFour, d2, d4), odd = Vector512.FusedMultiplyAdd(minusFour, d1, d3);
        Vector512<float> difference = d4 - d2, twice = (d3 - d1) + (d3 - d1);
        *(Vector512<float>*)target = Vector512.FusedMultiplyAdd(four, d0, Vector512.FusedMultiplyAdd(minusFive, d2, d4));
        *(Vector512<float>*)(target + step) = even + odd;
        *(Vector512<float>*)(target + (2 * step)) = even - odd;
        *(Vector512<float>*)(target + (3 * step)) = difference + twice;
        *(Vector512<float>*)(target + (4 * step)) = difference - twice;
        *(Vector512<float>*)(target + (5 * step)) = Vector512.FusedMultiplyAdd(four, d1, Vector512.FusedMultiplyAdd(minusFive, d3, d5));
    }

    /// <summary>Six products m to the four sums Aᵀm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Gather(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5,
        out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2, out Vector512<float> y3)
    {
        Vector512<float> a = m1 + m2, b = m1 - m2, c = m3 + m4, d = m3 - m4;
        y0 = m0 + a + c;
        y1 = Vector512.FusedMultiplyAdd(Vector512.Create(2f), d, b);
        y2 = Vector512.FusedMultiplyAdd(Vector512.Create(4f), c, a);
        y3 = Vector512.FusedMultiplyAdd(Vector512.Create(8f), d, b) + m5;
    }
}
