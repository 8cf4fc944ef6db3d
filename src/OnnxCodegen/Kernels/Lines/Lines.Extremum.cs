using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <content>The indices of extrema.</content>
public static unsafe partial class Lines
{
    /// <summary>The index of the first (or last) maximum along the axis; NaN counts as the maximum.</summary>
    /// <param name="workers">Share the lines.</param>
    public static void ArgMax<T>(Workers workers, ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner, bool last)
        where T : INumber<T> => ArgExtremum(workers, x, y, outer, n, inner, last, isMinimum: false);

    /// <summary>The index of the first (or last) minimum along the axis; NaN counts as the minimum.</summary>
    /// <param name="workers">Share the lines.</param>
    public static void ArgMin<T>(Workers workers, ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner, bool last)
        where T : INumber<T> => ArgExtremum(workers, x, y, outer, n, inner, last, isMinimum: true);

    static void ArgExtremum<T>(Workers workers, ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner, bool last, bool isMinimum)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(workers);
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> floats = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(x)), x.Length);
            FloatExtremum.Find(workers, floats, y, new LineParts(outer * inner, n, inner), last, isMinimum);
            return;
        }
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int best = 0;
                for (int j = 1; j < n; j++)
                {
                    T candidate = x[(((o * n) + j) * inner) + i];
                    T extremum = x[(((o * n) + best) * inner) + i];
                    if (IsBetter(candidate, extremum, last, isMinimum))
                        best = j;
                }
                y[(o * inner) + i] = best;
            }
        }
    }

    static bool IsBetter<T>(T candidate, T extremum, bool last, bool isMinimum)
        where T : INumber<T>
    {
        if (T.IsNaN(candidate) || T.IsNaN(extremum))
            return T.IsNaN(candidate) && (last || !T.IsNaN(extremum));
        return (isMinimum ? candidate < extremum : candidate > extremum) || (last && candidate == extremum);
    }
}
