using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Products of whole numbers of at most 16 bits. Neighbouring factors of a sum stand in 32 bits as a pair of shorts, in the place of a
/// float, so that an instruction multiplies and adds twice as many of them.</summary>
static unsafe class WholeProducts
{
    /// <summary>Whether a convolution is computed by pairs of channels; others are by floats.</summary>
    public static bool Suit(nint groups, nint outputs, nint channels) =>
        outputs > 1 && (groups == 1 || channels % 2 == 0) && !ConvolveShape.AreFewOutputs(groups, outputs, channels);

    /// <summary>Pairs that hold a number of factors.</summary>
    public static nint Pairs(nint factors) => (factors + 1) / 2;

    /// <summary>Joins neighbouring rows of packed weights to rows of pairs, in place.</summary>
    /// <param name="weights">Segments one after the other, in each of them rows as wide as a panel.</param>
    /// <param name="rows">The rows of a segment; an odd one is joined with zeros.</param>
    public static void JoinRows(Span<float> weights, nint segments, nint rows)
    {
        fixed (float* start = weights)
        {
            int width = MatMul.PanelWidth;
            float* from = start, to = start;
            for (nint segment = 0; segment < segments; segment++, from -= rows % 2 * width)
                for (nint row = 0; row < rows; row += 2, from += 2 * width, to += width)
                    JoinRow(from, row + 1 < rows ? from + width : null, to, width);
        }
    }

    static void JoinRow(float* first, float* second, float* to, int width)
    {
        for (int i = 0; i < width; i++)
            ((int*)to)[i] = ((int)first[i] & 0xFFFF) | (second == null ? 0 : (int)second[i] << 16);
    }

    /// <summary>Brings the source of a convolution into pairs of channels, all that it reads side by side.</summary>
    /// <returns>The convolution of the pairs.</returns>
    public static ConvolveShape Convert(Workers workers, in ConvolveShape shape, float* x, out float* pairs)
    {
        // What a kernel of one row or column skips is not brought along.
        bool skipsRows = shape.KernelHeight == 1, skipsPixels = shape.KernelWidth == 1;
        nint depth = ((shape.OutputDepth - 1) * shape.StrideDepth) + ((shape.KernelDepth - 1) * shape.DilationDepth) + 1;
        nint height = skipsRows ? shape.OutputHeight : ((shape.OutputHeight - 1) * shape.StrideHeight) + ((shape.KernelHeight - 1) * shape.DilationHeight) + 1;
        nint width = skipsPixels ? shape.OutputWidth : ((shape.OutputWidth - 1) * shape.StrideWidth) + ((shape.KernelWidth - 1) * shape.DilationWidth) + 1;
        var conversion = new PairConversion
        {
            X = x,
            Lengths = (shape.Images, depth, height, width),
            Strides = (shape.XImage, shape.XDepth, shape.XRow * (skipsRows ? shape.StrideHeight : 1), shape.XPixel * (skipsPixels ? shape.StrideWidth : 1)),
            Factors = shape.Groups * shape.Channels,
            FactorStride = 1,
        };
        pairs = conversion.Run(workers);
        nint pixel = Pairs(conversion.Factors);
        return shape with
        {
            Channels = Pairs(shape.Channels),
            StrideHeight = skipsRows ? 1 : shape.StrideHeight,
            StrideWidth = skipsPixels ? 1 : shape.StrideWidth,
            XPixel = pixel,
            XRow = width * pixel,
            XDepth = height * width * pixel,
            XImage = depth * height * width * pixel,
        };
    }

    /// <summary>Brings the left operand of a matrix product into pairs of columns.</summary>
    /// <returns>The product of the pairs.</returns>
    public static MatMulShape Convert(Workers workers, in MatMulShape shape, float* a, out float* pairs)
    {
        static nint Length(in BatchAxis axis) => axis.A == 0 ? 1 : axis.Length;
        var conversion = new PairConversion
        {
            X = a,
            Lengths = (Length(shape.Batch0), Length(shape.Batch1), Length(shape.Batch2), shape.M),
            Strides = (shape.Batch0.A, shape.Batch1.A, shape.Batch2.A, shape.ARow),
            Factors = shape.K,
            FactorStride = shape.AColumn,
        };
        pairs = conversion.Run(workers);
        nint row = Pairs(shape.K), matrix = shape.M * row;
        nint batch1 = matrix * Length(shape.Batch2), batch0 = batch1 * Length(shape.Batch1);
        return shape with
        {
            K = row,
            ARow = row,
            AColumn = 1,
            Batch0 = shape.Batch0 with { A = shape.Batch0.A == 0 ? 0 : batch0 },
            Batch1 = shape.Batch1 with { A = shape.Batch1.A == 0 ? 0 : batch1 },
            Batch2 = shape.Batch2 with { A = shape.Batch2.A == 0 ? 0 : matrix },
        };
    }
}
