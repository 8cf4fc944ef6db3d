using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>The transforms of Winograd's algorithm on vectors of 512 bits.</summary>
readonly unsafe struct Winograd512 : IWinogradTransform
{
    const int Side = 6;

    public static int Lanes => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* source, nint row, nint pixel, nint channels, float* target, nint plane)
    {
        for (nint c = 0; c < channels; c += Vector512<float>.Count)
        {
            // The last vector overlaps the one before it.
            if (c > channels - Vector512<float>.Count)
                c = channels - Vector512<float>.Count;
            // Three rows of Bᵀd at a time, which stay in registers.
            float* at = source + c, to = target + c;
            UpperColumn(at, row, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0);
            UpperColumn(at += pixel, row, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1);
            UpperColumn(at += pixel, row, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2);
            UpperColumn(at += pixel, row, out Vector512<float> a3, out Vector512<float> b3, out Vector512<float> c3);
            UpperColumn(at += pixel, row, out Vector512<float> a4, out Vector512<float> b4, out Vector512<float> c4);
            UpperColumn(at += pixel, row, out Vector512<float> a5, out Vector512<float> b5, out Vector512<float> c5);
            Spread(a0, a1, a2, a3, a4, a5, to, plane);
            Spread(b0, b1, b2, b3, b4, b5, to += Side * plane, plane);
            Spread(c0, c1, c2, c3, c4, c5, to += Side * plane, plane);
            at = source + c;
            LowerColumn(at, row, out a0, out b0, out c0);
            LowerColumn(at += pixel, row, out a1, out b1, out c1);
            LowerColumn(at += pixel, row, out a2, out b2, out c2);
            LowerColumn(at += pixel, row, out a3, out b3, out c3);
            LowerColumn(at += pixel, row, out a4, out b4, out c4);
            LowerColumn(at += pixel, row, out a5, out b5, out c5);
            Spread(a0, a1, a2, a3, a4, a5, to += Side * plane, plane);
            Spread(b0, b1, b2, b3, b4, b5, to += Side * plane, plane);
            Spread(c0, c1, c2, c3, c4, c5, to += Side * plane, plane);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Output<TEpilogue>(
        float* source, nint plane, nint channels, float* target, nint row, nint pixel, int height, int width, Operands* operands)
        where TEpilogue : struct, IMap
    {
        for (nint c = 0; c < channels; c += Vector512<float>.Count)
        {
            if (c > channels - Vector512<float>.Count)
                c = channels - Vector512<float>.Count;
            float* at = source + c;
            GatherColumn(at, plane, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0, out Vector512<float> d0);
            GatherColumn(at += plane, plane, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1, out Vector512<float> d1);
            GatherColumn(at += plane, plane, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2, out Vector512<float> d2);
            GatherColumn(at += plane, plane, out Vector512<float> a3, out Vector512<float> b3, out Vector512<float> c3, out Vector512<float> d3);
            GatherColumn(at += plane, plane, out Vector512<float> a4, out Vector512<float> b4, out Vector512<float> c4, out Vector512<float> d4);
            GatherColumn(at += plane, plane, out Vector512<float> a5, out Vector512<float> b5, out Vector512<float> c5, out Vector512<float> d5);
            float* to = target + c;
            Store<TEpilogue>(a0, a1, a2, a3, a4, a5, to, pixel, width, operands, c);
            if (height > 1)
                Store<TEpilogue>(b0, b1, b2, b3, b4, b5, to += row, pixel, width, operands + 4, c);
            if (height > 2)
                Store<TEpilogue>(c0, c1, c2, c3, c4, c5, to += row, pixel, width, operands + 8, c);
            if (height > 3)
                Store<TEpilogue>(d0, d1, d2, d3, d4, d5, to + row, pixel, width, operands + 12, c);
            if (MapKind<TEpilogue>.IsLong)
                Apply<TEpilogue>(target + c, row, pixel, height, width, operands, c);
        }
    }

    /// <summary>Stores a row of pixels; what is long to compute is left for a pass of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TEpilogue>(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5,
        float* to, nint pixel, int width, Operands* p, nint column)
        where TEpilogue : struct, IMap
    {
        Gather(m0, m1, m2, m3, m4, m5, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2, out Vector512<float> y3);
        *(Vector512<float>*)to = MapKind<TEpilogue>.IsLong ? y0 : TEpilogue.Invoke(y0, p[0], column);
        if (width > 1)
            *(Vector512<float>*)(to + pixel) = MapKind<TEpilogue>.IsLong ? y1 : TEpilogue.Invoke(y1, p[1], column);
        if (width > 2)
            *(Vector512<float>*)(to + (2 * pixel)) = MapKind<TEpilogue>.IsLong ? y2 : TEpilogue.Invoke(y2, p[2], column);
        if (width > 3)
            *(Vector512<float>*)(to + (3 * pixel)) = MapKind<TEpilogue>.IsLong ? y3 : TEpilogue.Invoke(y3, p[3], column);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Apply<TEpilogue>(float* to, nint row, nint pixel, int height, int width, Operands* p, nint column)
        where TEpilogue : struct, IMap
    {
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                float* at = to + (i * row) + (j * pixel);
                *(Vector512<float>*)at = TEpilogue.Invoke(*(Vector512<float>*)at, p[(4 * i) + j], column);
            }
        }
    }

    /// <summary>The first three of Bᵀd for a column d of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void UpperColumn(float* at, nint row, out Vector512<float> t0, out Vector512<float> t1, out Vector512<float> t2)
    {
        Vector512<float> minusFour = Vector512.Create(-4f);
        Vector512<float> d1 = *(Vector512<float>*)(at + row), d2 = *(Vector512<float>*)(at + (2 * row));
        Vector512<float> d3 = *(Vector512<float>*)(at + (3 * row)), d4 = *(Vector512<float>*)(at + (4 * row));
        Vector512<float> even = Vector512.FusedMultiplyAdd(minusFour, d2, d4), odd = Vector512.FusedMultiplyAdd(minusFour, d1, d3);
        t0 = Vector512.FusedMultiplyAdd(Vector512.Create(4f), *(Vector512<float>*)at, Vector512.FusedMultiplyAdd(Vector512.Create(-5f), d2, d4));
        t1 = even + odd;
        t2 = even - odd;
    }

    /// <summary>The last three of Bᵀd for a column d of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void LowerColumn(float* at, nint row, out Vector512<float> t3, out Vector512<float> t4, out Vector512<float> t5)
    {
        Vector512<float> d1 = *(Vector512<float>*)(at + row), d2 = *(Vector512<float>*)(at + (2 * row));
        Vector512<float> d3 = *(Vector512<float>*)(at + (3 * row)), d4 = *(Vector512<float>*)(at + (4 * row));
        Vector512<float> difference = d4 - d2, twice = (d3 - d1) + (d3 - d1);
        t3 = difference + twice;
        t4 = difference - twice;
        t5 = Vector512.FusedMultiplyAdd(
            Vector512.Create(4f), d1, Vector512.FusedMultiplyAdd(Vector512.Create(-5f), d3, *(Vector512<float>*)(at + (5 * row))));
    }

    /// <summary>The four sums Aᵀm for a column m of products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void GatherColumn(
        float* at, nint plane, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2, out Vector512<float> y3) => Gather(
        *(Vector512<float>*)at, *(Vector512<float>*)(at + (6 * plane)), *(Vector512<float>*)(at + (12 * plane)),
        *(Vector512<float>*)(at + (18 * plane)), *(Vector512<float>*)(at + (24 * plane)), *(Vector512<float>*)(at + (30 * plane)),
        out y0, out y1, out y2, out y3);

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
