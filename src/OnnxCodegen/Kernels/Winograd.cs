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
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
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
    public static void Pack(Workers workers, ReadOnlySpan<float> weights, int outputs, int channels, Span<float> packed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((nint)weights.Length, (nint)outputs * channels * WinogradPacking.Taps, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan((nint)packed.Length, MatMul.PackedLength(channels, outputs) * Products, nameof(packed));
        fixed (float* source = weights, target = packed)
            WinogradPacking.Run(workers, new WinogradPacking(source, outputs, channels, target));
    }
}
