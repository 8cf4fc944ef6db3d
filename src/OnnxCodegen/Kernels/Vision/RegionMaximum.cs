using System;
using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>Maxima over the bins of regions of images.</summary>
public static class RegionMaximum
{
    /// <summary>For each bin of a region the maximum of its pixels; 0 for a bin without pixels. Neighbouring bins may share pixels.</summary>
    /// <param name="x">Images [image, channel, row, column].</param>
    /// <param name="regions">Image, left, top, right and bottom of each region.</param>
    /// <param name="y">[region, channel, bin row, bin column].</param>
    /// <param name="images">The number of images.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    /// <param name="binRows">The rows of bins.</param>
    /// <param name="binColumns">The columns of bins.</param>
    /// <param name="scale">Pixels for each unit of a region's coordinates.</param>
    /// <exception cref="ArgumentException">A region lies in no image.</exception>
    public static void Run<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> regions, Span<T> y, int images, int channels, int height, int width, int binRows, int binColumns,
        float scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int position = 0;
        for (; regions.Length >= 5; regions = regions[5..])
        {
            int image = int.CreateSaturating(regions[0]);
            if (image < 0 || image >= images || T.IsNaN(regions[0]))
                throw new ArgumentException($"The batch index {regions[0]} lies outside {images} images.", nameof(regions));
            (int left, int top) = (Pixel(regions[1], scale), Pixel(regions[2], scale));
            (int right, int bottom) = (Pixel(regions[3], scale), Pixel(regions[4], scale));
            for (int channel = 0; channel < channels; channel++)
            {
                ReadOnlySpan<T> plane = x.Slice(((image * channels) + channel) * height * width, height * width);
                for (int i = 0; i < binRows; i++)
                {
                    (int first, int end) = Bin(top, bottom, i, binRows, height);
                    for (int j = 0; j < binColumns; j++)
                    {
                        (int start, int stop) = Bin(left, right, j, binColumns, width);
                        y[position++] = Maximum(plane, width, first, end, start, stop);
                    }
                }
            }
        }
    }

    static int Pixel<T>(T coordinate, float scale)
        where T : IFloatingPointIeee754<T> => int.CreateSaturating(T.Round(coordinate * T.CreateChecked(scale), MidpointRounding.AwayFromZero));

    static (int First, int End) Bin(int start, int end, int bin, int bins, int length)
    {
        float size = Math.Max((long)end - start + 1, 1) / (float)bins;
        long first = (long)MathF.Floor(bin * size) + start, last = (long)MathF.Ceiling((bin + 1) * size) + start;
        return ((int)Math.Clamp(first, 0, length), (int)Math.Clamp(last, 0, length));
    }

    static T Maximum<T>(ReadOnlySpan<T> plane, int width, int first, int end, int start, int stop)
        where T : IFloatingPointIeee754<T>
    {
        if (first >= end || start >= stop)
            return T.Zero;
        T maximum = T.NegativeInfinity;
        for (int row = first; row < end; row++)
        {
            foreach (T pixel in plane[((row * width) + start)..((row * width) + stop)])
                maximum = T.Max(maximum, pixel);
        }
        return maximum;
    }
}
