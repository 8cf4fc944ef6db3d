using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Random inputs, the same in every run, and comparison within a tolerance.</summary>
internal static class Numbers
{
    public static float[] Random(int length, int seed)
    {
#pragma warning disable CA5394 // test data
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 2) - 1))];
#pragma warning restore CA5394
    }

    public static void AssertNear(float[] expected, float[] actual, float tolerance = 1e-4f)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= tolerance * (1 + MathF.Abs(expected[i])), $"[{i}]: {actual[i]}, expected {expected[i]}");
    }
}
