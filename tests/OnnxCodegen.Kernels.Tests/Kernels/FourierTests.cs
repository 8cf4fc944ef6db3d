using System;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class FourierTests
{
    /// <summary>Powers of two, products of small primes, primes with a pass of their own, and lengths that are convolved.</summary>
    public static TheoryData<int> Lengths => [1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 30, 31, 37, 60, 64, 74, 100, 101, 128, 226, 400, 512, 961, 1009];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Complex_signals_are_transformed_there_and_back(int length)
    {
        foreach (int signals in (int[])[1, 2, 7, 8, 19])
        {
            foreach (bool inverse in (bool[])[false, true])
            {
                float[] x = Numbers.Random(signals * length * 2, length + signals);
                float[] y = Threads.Run(x.Length, (workers, result) => Fourier.Run<float>(workers, x, result, signals, length, 2, length, 2, inverse));
                AssertTransformed(Complex(x), y, signals, length, length, inverse);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Real_signals_have_conjugate_frequencies(int length)
    {
        foreach (int results in (int[])[length, (length / 2) + 1])
        {
            const int Signals = 9;
            float[] x = Numbers.Random(Signals * length, length);
            float[] y = Threads.Run(Signals * results * 2, (workers, result) => Fourier.Run<float>(workers, x, result, Signals, length, 1, results, 2, false));
            AssertTransformed([.. x.Select(re => new Complex(re, 0))], y, Signals, length, results, false);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Half_a_spectrum_gives_the_real_signal(int length)
    {
        const int Signals = 9;
        int points = (length / 2) + 1;
        float[] x = Numbers.Random(Signals * length, length);
        var spectrum = new float[Signals * points * 2];
        Fourier.Run<float>(Workers.Inline, x, spectrum, Signals, length, 1, points, 2, false);
        float[] y = Threads.Run(x.Length, (workers, result) => Fourier.Run<float>(workers, spectrum, result, Signals, length, 2, length, 1, true));
        Numbers.AssertNear(x, y);
    }

    [Fact]
    public void Doubles_keep_their_precision()
    {
        const int Length = 360;
        double[] x = [.. Numbers.Random(Length * 2, 1).Select(number => (double)number)];
        var y = new double[Length * 2];
        var back = new double[Length * 2];
        Fourier.Run<double>(Workers.Inline, x, y, 1, Length, 2, Length, 2, false);
        Fourier.Run<double>(Workers.Inline, y, back, 1, Length, 2, Length, 2, true);
        Assert.All(x.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    [Fact]
    public void Nothing_is_done_without_signals()
    {
        Fourier.Run<float>(Workers.Inline, [], [], 0, 8, 2, 8, 2, false);
        Fourier.Run<float>(Workers.Inline, [], [], 3, 0, 2, 0, 2, false);
    }

    [Fact]
    public void A_second_call_allocates_nothing()
    {
        float[] x = Numbers.Random(4 * 400, 1), y = new float[4 * 201 * 2];
        void Call() => Fourier.Run<float>(Workers.Inline, x, y, 4, 400, 1, 201, 2, false);
        Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Call();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static Complex[] Complex(float[] pairs) => [.. Enumerable.Range(0, pairs.Length / 2).Select(i => new Complex(pairs[2 * i], pairs[(2 * i) + 1]))];

    static void AssertTransformed(Complex[] x, float[] y, int signals, int length, int results, bool inverse)
    {
        Complex[] actual = Complex(y);
        // The error grows with the size of the sum, not with that of the result.
        Complex[] roots = [.. Enumerable.Range(0, length).Select(i => System.Numerics.Complex.FromPolarCoordinates(1, (inverse ? 2 : -2) * Math.PI * i / length))];
        double tolerance = 1e-6 * (inverse ? 1 : Math.Sqrt(length)) * Math.Log2(length + 2);
        for (int signal = 0; signal < signals; signal++)
        {
            for (int k = 0; k < results; k++)
            {
                Complex expected = 0;
                for (int n = 0; n < length; n++)
                    expected += x[(signal * length) + n] * roots[(long)n * k % length];
                expected /= inverse ? length : 1;
                Assert.InRange((expected - actual[(signal * results) + k]).Magnitude, 0, tolerance);
            }
        }
    }
}
