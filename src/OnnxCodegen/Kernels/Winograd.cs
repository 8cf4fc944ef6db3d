using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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

    const int Taps = 9;

    /// <summary>Kernels that are transformed at once; panels are a multiple as wide.</summary>
    const int Lanes = 4;

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
        ArgumentOutOfRangeException.ThrowIfLessThan((nint)weights.Length, (nint)outputs * channels * Taps, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan((nint)packed.Length, MatMul.PackedLength(channels, outputs) * Products, nameof(packed));
        int width = MatMul.PanelWidth;
        nint plane = MatMul.PackedLength(channels, outputs);
        fixed (float* source = weights, target = packed)
        {
            for (nint first = 0; first < outputs; first += width)
            {
                float* panel = target + (first * channels);
                for (nint channel = 0; channel < channels; channel++)
                    for (nint output = first; output < first + width; output += Lanes, panel += Lanes)
                        Transform(source, (int)Math.Min(Lanes, outputs - output), ((output * channels) + channel) * Taps, (nint)channels * Taps, panel, plane);
            }
        }
    }

    /// <summary>G g Gᵀ of up to four kernels at once, in double; lanes without a kernel become zeros.</summary>
    static void Transform(float* weights, int count, nint offset, nint kernel, float* target, nint plane)
    {
        Vector256<double>* half = stackalloc Vector256<double>[18];
        Vector256<double>* row = stackalloc Vector256<double>[6];
        for (int j = 0; j < 3; j++)
        {
            Spread(Load(weights, count, offset + j, kernel), Load(weights, count, offset + 3 + j, kernel), Load(weights, count, offset + 6 + j, kernel), row);
            for (int i = 0; i < 6; i++)
                half[(i * 3) + j] = row[i];
        }
        for (int i = 0; i < 6; i++)
        {
            Spread(half[i * 3], half[(i * 3) + 1], half[(i * 3) + 2], row);
            for (int j = 0; j < 6; j++, target += plane)
                *(Vector128<float>*)target = Avx.IsSupported ? Avx.ConvertToVector128Single(row[j]) : Vector128.Narrow(row[j].GetLower(), row[j].GetUpper());
        }
    }

    static Vector256<double> Load(float* weights, int count, nint offset, nint kernel)
    {
        float* at = weights + offset;
        return Vector256.Create(
            count > 0 ? at[0] : 0.0, count > 1 ? at[kernel] : 0.0, count > 2 ? at[2 * kernel] : 0.0, count > 3 ? at[3 * kernel] : 0.0);
    }

    static void Spread(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double>* row)
    {
        Vector256<double> outer = a * (1 / 24.0) + c * (1 / 6.0), inner = b * (1 / 12.0);
        row[0] = a * 0.25;
        row[1] = (a + b + c) * (-1 / 6.0);
        row[2] = (a - b + c) * (-1 / 6.0);
        row[3] = outer + inner;
        row[4] = outer - inner;
        row[5] = c;
    }
}
