using System;

namespace OnnxCodegen.Kernels;

/// <summary>Random bits by a counter: every number is a function of its place in the sequence alone.</summary>
public static class RandomBits
{
    /// <summary>Uniform numbers of 32 bits: the upper halves of SplitMix64's numbers (Steele, Lea and Flood, 2014).</summary>
    /// <param name="y">The result.</param>
    /// <param name="start">The place of the first number in the sequence.</param>
    public static void Fill(Span<uint> y, ulong start)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = (uint)(Mix(start + (ulong)i) >> 32);
    }

    /// <summary>A place that differs from call to call.</summary>
    public static ulong Start() => Mix((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    static ulong Mix(ulong n)
    {
        ulong z = (n + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
