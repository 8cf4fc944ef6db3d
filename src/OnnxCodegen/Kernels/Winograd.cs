using System;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>
/// Convolutions with kernels of 3×3 by Winograd's algorithm F(4×4, 3×3), which needs a quarter of the multiplications.
/// </summary>
/// <remarks>A. Lavin, S. Gray: Fast Algorithms for Convolutional Neural Networks, 2015. The result differs from the direct sum by about
/// 1e-6 of the largest element. Shapes are those of <see cref="Convolve"/>, with strides and dilations of 1 and one group.</remarks>
public static unsafe class Winograd
{
    /// <summary>The products of a tile for one pair of channels.</summary>
    public const int Products = 36;

    /// <summary>Convolves with weights from <see cref="Pack"/>.</summary>
    public static void Run<TEpilogue>(
        Workers workers, in ConvolveShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> packed, Span<float> y,
        Operand p0 = default, Operand p1 = default, Operand p2 = default)
        where TEpilogue : struct, IMap
    {
        if (shape.Work == 0)
            return;
        fixed (float* source = x, weights = packed, target = y, data0 = p0.Data, data1 = p1.Data, data2 = p2.Data)
        {
            EpilogueOperands operands = new(p0, data0, p1, data1, p2, data2);
            nint narrowest = Math.Min(shape.Channels, shape.Outputs);
            if (Vector512.IsHardwareAccelerated && narrowest >= Vector512<float>.Count)
                WinogradBody<Tile512, Winograd512, TEpilogue>.Run(workers, shape, source, weights, target, operands);
            else if (Vector512.IsHardwareAccelerated)
                WinogradBody<Tile512, Winograd128, TEpilogue>.Run(workers, shape, source, weights, target, operands);
            else if (Vector256.IsHardwareAccelerated && narrowest >= Vector256<float>.Count)
                WinogradBody<Tile256, Winograd256, TEpilogue>.Run(workers, shape, source, weights, target, operands);
            else if (Vector256.IsHardwareAccelerated)
                WinogradBody<Tile256, Winograd128, TEpilogue>.Run(workers, shape, source, weights, target, operands);
            else
                WinogradBody<Tile128, Winograd128, TEpilogue>.Run(workers, shape, source, weights, target, operands);
        }
    }

    /// <summary>Transforms weights that are dense in the order output, channel, row, column: 36 matrices of channels times outputs, each in
    /// panels as wide as a tile.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="channels">Source channels.</param>
    /// <param name="packed">Receives the transformed weights.</param>
    public static void Pack(ReadOnlySpan<float> weights, int outputs, int channels, Span<float> packed)
    {
        int width = MatMul.PanelWidth;
        int panels = (outputs + width - 1) / width;
        Span<float> transformed = stackalloc float[Products];
        for (int panel = 0; panel < panels; panel++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int lane = 0; lane < width; lane++)
                {
                    int output = (panel * width) + lane;
                    if (output < outputs)
                        Transform(weights.Slice(((output * channels) + channel) * 9, 9), transformed);
                    else
                        transformed.Clear();
                    for (int q = 0; q < Products; q++)
                        packed[((((q * panels) + panel) * channels) + channel) * width + lane] = transformed[q];
                }
            }
        }
    }

    /// <summary>G g Gᵀ.</summary>
    static void Transform(ReadOnlySpan<float> kernel, Span<float> transformed)
    {
        Span<double> half = stackalloc double[18];
        Span<double> row = stackalloc double[6];
        for (int j = 0; j < 3; j++)
        {
            Spread(kernel[j], kernel[3 + j], kernel[6 + j], row);
            for (int i = 0; i < 6; i++)
                half[(i * 3) + j] = row[i];
        }
        for (int i = 0; i < 6; i++)
        {
            Spread(half[i * 3], half[(i * 3) + 1], half[(i * 3) + 2], row);
            for (int j = 0; j < 6; j++)
                transformed[(i * 6) + j] = (float)row[j];
        }
    }

    static void Spread(double a, double b, double c, Span<double> row)
    {
        row[0] = a / 4;
        row[1] = (a + b + c) / -6;
        row[2] = (a - b + c) / -6;
        row[3] = (a / 24) + (b / 12) + (c / 6);
        row[4] = (a / 24) - (b / 12) + (c / 6);
        row[5] = c;
    }
}
