using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <content>Sorting, and the first elements in order.</content>
public static unsafe partial class Lines
{
    /// <summary>The first k elements of each line in stable order, and their indices. NaN comes last, first when descending.</summary>
    /// <param name="workers">Share the lines.</param>
    public static void Sort<T>(
        Workers workers, ReadOnlySpan<T> x, Span<T> values, Span<long> indices, int outer, int n, int inner, bool descending, int k)
    {
        ArgumentNullException.ThrowIfNull(workers);
        LineParts lines = new(outer * inner, n, inner);
        if (lines.Lines == 0 || k == 0)
            return;
        if (!Ranks.Exist<T>())
        {
            SortByComparing(x, values, indices, lines, descending, k);
            return;
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (long)lines.Lines * n, nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, (long)lines.Lines * k, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(indices.Length, (long)lines.Lines * k, nameof(indices));
#pragma warning disable CS8500 // Types with ranks are numbers.
        fixed (T* firstX = x)
        fixed (T* firstValue = values)
#pragma warning restore CS8500
        fixed (long* firstIndex = indices)
        {
            SortBody<T> body = new(lines, firstX, firstValue, firstIndex, descending, k);
            workers.For(ref body, lines.Count);
        }
    }

    /// <summary>Texts and other types without ranks.</summary>
    static void SortByComparing<T>(ReadOnlySpan<T> x, Span<T> values, Span<long> indices, LineParts lines, bool descending, int k)
    {
        var keys = new T[lines.Length];
        var order = new int[lines.Length];
        var comparer = Comparer<int>.Create((a, b) =>
        {
            int result = keys[a] is string text ? string.CompareOrdinal(text, (string)(object)keys[b]!) : Comparer<T>.Default.Compare(keys[a], keys[b]);
            return result == 0 ? a.CompareTo(b) : descending ? -result : result;
        });
        LineRuns runs = new(lines, 0, lines.Lines);
        while (runs.MoveNext())
        {
            for (int i = 0; i < runs.Count; i++)
            {
                for (int j = 0; j < keys.Length; j++)
                {
                    keys[j] = x[(int)runs.Start(lines.Length) + (j * lines.Inner) + i];
                    order[j] = j;
                }
                Array.Sort(order, comparer);
                for (int j = 0; j < k; j++)
                {
                    values[(int)runs.Start(k) + (j * lines.Inner) + i] = keys[order[j]];
                    indices[(int)runs.Start(k) + (j * lines.Inner) + i] = order[j];
                }
            }
        }
    }

#pragma warning disable CS8500 // Types with ranks are numbers.
    readonly struct SortBody<T>(LineParts lines, T* x, T* values, long* indices, bool descending, int k) : IParallelBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int part)
        {
            LineRuns runs = lines.Runs(part);
            while (runs.MoveNext())
            {
                for (int i = 0; i < runs.Count; i++)
                    Line(x + runs.Start(lines.Length) + i, runs.Start(k) + i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Line(T* line, nint result)
        {
            if (sizeof(T) > sizeof(int))
                Give(Smallest<Int128>.Of(line, lines.Length, lines.Inner, descending, k), line, result);
            else
                Give(Smallest<long>.Of(line, lines.Length, lines.Inner, descending, k), line, result);
        }

        void Give<TEntry>(ReadOnlySpan<TEntry> smallest, T* line, nint result)
            where TEntry : IBinaryInteger<TEntry>
        {
            for (int j = 0; j < smallest.Length; j++, result += lines.Inner)
            {
                nint index = int.CreateTruncating(smallest[j]);
                values[result] = line[index * lines.Inner];
                indices[result] = index;
            }
        }
    }
#pragma warning restore CS8500
}
