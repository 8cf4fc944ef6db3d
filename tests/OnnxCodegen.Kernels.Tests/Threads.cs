using System;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Runs kernels with one, two and three threads.</summary>
internal static class Threads
{
    const int Margin = 64;

    public delegate void Kernel(Workers workers, Span<float> y);

    /// <summary>
    /// The result, which has the same bits for every number of threads. What the kernel does not write stays NaN, and it writes nothing
    /// beyond <paramref name="length"/> elements.
    /// </summary>
    public static float[] Run(int length, Kernel kernel)
    {
        float[] alone = Run(Workers.Inline, length, kernel);
        foreach (int threads in (int[])[2, 3])
        {
            using var workers = new Workers(threads);
            Assert.Equal(Bits(alone), Bits(Run(workers, length, kernel)));
        }
        return alone;
    }

    public static int[] Bits(float[] numbers) => MemoryMarshal.Cast<float, int>(numbers).ToArray();

    static float[] Run(Workers workers, int length, Kernel kernel)
    {
        float[] memory = [.. Enumerable.Repeat(float.NaN, length + (2 * Margin))];
        kernel(workers, memory.AsSpan(Margin, length));
        Assert.All(memory[..Margin], x => Assert.True(float.IsNaN(x)));
        Assert.All(memory[^Margin..], x => Assert.True(float.IsNaN(x)));
        return memory[Margin..^Margin];
    }
}
