using System;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Maxima over the bins of regions, pixel by pixel.</summary>
internal static class RegionMaximum
{
    /// <param name="x">Images [batch, channel, height, width].</param>
    /// <param name="rois">Batch, left, top, right and bottom of each region.</param>
    /// <param name="scale">Pixels for each unit of a region's coordinates.</param>
    public static Tensor Of(Tensor x, Tensor rois, int height, int width, float scale)
    {
        Tensor y = Tensor.New(x.Type, [rois.Dims[0], x.Dims[1], height, width]);
        int position = 0;
        for (int region = 0; region < rois.Dims[0]; region++)
        {
            int Coordinate(int i) => (int)Math.Round(rois.Doubles[(region * 5) + i] * scale, MidpointRounding.AwayFromZero);
            double batch = rois.Doubles[region * 5];
            if (!(batch >= 0 && batch < x.Dims[0]))
                throw new ModelException($"The batch index {batch} lies outside {x.Dims[0]} images.");
            for (long channel = 0; channel < x.Dims[1]; channel++)
            {
                long image = (((long)batch * x.Dims[1]) + channel) * x.Dims[2] * x.Dims[3];
                for (int i = 0; i < height; i++)
                    for (int j = 0; j < width; j++)
                        y.Doubles[position++] = Maximum(
                            x, image, Bin(Coordinate(2), Coordinate(4), i, height, x.Dims[2]), Bin(Coordinate(1), Coordinate(3), j, width, x.Dims[3]));
            }
        }
        return y;
    }

    static (long First, long End) Bin(int start, int end, int bin, int bins, long length)
    {
        float size = (float)Math.Max(end - start + 1, 1) / bins;
        long Inside(double place) => Math.Max(0, Math.Min(length, (long)place + start));
        return (Inside(Math.Floor(bin * size)), Inside(Math.Ceiling((bin + 1) * size)));
    }

    static double Maximum(Tensor x, long image, (long First, long End) rows, (long First, long End) columns)
    {
        double maximum = double.NegativeInfinity;
        for (long row = rows.First; row < rows.End; row++)
            for (long column = columns.First; column < columns.End; column++)
                maximum = Math.Max(maximum, x.Doubles[image + (row * x.Dims[3]) + column]);
        return rows.First < rows.End && columns.First < columns.End ? maximum : 0;
    }
}
