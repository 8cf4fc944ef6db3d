using System;
using System.Linq;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class ResampleTests
{
    const int Gap = 3;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Places_are_weighed_along_the_axis(int seed)
    {
        Random random = Numbers.Generator(seed);
        AssertWeighs(
            random, taps: random.OneOf(0, 1, 2, 4, 7), length: random.OneOf(1, 2, 9), places: random.OneOf(0, 1, 5, 18),
            columns: random.OneOf(0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64), outer0: random.OneOf(1, 2), outer1: random.OneOf(0, 1, 3));
    }

    [Fact]
    public void A_large_resampling_has_the_same_bits_for_every_number_of_threads() =>
        AssertWeighs(Numbers.Generator(1), taps: 4, length: 50, places: 400, columns: 40, outer0: 2, outer1: 3);

    [Fact]
    public void A_source_without_places_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Resample.Run(Workers.Inline, new ResampleShape(1, 0, 1, 1), [], [0], [1], new float[1]));

    static void AssertWeighs(Random random, int taps, int length, int places, int columns, int outer0, int outer1)
    {
        int xOuter1 = (length * (columns + Gap)) + Gap, yOuter1 = (places * (columns + Gap)) + Gap;
        var shape = new ResampleShape(taps, length, places, columns)
        {
            Outer0 = outer0, Outer1 = outer1, XOuter0 = outer1 * xOuter1, XOuter1 = xOuter1, XPlace = columns + Gap,
            YOuter0 = outer1 * yOuter1, YOuter1 = yOuter1, YPlace = columns + Gap,
        };
        float[] x = Numbers.Random(outer0 * outer1 * xOuter1, taps + length), weights = Numbers.Random(taps * places, columns);
        long[] indices = [.. Enumerable.Range(0, taps * places).Select(_ => (long)random.OneOf([.. Enumerable.Range(-2, length + 4)]))];
        float[] expected = [.. Enumerable.Repeat(float.NaN, outer0 * outer1 * yOuter1)];
        for (int outer = 0; outer < outer0 * outer1; outer++)
            for (int place = 0; place < places; place++)
                for (int column = 0; column < columns; column++)
                    expected[(outer * yOuter1) + (place * (columns + Gap)) + column] = (float)Enumerable.Range(0, taps).Sum(tap =>
                        (double)weights[(tap * places) + place]
                        * x[(outer * xOuter1) + ((int)Math.Clamp(indices[(tap * places) + place], 0, length - 1) * (columns + Gap)) + column]);
        Numbers.AssertNear(expected, Threads.Run(expected.Length, (workers, y) => Resample.Run(workers, shape, x, indices, weights, y)));
    }
}
