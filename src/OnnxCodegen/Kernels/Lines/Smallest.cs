using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <summary>The first elements of a line in order: those below the last of the best ones so far are collected, and the best ones of these are
/// kept whenever the memory is full.</summary>
/// <typeparam name="TEntry">Holds the rank of an element and below it, in 32 bits, its index: long, or Int128 for ranks of 64 bits.</typeparam>
static unsafe class Smallest<TEntry>
    where TEntry : unmanaged, IBinaryInteger<TEntry>, IMinMaxValue<TEntry>
{
    /// <summary>Entries that are collected at least before the best are kept.</summary>
    const int MinimumRoom = 16;

    const int IndexBits = 32;

    /// <summary>The first <paramref name="k"/> entries in order, in memory of the thread.</summary>
    /// <param name="step">Elements of the tensor from one of the line to the next.</param>
#pragma warning disable CS8500 // Types with ranks are numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<TEntry> Of<T>(T* line, int length, nint step, bool descending, int k)
#pragma warning restore CS8500
    {
        int capacity = Math.Min(length, k + Math.Max(k, MinimumRoom));
        Collected collected = new((TEntry*)Scratch.Floats((nint)capacity * sizeof(TEntry) / sizeof(float)), capacity, k);
        int i = 0;
        if (typeof(T) == typeof(float) && step == 1)
            i = Filter((float*)line, length, descending, ref collected);
        for (; i < length; i++)
            collected.Add(Entry(line[i * step], i, descending));
        return collected.Sorted();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TEntry Entry<T>(T value, int index, bool descending)
    {
        long rank = Ranks.Of(value);
        return (TEntry.CreateTruncating(descending ? ~rank : rank) << IndexBits) | TEntry.CreateTruncating(index);
    }

    /// <summary>Adds the elements of whole vectors that may be among the first; the elements that were looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Filter(float* line, int length, bool descending, ref Collected collected)
    {
        int i = 0;
        for (; i + Vector256<float>.Count <= length; i += Vector256<float>.Count)
        {
            uint candidates = Below(Vector256.Load(line + i), collected.Bound, descending);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int index = i + BitOperations.TrailingZeroCount(candidates);
                collected.Add(Entry(line[index], index, descending));
            }
        }
        return i;
    }

    /// <summary>The numbers that come before an entry that stands before them: of equal ones that entry is the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Below(Vector256<float> values, TEntry bound, bool descending)
    {
        Vector256<int> bits = (values + Vector256<float>.Zero).AsInt32();
        Vector256<int> ranks = bits ^ (bits >> 31 >>> 1);
        ranks = Vector256.ConditionalSelect(Vector256.Equals(values, values).AsInt32(), ranks, Vector256.Create(int.MaxValue));
        Vector256<int> ordered = descending ? ~ranks : ranks;
        return bound == TEntry.MaxValue
            ? byte.MaxValue
            : Vector256.LessThan(ordered, Vector256.Create(int.CreateTruncating(bound >> IndexBits))).ExtractMostSignificantBits();
    }

    ref struct Collected(TEntry* entries, int capacity, int k)
    {
        int count;

        /// <summary>No entry from this one on is among the first.</summary>
        public TEntry Bound { get; private set; } = TEntry.MaxValue;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(TEntry entry)
        {
            if (entry >= Bound)
                return;
            if (count == capacity)
                Keep();
            entries[count++] = entry;
        }

        public ReadOnlySpan<TEntry> Sorted()
        {
            var all = new Span<TEntry>(entries, count);
            all.Sort();
            return all[..k];
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Keep()
        {
            new Span<TEntry>(entries, count).Sort();
            count = k;
            Bound = entries[k - 1];
        }
    }
}
