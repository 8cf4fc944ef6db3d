using System;
using System.Numerics;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Regions of images, sampled between the pixels.</summary>
public static unsafe class RegionAlignment
{
    /// <summary>For each bin of a region the mean or the maximum of points in it; a point is a weighted sum of the four pixels around it, for
    /// the maximum the largest of their weighted values.</summary>
    /// <param name="workers">Share the work; results do not depend on their number.</param>
    /// <param name="x">Images [image, channel, row, column].</param>
    /// <param name="regions">Left, top, right and bottom of each region.</param>
    /// <param name="batches">The image of each region.</param>
    /// <param name="y">[region, channel, bin row, bin column].</param>
    /// <param name="images">The number of images.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    /// <param name="binRows">The rows of bins.</param>
    /// <param name="binColumns">The columns of bins.</param>
    /// <param name="samples">The points of a bin along either axis; 0: as many as it has pixels.</param>
    /// <param name="scale">Pixels for each unit of a region's coordinates.</param>
    /// <param name="isHalfPixel">Whether the first pixel lies at one half; else regions have at least the size of a pixel.</param>
    /// <param name="isMaximum">Whether a bin is the maximum of its points.</param>
    /// <exception cref="ArgumentException">A region lies in no image.</exception>
    public static void Run<T>(
        Workers workers, ReadOnlySpan<T> x, ReadOnlySpan<T> regions, ReadOnlySpan<long> batches, Span<T> y, int images, int channels, int height,
        int width, int binRows, int binColumns, int samples, float scale, bool isHalfPixel, bool isMaximum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(workers);
        int count = regions.Length / 4;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)images * channels * height * width, x.Length, nameof(x));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, batches.Length, nameof(batches));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * channels * binRows * binColumns, y.Length, nameof(y));
        foreach (long batch in batches[..count])
        {
            if (batch < 0 || batch >= images)
                throw new ArgumentException($"The batch index {batch} lies outside {images} images.", nameof(batches));
        }
        fixed (T* image = x, region = regions, result = y)
        fixed (long* batch = batches)
        {
            var body = new RegionAlignmentBody<T>(
                image, region, batch, result, new(channels, height, width, binRows, binColumns, samples, T.CreateChecked(scale), isHalfPixel, isMaximum));
            workers.For(ref body, count);
        }
    }
}

/// <summary>The sizes of images and of results.</summary>
readonly record struct RegionShape<T>(
    int Channels, int Height, int Width, int BinRows, int BinColumns, int Samples, T Scale, bool IsHalfPixel, bool IsMaximum)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>One part for each region.</summary>
readonly unsafe struct RegionAlignmentBody<T>(T* x, T* regions, long* batches, T* y, RegionShape<T> shape) : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A region along one axis: where it starts, the length of a bin and the number of points in it.</summary>
    readonly record struct Side(T Start, T Bin, int Samples)
    {
        public T Place(int bin, int sample) =>
            Start + (T.CreateChecked(bin) * Bin) + ((T.CreateChecked(sample) + T.CreateChecked(0.5)) * Bin / T.CreateChecked(Samples));
    }

    public void Invoke(int part)
    {
        nint plane = (nint)shape.Height * shape.Width, bins = (nint)shape.BinRows * shape.BinColumns;
        T* image = x + ((nint)batches[part] * shape.Channels * plane);
        T* result = y + (part * shape.Channels * bins);
        Side vertical = SideOf(part, 1, shape.BinRows), horizontal = SideOf(part, 0, shape.BinColumns);
        for (int row = 0; row < shape.BinRows; row++)
        {
            for (int column = 0; column < shape.BinColumns; column++, result++)
            {
                for (int channel = 0; channel < shape.Channels; channel++)
                    result[channel * bins] = T.Zero;
                bool isFirst = true;
                for (int i = 0; i < vertical.Samples; i++)
                {
                    for (int j = 0; j < horizontal.Samples; j++, isFirst = false)
                        Add(image, result, vertical.Place(row, i), horizontal.Place(column, j), plane, bins, isFirst);
                }
                T count = T.CreateChecked(Math.Max((long)vertical.Samples * horizontal.Samples, 1));
                for (int channel = 0; !shape.IsMaximum && channel < shape.Channels; channel++)
                    result[channel * bins] /= count;
            }
        }
    }

    Side SideOf(int region, int first, int bins)
    {
        T offset = shape.IsHalfPixel ? T.CreateChecked(0.5) : T.Zero;
        T start = (regions[(region * 4) + first] * shape.Scale) - offset;
        T length = (regions[(region * 4) + first + 2] * shape.Scale) - offset - start;
        T bin = (shape.IsHalfPixel ? length : T.Max(length, T.One)) / T.CreateChecked(bins);
        return new Side(start, bin, shape.Samples > 0 ? shape.Samples : int.CreateSaturating(T.Ceiling(bin)));
    }

    /// <summary>Combines a point of all channels with what there is.</summary>
    void Add(T* image, T* result, T row, T column, nint plane, nint bins, bool isFirst)
    {
        bool isInside = plane > 0 && row >= -T.One && row <= T.CreateChecked(shape.Height) && column >= -T.One && column <= T.CreateChecked(shape.Width);
        (int top, T down) = isInside ? Below(row, shape.Height) : default;
        (int left, T right) = isInside ? Below(column, shape.Width) : default;
        nint below = top + 1 < shape.Height ? shape.Width : 0, beside = left + 1 < shape.Width ? 1 : 0;
        T up = T.One - down, back = T.One - right;
        T* pixel = image + ((nint)top * shape.Width) + left;
        for (int channel = 0; channel < shape.Channels; channel++, pixel += plane, result += bins)
        {
            if (!isInside)
            {
                *result = shape.IsMaximum && !isFirst ? T.Max(*result, T.Zero) : *result;
                continue;
            }
            T a = up * back * pixel[0], b = up * right * pixel[beside], c = down * back * pixel[below], d = down * right * pixel[below + beside];
            if (!shape.IsMaximum)
                *result += a + b + c + d;
            else
                *result = T.Max(isFirst ? a : *result, T.Max(T.Max(a, b), T.Max(c, d)));
        }
    }

    static (int Pixel, T Fraction) Below(T place, int length)
    {
        T inside = T.Max(place, T.Zero);
        int pixel = int.CreateTruncating(inside);
        return pixel >= length - 1 ? (length - 1, T.Zero) : (pixel, inside - T.CreateChecked(pixel));
    }
}
