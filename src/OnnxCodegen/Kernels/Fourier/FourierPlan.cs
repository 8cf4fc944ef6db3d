using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>What transforms of one length share: the passes and the numbers on the unit circle that they need.</summary>
sealed class FourierPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int MostKept = 64;

    static readonly ConcurrentDictionary<int, FourierPlan<T>> kept = new();

    FourierPlan(int length)
    {
        Length = length;
        Turns = new T[(length + 1) * 2];
        for (int k = 0; k <= length; k++)
            UnitCircle.Store(Turns, k * 2, k, 2L * length);
        int[] radices = FourierRadices.Of(length);
        if (radices.Length == 0 && length > 1)
        {
            Chirp = new ChirpPlan<T>(length);
            return;
        }
        var passes = new List<FourierPass<T>>();
        int stride = 1, rest = length;
        foreach (int radix in radices)
        {
            passes.Add(new FourierPass<T>(radix, rest / radix, stride));
            rest /= radix;
            stride *= radix;
        }
        Passes = [.. passes];
    }

    /// <summary>The number of points.</summary>
    public int Length { get; }

    /// <summary>The steps, each of which splits the transforms that are left; none for a length that does not factor.</summary>
    public FourierPass<T>[] Passes { get; } = [];

    /// <summary>cos and sin of −π·k / length, which join the transforms of the even and of the odd points of a signal twice as long.</summary>
    public T[] Turns { get; }

    /// <summary>The transform as a convolution, where the length does not factor.</summary>
    public ChirpPlan<T>? Chirp { get; }

    /// <summary>Elements of working memory for each signal: the points of two buffers, real and imaginary.</summary>
    public int Working => 4 * (Chirp?.Convolution.Length ?? Length);

    /// <summary>The plan of a length, which the process keeps for the next call.</summary>
    public static FourierPlan<T> Of(int length)
    {
        if (kept.TryGetValue(length, out FourierPlan<T>? plan))
            return plan;
        plan = new FourierPlan<T>(length);
        if (kept.Count < MostKept)
            kept.TryAdd(length, plan);
        return plan;
    }
}

/// <summary>One step of a transform: groups of <see cref="Radix"/> points become as many shorter transforms.</summary>
sealed class FourierPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="radix">The number of points that are combined.</param>
    /// <param name="count">The length of the transforms that are left.</param>
    /// <param name="stride">The number of transforms that lie side by side.</param>
    public FourierPass(int radix, int count, int stride)
    {
        (Radix, Count, Stride) = (radix, count, stride);
        Twiddles = new T[count * radix * 2];
        for (int p = 0; p < count; p++)
            for (int j = 0; j < radix; j++)
                UnitCircle.Store(Twiddles, ((p * radix) + j) * 2, (long)p * j, (long)count * radix);
        Roots = new T[radix * 2];
        for (int j = 0; j < radix; j++)
            UnitCircle.Store(Roots, j * 2, j, radix);
    }

    public int Radix { get; }

    public int Count { get; }

    public int Stride { get; }

    /// <summary>cos and sin of −2π·p·j / (count·radix), at p·radix + j.</summary>
    public T[] Twiddles { get; }

    /// <summary>cos and sin of −2π·j / radix.</summary>
    public T[] Roots { get; }
}

/// <summary>Bluestein's transform: with n·k = (n² + k² − (k − n)²) / 2 it is a convolution, for which a power of two serves.</summary>
sealed class ChirpPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public ChirpPlan(int length)
    {
        Convolution = FourierPlan<T>.Of((int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1)));
        Chirp = new T[length * 2];
        for (int n = 0; n < length; n++)
            UnitCircle.Store(Chirp, n * 2, (long)n * n, 2L * length);
        Spectrum = FilterSpectrum(length, Convolution.Length);
    }

    /// <summary>The plan of the transforms that the convolution takes.</summary>
    public FourierPlan<T> Convolution { get; }

    /// <summary>cos and sin of −π·n² / N.</summary>
    public T[] Chirp { get; }

    /// <summary>The transform of the conjugate chirp, divided by its length.</summary>
    public T[] Spectrum { get; }

    /// <summary>By its definition, in double precision, as it is done once: the sum over the chirp is symmetric.</summary>
    static T[] FilterSpectrum(int length, int size)
    {
        var chirp = new double[size * 2];
        for (int n = 0; n < length; n++)
        {
            (double cos, double sin) = UnitCircle.At((long)n * n, 2L * length);
            foreach (int at in (int[])[n, (size - n) % size])
                (chirp[at * 2], chirp[(at * 2) + 1]) = (cos / size, -sin / size);
        }
        double[] spectrum = PowerOfTwo(chirp, size);
        return Array.ConvertAll(spectrum, T.CreateChecked);
    }

    /// <summary>The transform of a power of two points, recursion-free (Stockham).</summary>
    static double[] PowerOfTwo(double[] x, int size)
    {
        var y = new double[size * 2];
        for (int rest = size / 2, stride = 1; rest >= 1; rest /= 2, stride *= 2)
        {
            for (int p = 0; p < rest; p++)
            {
                (double cos, double sin) = UnitCircle.At(p, 2L * rest);
                for (int q = 0; q < stride; q++)
                {
                    int a = 2 * (q + (stride * p)), b = 2 * (q + (stride * (p + rest))), to = 2 * (q + (stride * 2 * p));
                    (double re, double im) = (x[a] - x[b], x[a + 1] - x[b + 1]);
                    (y[to], y[to + 1]) = (x[a] + x[b], x[a + 1] + x[b + 1]);
                    (y[to + (2 * stride)], y[to + (2 * stride) + 1]) = ((re * cos) - (im * sin), (re * sin) + (im * cos));
                }
            }
            (x, y) = (y, x);
        }
        return x;
    }
}

/// <summary>Points of the unit circle.</summary>
static class UnitCircle
{
    /// <summary>cos and sin of −2π·numerator / denominator.</summary>
    public static (double Cos, double Sin) At(long numerator, long denominator)
    {
        double turns = (double)(numerator % denominator) / denominator;
        return (double.CosPi(2 * turns), -double.SinPi(2 * turns));
    }

    public static void Store<T>(T[] numbers, int at, long numerator, long denominator)
        where T : IFloatingPointIeee754<T>
    {
        (double cos, double sin) = At(numerator, denominator);
        (numbers[at], numbers[at + 1]) = (T.CreateChecked(cos), T.CreateChecked(sin));
    }
}
