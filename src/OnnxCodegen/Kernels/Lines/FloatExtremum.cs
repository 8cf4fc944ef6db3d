using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>The indices of the extrema of lines of floats; of minima by the maxima of the negated numbers.</summary>
static unsafe class FloatExtremum
{
    const int Lanes = 8;

    /// <summary>Lines that are searched by lanes.</summary>
    const int LongLine = 3 * Lanes;

    /// <param name="last">Whether the last extremum counts instead of the first.</param>
    public static void Find(Workers workers, ReadOnlySpan<float> x, Span<long> y, LineParts lines, bool last, bool isMinimum)
    {
        if (lines.Lines == 0 || lines.Length == 0)
        {
            y.Clear();
            return;
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (long)lines.Lines * lines.Length, nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, lines.Lines, nameof(y));
        fixed (float* firstX = x)
        fixed (long* firstY = y)
        {
            Body body = new(lines, firstX, firstY, new Order(last, isMinimum));
            workers.For(ref body, lines.Count);
        }
    }

    /// <summary>Which of two numbers is the one looked for.</summary>
    readonly struct Order(bool last, bool isMinimum)
    {
        readonly uint sign = isMinimum ? 0x8000_0000 : 0;
        readonly bool last = last;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float Key(float value) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) ^ sign);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Key(Vector256<float> values) => values ^ Vector256.Create(sign).AsSingle();

        /// <summary>Whether a key that stands behind takes the place of the best one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsBetter(float key, float best) => last
            ? key >= best || float.IsNaN(key)
            : key > best || (float.IsNaN(key) && !float.IsNaN(best));

        /// <inheritdoc cref="IsBetter(float, float)"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> IsBetter(Vector256<float> keys, Vector256<float> best) => last
            ? Vector256.GreaterThanOrEqual(keys, best) | ~Vector256.Equals(keys, keys)
            : Vector256.GreaterThan(keys, best) | Vector256.AndNot(Vector256.Equals(best, best), Vector256.Equals(keys, keys));

        /// <summary>Whether a key at any place takes the place of the best one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsBetter(float key, int index, float best, int bestIndex)
        {
            bool same = key == best || (float.IsNaN(key) && float.IsNaN(best));
            return same ? last == index > bestIndex : key > best || float.IsNaN(key);
        }
    }

    readonly struct Body(LineParts lines, float* x, long* y, Order order) : IParallelBody
    {
        public void Invoke(int part)
        {
            if (lines.Inner == 1)
                WithoutGaps(part * lines.LinesOfPart, Math.Min(lines.Lines, (part + 1) * lines.LinesOfPart));
            else
                WithGaps(lines.Runs(part));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void WithoutGaps(int line, int end)
        {
            float* start = x + ((nint)line * lines.Length);
            if (lines.Length < LongLine)
                for (; line + Lanes <= end; line += Lanes, start += Lanes * lines.Length)
                    OneBehindAnother(start, y + line, lines.Length, order);
            for (; line < end; line++, start += lines.Length)
                y[line] = lines.Length >= LongLine ? Long(start, lines.Length, order) : Short(start, lines.Length, 1, order);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void WithGaps(LineRuns runs)
        {
            while (runs.MoveNext())
            {
                float* line = x + runs.Start(lines.Length);
                int done = 0;
                for (; done + Lanes <= runs.Count; done += Lanes)
                    SideBySide(line + done, y + runs.Line + done, lines.Length, lines.Inner, order);
                for (; done < runs.Count; done++)
                    y[runs.Line + done] = Short(line + done, lines.Length, lines.Inner, order);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Short(float* x, int length, int step, Order order)
    {
        float best = order.Key(*x);
        int index = 0;
        for (int i = 1; i < length; i++)
        {
            x += step;
            float key = order.Key(*x);
            if (order.IsBetter(key, best))
                (best, index) = (key, i);
        }
        return index;
    }

    /// <summary>A line without gaps: every lane takes each eighth element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Long(float* x, int length, Order order)
    {
        Vector256<float> best = order.Key(Vector256.Load(x));
        Vector256<int> blocks = default;
        int i = Lanes;
        for (; i + Lanes <= length; i += Lanes)
            Next(order.Key(Vector256.Load(x + i)), i, order, ref best, ref blocks);
        Vector256<int> indices = blocks + Vector256<int>.Indices;
        float found = best[0];
        int index = indices[0];
        for (int lane = 1; lane < Lanes; lane++)
            if (order.IsBetter(best[lane], indices[lane], found, index))
                (found, index) = (best[lane], indices[lane]);
        for (; i < length; i++)
            if (order.IsBetter(order.Key(x[i]), found))
                (found, index) = (order.Key(x[i]), i);
        return index;
    }

    /// <summary>As many short lines without gaps as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void OneBehindAnother(float* x, long* y, int length, Order order)
    {
        Vector256<float> best = order.Key(Strided(x, length));
        Vector256<int> indices = default;
        for (int i = 1; i < length; i++)
            Next(order.Key(Strided(x + i, length)), i, order, ref best, ref indices);
        Store(indices, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Strided(float* x, nint step)
    {
        float* middle = x + (4 * step);
        return Vector256.Create(x[0], x[step], x[2 * step], x[3 * step], middle[0], middle[step], middle[2 * step], middle[3 * step]);
    }

    /// <summary>As many lines that lie side by side as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SideBySide(float* x, long* y, int length, int step, Order order)
    {
        Vector256<float> best = order.Key(Vector256.Load(x));
        Vector256<int> indices = default;
        for (int i = 1; i < length; i++)
        {
            x += step;
            Next(order.Key(Vector256.Load(x)), i, order, ref best, ref indices);
        }
        Store(indices, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Next(Vector256<float> keys, int index, Order order, ref Vector256<float> best, ref Vector256<int> indices)
    {
        Vector256<float> better = order.IsBetter(keys, best);
        best = Vector256.ConditionalSelect(better, keys, best);
        indices = Vector256.ConditionalSelect(better.AsInt32(), Vector256.Create(index), indices);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector256<int> indices, long* y)
    {
        (Vector256<long> low, Vector256<long> high) = Vector256.Widen(indices);
        low.Store(y);
        high.Store(y + (Lanes / 2));
    }
}
