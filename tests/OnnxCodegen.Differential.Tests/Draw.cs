using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Random choices.</summary>
internal static class Draw
{
    const int MaximumElements = 10_000;

    public static bool Coin(this Random random, double probability = 0.5) => random.NextDouble() < probability;

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public static int Between(this Random random, int low, int high) => random.Next(low, high + 1);

    public static T Of<T>(this Random random, params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public static T[] Several<T>(this Random random, int count, Func<T> one) => [.. Enumerable.Range(0, count).Select(_ => one())];

    /// <summary>An axis of a tensor, counted from the front or from the back.</summary>
    public static long Axis(this Random random, int rank) => random.Between(-rank, rank - 1);

    /// <summary>Distinct axes of a tensor in any order, at least one, each counted from the front or from the back.</summary>
    public static long[] Axes(this Random random, int rank) =>
        [.. random.Permutation(rank).Take(random.Between(1, rank)).Select(axis => random.Coin() ? axis : axis - rank)];

    public static long[] Permutation(this Random random, int length)
    {
        long[] axes = [.. Enumerable.Range(0, length).Select(axis => (long)axis)];
        random.Shuffle(axes);
        return axes;
    }

    /// <summary>A number that divides another.</summary>
    public static long Divisor(this Random random, long number) =>
        random.Of([.. Enumerable.Range(1, (int)Math.Max(1, number)).Select(d => (long)d).Where(d => number % d == 0)]);

    /// <summary>Small dims for the most part, some beyond the widths of vectors.</summary>
    public static long[] Dims(this Random random, int rank)
    {
        var dims = new long[rank];
        long elements = 1;
        for (int axis = 0; axis < rank; axis++)
        {
            long length = random.Coin(0.75) ? random.Between(1, 6) : random.Between(7, 40);
            dims[axis] = elements * length > MaximumElements ? 1 : length;
            elements *= dims[axis];
        }
        random.Shuffle(dims);
        return dims;
    }

    /// <summary>Dims that broadcast with the given ones: axes left out, of length 1, or stretching one of length 1.</summary>
    public static long[] Broadcasting(this Random random, long[] dims)
    {
        long[] other = [.. dims.Select(n => random.Coin(0.3) ? 1 : n == 1 && random.Coin(0.3) ? random.Between(2, 5) : n)];
        return random.Coin(0.3) ? other[random.Next(dims.Length + 1)..] : random.Coin(0.1) ? [random.Between(1, 3), .. other] : other;
    }

    /// <summary>Dims that broadcast to the given ones.</summary>
    public static long[] BroadcastingTo(this Random random, long[] dims) =>
        [.. dims.Skip(random.Coin(0.3) ? random.Next(dims.Length + 1) : 0).Select(n => random.Coin(0.3) ? 1 : n)];
}
