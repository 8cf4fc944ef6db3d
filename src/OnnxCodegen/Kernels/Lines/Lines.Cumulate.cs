using System;
using System.Numerics;
using System.Numerics.Tensors;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <content>Running folds.</content>
public static unsafe partial class Lines
{
    /// <summary>Running sums; exclusive: without the element itself; reverse: from the end.</summary>
    /// <param name="workers">Share the outer axis.</param>
    public static void CumulateSum<T>(Workers workers, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where T : INumber<T> => Cumulate<T, RunningSum<T>>(workers, x, y, outer, n, inner, exclusive, reverse);

    /// <summary>Running products; exclusive: without the element itself; reverse: from the end.</summary>
    /// <param name="workers">Share the outer axis.</param>
    public static void CumulateProduct<T>(Workers workers, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where T : INumber<T> => Cumulate<T, RunningProduct<T>>(workers, x, y, outer, n, inner, exclusive, reverse);

    /// <summary>Running maxima; exclusive: without the element itself; reverse: from the end.</summary>
    /// <param name="workers">Share the outer axis.</param>
    public static void CumulateMax<T>(Workers workers, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where T : INumber<T>, IMinMaxValue<T> => Cumulate<T, RunningMaximum<T>>(workers, x, y, outer, n, inner, exclusive, reverse);

    interface IRunning<T>
    {
        static abstract T Start { get; }

        static abstract T Combine(T a, T b);

        static abstract void Combine(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);
    }

    readonly struct RunningSum<T> : IRunning<T>
        where T : INumber<T>
    {
        public static T Start => T.Zero;

        public static T Combine(T a, T b) => a + b;

        public static void Combine(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);
    }

    readonly struct RunningProduct<T> : IRunning<T>
        where T : INumber<T>
    {
        public static T Start => T.One;

        public static T Combine(T a, T b) => a * b;

        public static void Combine(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);
    }

    readonly struct RunningMaximum<T> : IRunning<T>
        where T : INumber<T>, IMinMaxValue<T>
    {
        public static T Start => T.MinValue;

        public static T Combine(T a, T b) => T.Max(a, b);

        public static void Combine(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);
    }

    static void Cumulate<T, TRunning>(Workers workers, ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool exclusive, bool reverse)
        where TRunning : IRunning<T>
    {
        ArgumentNullException.ThrowIfNull(workers);
        int length = checked(outer * n * inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, length, nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, length, nameof(y));
        LineParts lines = new(outer, n * inner, 1);
#pragma warning disable CS8500 // Elements are numbers.
        fixed (T* firstX = x)
        fixed (T* firstY = y)
#pragma warning restore CS8500
        {
            CumulateBody<T, TRunning> body = new(lines, firstX, firstY, n, inner, exclusive, reverse);
            workers.For(ref body, lines.Count);
        }
    }

#pragma warning disable CS8500 // Elements are numbers.
    readonly struct CumulateBody<T, TRunning>(LineParts lines, T* x, T* y, int n, int inner, bool exclusive, bool reverse) : IParallelBody
#pragma warning restore CS8500
        where TRunning : IRunning<T>
    {
        public void Invoke(int part)
        {
            int end = Math.Min(lines.Lines, (part + 1) * lines.LinesOfPart);
            for (int o = part * lines.LinesOfPart; o < end; o++)
            {
                ReadOnlySpan<T> from = new(x + ((nint)o * lines.Length), lines.Length);
                Span<T> to = new(y + ((nint)o * lines.Length), lines.Length);
                if (inner == 1)
                    CumulateLine<T, TRunning>(from, to, exclusive, reverse);
                else
                    CumulateRows<T, TRunning>(from, to, n, inner, exclusive, reverse);
            }
        }
    }

    static void CumulateLine<T, TRunning>(ReadOnlySpan<T> x, Span<T> y, bool exclusive, bool reverse)
        where TRunning : IRunning<T>
    {
        T running = TRunning.Start;
        for (int j = 0; j < x.Length; j++)
        {
            int at = reverse ? x.Length - 1 - j : j;
            T next = j == 0 ? x[at] : TRunning.Combine(running, x[at]);
            y[at] = exclusive ? running : next;
            running = next;
        }
    }

    /// <summary>Lines side by side: a row of results is that before it and a row of x.</summary>
    static void CumulateRows<T, TRunning>(ReadOnlySpan<T> x, Span<T> y, int n, int inner, bool exclusive, bool reverse)
        where TRunning : IRunning<T>
    {
        for (int j = 0; j < n; j++)
        {
            int at = (reverse ? n - 1 - j : j) * inner;
            int before = at + (reverse ? inner : -inner);
            Span<T> row = y.Slice(at, inner);
            if (j == 0 && exclusive)
                row.Fill(TRunning.Start);
            else if (j == 0)
                x.Slice(at, inner).CopyTo(row);
            else if (j == 1 && exclusive)
                x.Slice(before, inner).CopyTo(row);
            else
                TRunning.Combine(y.Slice(before, inner), x.Slice(exclusive ? before : at, inner), row);
        }
    }
}
