using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Brings signals to lanes and back. A real signal of even length is a complex one of half the length: its even points are the real
/// parts, its odd points the imaginary ones.</summary>
static unsafe class FourierSignals<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Lanes beyond <paramref name="count"/> become zero.</summary>
    public static void Load(in FourierLayout layout, T[] turns, T* x, FourierLanes<T>.Numbers to, int lanes, int count)
    {
        int points = layout.IsHalved ? layout.Length / 2 : layout.Length;
        if (count < lanes)
        {
            new Span<T>(to.Re, points * lanes).Clear();
            new Span<T>(to.Im, points * lanes).Clear();
        }
        for (int lane = 0; lane < count; lane++)
        {
            T* signal = x + ((nint)lane * layout.Points * layout.Components);
            if (layout.IsHalved && layout.Parts == 1)
                LoadHalfSpectrum(layout, turns, signal, to, lanes, lane);
            else if (layout.Parts == 1)
                LoadConjugates(layout, signal, to, lanes, lane);
            else if (layout.IsHalved || layout.Components == 2)
                LoadPairs(signal, to, points, lanes, lane);
            else
                LoadReals(signal, to, points, lanes, lane);
        }
    }

    public static void Store(in FourierLayout layout, T[] turns, FourierLanes<T>.Numbers from, T* y, int lanes, int count)
    {
        for (int lane = 0; lane < count; lane++)
        {
            T* results = y + ((nint)lane * layout.Results * layout.Parts);
            if (layout.IsHalved && layout.Parts == 2)
                StoreHalfSpectrum(layout, turns, from, results, lanes, lane);
            else
                StorePoints(layout, from, results, lanes, lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void LoadReals(T* signal, FourierLanes<T>.Numbers to, int points, int lanes, int lane)
    {
        for (nint n = 0, at = lane; n < points; n++, at += lanes)
            (to.Re[at], to.Im[at]) = (signal[n], T.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void LoadPairs(T* signal, FourierLanes<T>.Numbers to, int points, int lanes, int lane)
    {
        for (nint n = 0, at = lane; n < points; n++, at += lanes)
            (to.Re[at], to.Im[at]) = (signal[2 * n], signal[(2 * n) + 1]);
    }

    /// <summary>The first half of a spectrum and its conjugate in reverse.</summary>
    static void LoadConjugates(in FourierLayout layout, T* signal, FourierLanes<T>.Numbers to, int lanes, int lane)
    {
        for (int n = 0; n < layout.Length; n++)
        {
            bool isConjugate = n >= layout.Points;
            (T re, T im) = Frequency(layout, signal, isConjugate ? layout.Length - n : n);
            (to.Re[(n * lanes) + lane], to.Im[(n * lanes) + lane]) = (re, isConjugate ? -im : im);
        }
    }

    /// <summary>X[k] and X[h − k] give the spectra of the even and of the odd points: E = (X[k] + X̄[h − k]) / 2 and O with the minus sign,
    /// turned by 2π·k / N; the signal's is E + i·O.</summary>
    static void LoadHalfSpectrum(in FourierLayout layout, T[] turns, T* signal, FourierLanes<T>.Numbers to, int lanes, int lane)
    {
        int half = layout.Length / 2;
        T two = T.CreateChecked(2);
        for (int k = 0; k < half; k++)
        {
            (T re, T im) = Frequency(layout, signal, k);
            (T otherRe, T otherIm) = Frequency(layout, signal, half - k);
            (T turnRe, T turnIm) = (turns[2 * k], -turns[(2 * k) + 1]);
            (T evenRe, T evenIm, T restRe, T restIm) = ((re + otherRe) / two, (im - otherIm) / two, (re - otherRe) / two, (im + otherIm) / two);
            (T oddRe, T oddIm) = ((restRe * turnRe) - (restIm * turnIm), (restRe * turnIm) + (restIm * turnRe));
            (to.Re[(k * lanes) + lane], to.Im[(k * lanes) + lane]) = (evenRe - oddIm, evenIm + oddRe);
        }
    }

    /// <summary>A frequency of a real signal: the first and the middle one are real.</summary>
    static (T Re, T Im) Frequency(in FourierLayout layout, T* signal, int k)
    {
        T re = signal[k * layout.Components];
        bool isReal = layout.Components == 1 || k == 0 || 2 * k == layout.Length;
        return (re, isReal ? T.Zero : signal[(2 * k) + 1]);
    }

    static void StorePoints(in FourierLayout layout, FourierLanes<T>.Numbers from, T* results, int lanes, int lane)
    {
        int points = layout.IsHalved ? layout.Length / 2 : layout.Results;
        T scale = layout.IsInverse ? T.One / T.CreateChecked(layout.IsHalved ? layout.Length / 2 : layout.Length) : T.One;
        for (nint k = 0, at = lane; k < points; k++, at += lanes)
        {
            if (layout.Parts == 1 && !layout.IsHalved)
            {
                results[k] = from.Re[at] * scale;
                continue;
            }
            results[2 * k] = from.Re[at] * scale;
            results[(2 * k) + 1] = from.Im[at] * scale;
        }
    }

    /// <summary>The spectrum of a real signal from that of its pairs: X[k] = E + O·exp(−2πi·k / N), where E and O are the halves of the sum and
    /// of the difference of Z[k] and Z̄[h − k].</summary>
    static void StoreHalfSpectrum(in FourierLayout layout, T[] turns, FourierLanes<T>.Numbers from, T* results, int lanes, int lane)
    {
        int half = layout.Length / 2;
        T two = T.CreateChecked(2);
        for (int k = 0; k <= half && k < layout.Results; k++)
        {
            int a = (k % half * lanes) + lane, b = ((half - k) % half * lanes) + lane;
            (T evenRe, T evenIm) = ((from.Re[a] + from.Re[b]) / two, (from.Im[a] - from.Im[b]) / two);
            (T oddRe, T oddIm) = ((from.Im[a] + from.Im[b]) / two, (from.Re[b] - from.Re[a]) / two);
            (T turnRe, T turnIm) = (turns[2 * k], turns[(2 * k) + 1]);
            T re = evenRe + (oddRe * turnRe) - (oddIm * turnIm), im = evenIm + (oddRe * turnIm) + (oddIm * turnRe);
            (results[2 * k], results[(2 * k) + 1]) = (re, im);
            if (k > 0 && layout.Length - k < layout.Results)
                (results[2 * (layout.Length - k)], results[(2 * (layout.Length - k)) + 1]) = (re, -im);
        }
    }
}
