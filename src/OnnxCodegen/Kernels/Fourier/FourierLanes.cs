using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Transforms of several signals side by side: point n of all signals lies before point n + 1. Every pass is the same arithmetic on
/// vectors of neighbouring elements, at any length and for any number of signals.</summary>
static unsafe class FourierLanes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Complex numbers as two arrays.</summary>
    internal readonly struct Numbers(T* re, T* im)
    {
        public readonly T* Re = re, Im = im;

        /// <summary>Real and imaginary parts exchanged, by which a transform becomes the inverse one.</summary>
        public Numbers Swapped => new(Im, Re);
    }

    /// <summary>The transforms; the result lies in one of the two buffers.</summary>
    public static Numbers Run(FourierPlan<T> plan, Numbers x, Numbers y, int lanes)
    {
        if (plan.Chirp is { } chirp)
            return Convolve(chirp, plan.Length, x, y, lanes);
        foreach (FourierPass<T> pass in plan.Passes)
        {
            if (pass.Radix == 4)
                Radix4(pass, x, y, lanes);
            else if (pass.Radix == 2)
                Radix2(pass, x, y, lanes);
            else
                OddRadix(pass, x, y, lanes);
            (x, y) = (y, x);
        }
        return x;
    }

    static Numbers Convolve(ChirpPlan<T> chirp, int length, Numbers x, Numbers y, int lanes)
    {
        int size = chirp.Convolution.Length;
        fixed (T* wave = chirp.Chirp, spectrum = chirp.Spectrum)
        {
            Multiply(wave, x, length, lanes);
            new System.Span<T>(x.Re + (length * lanes), (size - length) * lanes).Clear();
            new System.Span<T>(x.Im + (length * lanes), (size - length) * lanes).Clear();
            Numbers z = Run(chirp.Convolution, x, y, lanes);
            Multiply(spectrum, z, size, lanes);
            Numbers other = z.Re == x.Re ? y : x;
            Numbers result = Run(chirp.Convolution, z.Swapped, other.Swapped, lanes).Swapped;
            Multiply(wave, result, length, lanes);
            return result;
        }
    }

    /// <summary>Multiplies point n of all signals by the n-th of the factors.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Multiply(T* factors, Numbers x, int points, int lanes)
    {
        for (int n = 0; n < points; n++)
        {
            T cos = factors[2 * n], sin = factors[(2 * n) + 1];
            T* re = x.Re + (n * lanes), im = x.Im + (n * lanes);
            int q = 0;
            for (; q <= lanes - Vector<T>.Count; q += Vector<T>.Count)
            {
                Vector<T> a = Vector.Load(re + q), b = Vector.Load(im + q);
                Vector.Store((a * cos) - (b * sin), re + q);
                Vector.Store((a * sin) + (b * cos), im + q);
            }
            for (; q < lanes; q++)
                (re[q], im[q]) = ((re[q] * cos) - (im[q] * sin), (re[q] * sin) + (im[q] * cos));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Radix2(FourierPass<T> pass, Numbers x, Numbers y, int lanes)
    {
        nint run = (nint)pass.Stride * lanes, half = run * pass.Count;
        fixed (T* twiddles = pass.Twiddles)
        {
            for (nint p = 0; p < pass.Count; p++)
            {
                T cos = twiddles[(4 * p) + 2], sin = twiddles[(4 * p) + 3];
                T* a = x.Re + (run * p), b = x.Im + (run * p), c = y.Re + (run * 2 * p), d = y.Im + (run * 2 * p);
                nint q = 0;
                for (; q <= run - Vector<T>.Count; q += Vector<T>.Count)
                {
                    Vector<T> a0 = Vector.Load(a + q), a1 = Vector.Load(a + half + q), b0 = Vector.Load(b + q), b1 = Vector.Load(b + half + q);
                    Vector<T> re = a0 - a1, im = b0 - b1;
                    Vector.Store(a0 + a1, c + q);
                    Vector.Store(b0 + b1, d + q);
                    Vector.Store((re * cos) - (im * sin), c + run + q);
                    Vector.Store((re * sin) + (im * cos), d + run + q);
                }
                for (; q < run; q++)
                {
                    T re = a[q] - a[half + q], im = b[q] - b[half + q];
                    (c[q], d[q]) = (a[q] + a[half + q], b[q] + b[half + q]);
                    (c[run + q], d[run + q]) = ((re * cos) - (im * sin), (re * sin) + (im * cos));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Radix4(FourierPass<T> pass, Numbers x, Numbers y, int lanes)
    {
        nint run = (nint)pass.Stride * lanes, part = run * pass.Count;
        fixed (T* twiddles = pass.Twiddles)
        {
            for (nint p = 0; p < pass.Count; p++)
            {
                T* w = twiddles + (8 * p);
                T* a = x.Re + (run * p), b = x.Im + (run * p), c = y.Re + (run * 4 * p), d = y.Im + (run * 4 * p);
                nint q = 0;
                for (; q <= run - Vector<T>.Count; q += Vector<T>.Count)
                {
                    Vector<T> a0 = Vector.Load(a + q), a1 = Vector.Load(a + part + q), a2 = Vector.Load(a + (2 * part) + q), a3 = Vector.Load(a + (3 * part) + q);
                    Vector<T> b0 = Vector.Load(b + q), b1 = Vector.Load(b + part + q), b2 = Vector.Load(b + (2 * part) + q), b3 = Vector.Load(b + (3 * part) + q);
                    Vector<T> evenRe = a0 + a2, evenIm = b0 + b2, oddRe = a1 + a3, oddIm = b1 + b3;
                    Vector<T> restRe = a0 - a2, restIm = b0 - b2, turnRe = b1 - b3, turnIm = a3 - a1;
                    Vector.Store(evenRe + oddRe, c + q);
                    Vector.Store(evenIm + oddIm, d + q);
                    Store(restRe + turnRe, restIm + turnIm, w[2], w[3], c + run + q, d + run + q);
                    Store(evenRe - oddRe, evenIm - oddIm, w[4], w[5], c + (2 * run) + q, d + (2 * run) + q);
                    Store(restRe - turnRe, restIm - turnIm, w[6], w[7], c + (3 * run) + q, d + (3 * run) + q);
                }
                for (; q < run; q++)
                {
                    T a0 = a[q], a1 = a[part + q], a2 = a[(2 * part) + q], a3 = a[(3 * part) + q];
                    T b0 = b[q], b1 = b[part + q], b2 = b[(2 * part) + q], b3 = b[(3 * part) + q];
                    T evenRe = a0 + a2, evenIm = b0 + b2, oddRe = a1 + a3, oddIm = b1 + b3;
                    T restRe = a0 - a2, restIm = b0 - b2, turnRe = b1 - b3, turnIm = a3 - a1;
                    (c[q], d[q]) = (evenRe + oddRe, evenIm + oddIm);
                    Store(restRe + turnRe, restIm + turnIm, w[2], w[3], c + run + q, d + run + q);
                    Store(evenRe - oddRe, evenIm - oddIm, w[4], w[5], c + (2 * run) + q, d + (2 * run) + q);
                    Store(restRe - turnRe, restIm - turnIm, w[6], w[7], c + (3 * run) + q, d + (3 * run) + q);
                }
            }
        }
    }

    /// <summary>Any odd number of points: opposite ones are taken together, as their factors are conjugate.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void OddRadix(FourierPass<T> pass, Numbers x, Numbers y, int lanes)
    {
        nint run = (nint)pass.Stride * lanes, part = run * pass.Count;
        int radix = pass.Radix, pairs = radix / 2;
        Vector<T>* sums = stackalloc Vector<T>[FourierRadices.Largest * 2];
        fixed (T* twiddles = pass.Twiddles, roots = pass.Roots)
        {
            for (nint p = 0; p < pass.Count; p++)
            {
                T* w = twiddles + (2 * radix * p);
                T* a = x.Re + (run * p), b = x.Im + (run * p), c = y.Re + (run * radix * p), d = y.Im + (run * radix * p);
                for (nint q = 0; q < run; q += Vector<T>.Count)
                {
                    int width = (int)nint.Min(Vector<T>.Count, run - q);
                    Vector<T> firstRe = Load(a + q, width), firstIm = Load(b + q, width), totalRe = firstRe, totalIm = firstIm;
                    for (int i = 1; i <= pairs; i++)
                    {
                        Vector<T> re = Load(a + (i * part) + q, width), im = Load(b + (i * part) + q, width);
                        Vector<T> otherRe = Load(a + ((radix - i) * part) + q, width), otherIm = Load(b + ((radix - i) * part) + q, width);
                        Vector<T>* s = sums + (4 * (i - 1));
                        (s[0], s[1], s[2], s[3]) = (re + otherRe, im + otherIm, re - otherRe, im - otherIm);
                        totalRe += s[0];
                        totalIm += s[1];
                    }
                    Store(totalRe, totalIm, T.One, T.Zero, c + q, d + q, width);
                    for (int j = 1; j <= pairs; j++)
                    {
                        Vector<T> evenRe = firstRe, evenIm = firstIm, oddRe = Vector<T>.Zero, oddIm = Vector<T>.Zero;
                        for (int i = 1, turn = j; i <= pairs; i++, turn = (turn + j) % radix)
                        {
                            Vector<T>* s = sums + (4 * (i - 1));
                            T cos = roots[2 * turn], sin = roots[(2 * turn) + 1];
                            evenRe += s[0] * cos;
                            evenIm += s[1] * cos;
                            oddRe += s[3] * sin;
                            oddIm += s[2] * sin;
                        }
                        Store(evenRe - oddRe, evenIm + oddIm, w[2 * j], w[(2 * j) + 1], c + (j * run) + q, d + (j * run) + q, width);
                        int k = radix - j;
                        Store(evenRe + oddRe, evenIm - oddIm, w[2 * k], w[(2 * k) + 1], c + (k * run) + q, d + (k * run) + q, width);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<T> Load(T* from, int width)
    {
        if (width == Vector<T>.Count)
            return Vector.Load(from);
        Vector<T> part = Vector<T>.Zero;
        for (int i = 0; i < width; i++)
            ((T*)&part)[i] = from[i];
        return part;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector<T> re, Vector<T> im, T cos, T sin, T* toRe, T* toIm)
    {
        Vector.Store((re * cos) - (im * sin), toRe);
        Vector.Store((re * sin) + (im * cos), toIm);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector<T> re, Vector<T> im, T cos, T sin, T* toRe, T* toIm, int width)
    {
        if (width == Vector<T>.Count)
        {
            Store(re, im, cos, sin, toRe, toIm);
            return;
        }
        for (int i = 0; i < width; i++)
            Store(re[i], im[i], cos, sin, toRe + i, toIm + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(T re, T im, T cos, T sin, T* toRe, T* toIm) =>
        (*toRe, *toIm) = ((re * cos) - (im * sin), (re * sin) + (im * cos));
}
