using System;
using System.Linq;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class RegionTests
{
    const int Images = 2, Channels = 3, Height = 9, Width = 11;

    static readonly float[] X = Numbers.Random(Images * Channels * Height * Width, 1);

    [Theory]
    [InlineData(3, 2, 2, 1f, false)]
    [InlineData(1, 1, 0, 1f, true)]
    [InlineData(4, 5, 0, 0.5f, false)]
    [InlineData(2, 2, 3, 2f, true)]
    public void Points_of_a_region_are_interpolated(int rows, int columns, int samples, float scale, bool isHalfPixel)
    {
        const int Regions = 5;
        float[] regions = [.. Numbers.Random(Regions * 4, rows).Select((x, i) => (x * 3) + (i % 4 < 2 ? 2 : 9))];
        long[] batches = [0, 1, 1, 0, 1];
        foreach (bool isMaximum in (bool[])[false, true])
        {
            float[] y = Threads.Run(Regions * Channels * rows * columns, (workers, result) => RegionAlignment.Run<float>(
                workers, X, regions, batches, result, Images, Channels, Height, Width, rows, columns, samples, scale, isHalfPixel, isMaximum));
            int position = 0;
            for (int region = 0; region < Regions; region++)
                for (int channel = 0; channel < Channels; channel++)
                    for (int row = 0; row < rows; row++)
                        for (int column = 0; column < columns; column++)
                        {
                            (double top, double binHeight, int down) = Side(1, rows);
                            (double left, double binWidth, int across) = Side(0, columns);
                            double[] points = [.. from i in Enumerable.Range(0, down)
                                                  from j in Enumerable.Range(0, across)
                                                  select Point(
                                                      top + ((row + ((i + 0.5) / down)) * binHeight), left + ((column + ((j + 0.5) / across)) * binWidth), channel)];
                            double expected = points.Length == 0 ? 0 : isMaximum ? points.Max() : points.Average();
                            Assert.Equal(expected, y[position++], 1e-4);

                            (double, double, int) Side(int first, int bins)
                            {
                                double offset = isHalfPixel ? 0.5 : 0, start = (regions[(region * 4) + first] * scale) - offset;
                                double length = (regions[(region * 4) + first + 2] * scale) - offset - start;
                                double bin = (isHalfPixel ? length : Math.Max(length, 1)) / bins;
                                return (start, bin, samples > 0 ? samples : (int)Math.Ceiling(bin));
                            }

                            double Point(double y, double x, int c)
                            {
                                if (y < -1 || y > Height || x < -1 || x > Width)
                                    return 0;
                                (y, x) = (Math.Clamp(y, 0, Height - 1), Math.Clamp(x, 0, Width - 1));
                                (int t, int l) = ((int)y, (int)x);
                                double[] parts = [.. from i in (int[])[0, 1]
                                                     from j in (int[])[0, 1]
                                                     let weight = (i == 0 ? 1 - (y - t) : y - t) * (j == 0 ? 1 - (x - l) : x - l)
                                                     select weight * At(batches[region], c, Math.Min(t + i, Height - 1), Math.Min(l + j, Width - 1))];
                                return isMaximum ? parts.Max() : parts.Sum();
                            }
                        }
        }
    }

    [Fact]
    public void Bins_of_a_region_hold_whole_pixels()
    {
        float[] regions = [0, 1, 2, 6, 7, 1, 8, 5, 30, 30, 1, -9, -9, -5, -5];
        var y = new float[3 * Channels * 2 * 3];
        RegionMaximum.Run<float>(X, regions, y, Images, Channels, Height, Width, 2, 3, 1);
        // Rows 2–7 in two bins, columns 1–6 in three.
        for (int channel = 0; channel < Channels; channel++)
            for (int row = 0; row < 2; row++)
                for (int column = 0; column < 3; column++)
                {
                    float expected = (from i in Enumerable.Range(2 + (3 * row), 3) from j in Enumerable.Range(1 + (2 * column), 2) select At(0, channel, i, j)).Max();
                    Assert.Equal(expected, y[(((channel * 2) + row) * 3) + column]);
                }
        // The last bins of the second region lie beyond the image, as all of the third one.
        Assert.Equal(0, y[(1 * Channels * 6) + 5]);
        Assert.All(y[(2 * Channels * 6)..], x => Assert.Equal(0, x));
    }

    [Fact]
    public void A_region_lies_in_an_image()
    {
        Assert.Throws<ArgumentException>(() => RegionMaximum.Run<float>(X, [2f, 0, 0, 1, 1], new float[3], Images, Channels, Height, Width, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => RegionMaximum.Run<float>(X, [float.NaN, 0, 0, 1, 1], new float[3], Images, Channels, Height, Width, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => RegionAlignment.Run<float>(
            Workers.Inline, X, [0f, 0, 1, 1], [-1], new float[3], Images, Channels, Height, Width, 1, 1, 1, 1, true, false));
    }

    static float At(long image, int channel, int row, int column) => X[(((((image * Channels) + channel) * Height) + row) * Width) + column];
}
