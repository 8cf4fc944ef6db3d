using System;
using System.Collections.Generic;
using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>Kernels along one axis of dense tensors, which are seen as outer × n × inner.</summary>
public static partial class Lines
{
    /// <summary>The index of the first (or last) maximum along the axis; NaN counts as the maximum.</summary>
    public static void ArgMax<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner, bool last)
        where T : INumber<T> => ArgExtremum(x, y, outer, n, inner, last, 1);

    /// <summary>The index of the first (or last) minimum along the axis; NaN counts as the minimum.</summary>
    public static void ArgMin<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner, bool last)
        where T : INumber<T> => ArgExtremum(x, y, outer, n, inner, last, -1);

    /// <summary>Running sums; exclusive: without the element itself; reverse: from the end.</summary>
    public static void CumulateSum<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where T : INumber<T> => Cumulate(x, y, outer, n, inner, exclusive, reverse, T.Zero, static (a, b) => a + b);

    /// <summary>Running products; exclusive: without the element itself; reverse: from the end.</summary>
    public static void CumulateProduct<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where T : INumber<T> => Cumulate(x, y, outer, n, inner, exclusive, reverse, T.One, static (a, b) => a * b);

    /// <summary>Running maxima; exclusive: without the element itself; reverse: from the end.</summary>
    public static void CumulateMax<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where T : INumber<T>, IMinMaxValue<T> => Cumulate(x, y, outer, n, inner, exclusive, reverse, T.MinValue, static (a, b) => T.Max(a, b));

    /// <summary>The first k elements of each line in stable order, and their indices. NaN comes last, first when descending.</summary>
    public static void Sort<T>(ReadOnlySpan<T> x, Span<T> values, Span<long> indices, int outer, int n, int inner, bool descending, int k)
    {
        var keys = new T[n];
        var order = new int[n];
        var comparer = Comparer<int>.Create((a, b) =>
        {
            int result = Compare(keys[a], keys[b]);
            return result == 0 ? a.CompareTo(b) : descending ? -result : result;
        });
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    keys[j] = x[(((o * n) + j) * inner) + i];
                    order[j] = j;
                }
                Array.Sort(order, comparer);
                for (int j = 0; j < k; j++)
                {
                    values[(((o * k) + j) * inner) + i] = keys[order[j]];
                    indices[(((o * k) + j) * inner) + i] = order[j];
                }
            }
        }
    }

    /// <summary>The number of elements that differ from the default of their type.</summary>
    public static long CountNonZero<T>(ReadOnlySpan<T> x, int length)
        where T : IEquatable<T>
    {
        long count = 0;
        foreach (T element in x[..length])
            if (!element.Equals(default!))
                count++;
        return count;
    }

    /// <summary>The coordinates of the elements that differ from the default of their type, in row-major order, a row each.</summary>
    public static void NonZero<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> dims, Span<long> coordinates)
        where T : IEquatable<T>
    {
        int length = 1;
        foreach (int dim in dims)
            length *= dim;
        int position = 0;
        for (int i = 0; i < length; i++)
        {
            if (x[i].Equals(default!))
                continue;
            int rest = i;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                coordinates[position + axis] = rest % dims[axis];
                rest /= dims[axis];
            }
            position += dims.Length;
        }
    }

    static void ArgExtremum<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int n, int inner, bool last, int sign)
        where T : INumber<T>
    {
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int best = 0;
                for (int j = 1; j < n; j++)
                {
                    T candidate = x[(((o * n) + j) * inner) + i];
                    T extremum = x[(((o * n) + best) * inner) + i];
                    int order = T.IsNaN(candidate) || T.IsNaN(extremum)
                        ? (T.IsNaN(candidate) ? 1 : 0) - (T.IsNaN(extremum) ? 1 : 0)
                        : candidate.CompareTo(extremum) * sign;
                    if (order > 0 || (order == 0 && last))
                        best = j;
                }
                y[(o * inner) + i] = best;
            }
        }
    }

    static void Cumulate<T>(
        ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse, T identity, Func<T, T, T> combine)
    {
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                T running = identity;
                for (int j = 0; j < n; j++)
                {
                    int at = (((o * n) + (reverse ? n - 1 - j : j)) * inner) + i;
                    T next = j == 0 ? x[at] : combine(running, x[at]);
                    y[at] = exclusive ? running : next;
                    running = next;
                }
            }
        }
    }

    static int Compare<T>(T a, T b) => (a, b) switch
    {
        (float x, float y) when float.IsNaN(x) || float.IsNaN(y) => (float.IsNaN(x) ? 1 : 0) - (float.IsNaN(y) ? 1 : 0),
        (double x, double y) when double.IsNaN(x) || double.IsNaN(y) => (double.IsNaN(x) ? 1 : 0) - (double.IsNaN(y) ? 1 : 0),
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => Comparer<T>.Default.Compare(a, b),
    };
}
