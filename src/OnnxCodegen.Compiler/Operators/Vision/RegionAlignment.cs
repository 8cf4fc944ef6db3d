using System;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Samples of regions, point by point.</summary>
/// <param name="Samples">The number of points of a bin along either axis; 0: one for each pixel of the region.</param>
/// <param name="Scale">Pixels for each unit of a region's coordinates.</param>
/// <param name="IsHalfPixel">Pixels have their centre at one half.</param>
internal sealed record RegionAlignment(int Height, int Width, int Samples, float Scale, bool IsHalfPixel, bool IsMaximum)
{
    /// <param name="x">Images [batch, channel, height, width].</param>
    /// <param name="rois">Left, top, right and bottom of each region.</param>
    /// <param name="batches">The image of each region.</param>
    public Tensor Of(Tensor x, Tensor rois, Tensor batches)
    {
        Tensor y = Tensor.New(x.Type, [rois.Dims[0], x.Dims[1], Height, Width]);
        int position = 0;
        for (int region = 0; region < rois.Dims[0]; region++)
        {
            long batch = batches.Longs[region];
            if (batch < 0 || batch >= x.Dims[0])
                throw new ModelException($"The batch index {batch} lies outside {x.Dims[0]} images.");
            Side vertical = SideOf(rois, region, 1, Height);
            Side horizontal = SideOf(rois, region, 0, Width);
            for (long channel = 0; channel < x.Dims[1]; channel++)
                for (int i = 0; i < Height; i++)
                    for (int j = 0; j < Width; j++)
                        y.Doubles[position++] = ElementConversion.Round(Bin(x, ((batch * x.Dims[1]) + channel) * x.Dims[2] * x.Dims[3], vertical, i, horizontal, j), x.Type);
        }
        return y;
    }

    Side SideOf(Tensor rois, int region, int first, int bins)
    {
        double offset = IsHalfPixel ? 0.5 : 0;
        double start = (rois.Doubles[(region * 4) + first] * Scale) - offset;
        double length = (rois.Doubles[(region * 4) + first + 2] * Scale) - offset - start;
        double bin = (IsHalfPixel ? length : Math.Max(length, 1)) / bins;
        return new Side(start, bin, Samples > 0 ? Samples : (int)Math.Ceiling(bin));
    }

    double Bin(Tensor x, long image, Side vertical, int i, Side horizontal, int j)
    {
        double? result = null;
        for (int a = 0; a < vertical.Samples; a++)
        {
            for (int b = 0; b < horizontal.Samples; b++)
            {
                double sample = Sample(x, image, vertical.Place(i, a), horizontal.Place(j, b));
                result = result is not { } so ? sample : IsMaximum ? Math.Max(so, sample) : so + sample;
            }
        }
        return IsMaximum ? result ?? 0 : (result ?? 0) / Math.Max(vertical.Samples * horizontal.Samples, 1);
    }

    /// <summary>The weighted sum, or the largest weighted one, of the four pixels around a point.</summary>
    double Sample(Tensor x, long image, double row, double column)
    {
        (long height, long width) = (x.Dims[2], x.Dims[3]);
        if (height * width == 0 || !(row >= -1 && row <= height && column >= -1 && column <= width))
            return 0;
        (long top, double down) = Below(row, height);
        (long left, double right) = Below(column, width);
        double Weighted(long r, long c, double weight) => weight * x.Doubles[image + (Math.Min(r, height - 1) * width) + Math.Min(c, width - 1)];
        double[] parts =
        [
            Weighted(top, left, (1 - down) * (1 - right)), Weighted(top, left + 1, (1 - down) * right),
            Weighted(top + 1, left, down * (1 - right)), Weighted(top + 1, left + 1, down * right),
        ];
        return IsMaximum ? Math.Max(Math.Max(parts[0], parts[1]), Math.Max(parts[2], parts[3])) : parts[0] + parts[1] + parts[2] + parts[3];
    }

    static (long Pixel, double Fraction) Below(double place, long length)
    {
        double inside = Math.Max(place, 0);
        long pixel = (long)inside;
        return pixel >= length - 1 ? (length - 1, 0) : (pixel, inside - pixel);
    }

    /// <summary>A region along one axis: where it starts, the length of a bin and the points in it.</summary>
    readonly record struct Side(double Start, double Bin, int Samples)
    {
        public double Place(int bin, int sample) => Start + (bin * Bin) + ((sample + 0.5) * Bin / Samples);
    }
}
