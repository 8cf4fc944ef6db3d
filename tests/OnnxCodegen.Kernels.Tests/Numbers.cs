using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Random inputs, the same in every run, and comparison within a tolerance.</summary>
internal static class Numbers
{
    /// <summary>Floats from −1 to 1.</summary>
    public static float[] Random(int length, int seed)
    {
        Random random = Generator(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    /// <summary>Whole numbers up to a magnitude, among them its ends.</summary>
    public static float[] Whole(int length, int seed, int largest)
    {
        Random random = Generator(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.OneOf(-largest, largest, (int)((random.NextDouble() - 0.5) * 2 * largest), (int)((random.NextDouble() - 0.5) * 20)))];
    }

#pragma warning disable CA5394 // test data
    public static Random Generator(int seed) => new(seed);

    /// <summary>One of the given numbers.</summary>
    public static int OneOf(this Random random, params int[] numbers) => numbers[random.Next(numbers.Length)];
#pragma warning restore CA5394

    /// <summary>The elements agree within the tolerance; where NaN is expected, there is NaN.</summary>
    public static void AssertNear(float[] expected, float[] actual, float tolerance = 1e-4f)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(IsNear(expected[i], actual[i], tolerance), $"[{i}]: {actual[i]}, expected {expected[i]}");
    }

    static bool IsNear(float expected, float actual, float tolerance) => float.IsNaN(expected)
        ? float.IsNaN(actual)
        : MathF.Abs(expected - actual) <= tolerance * (1 + MathF.Abs(expected));
}
