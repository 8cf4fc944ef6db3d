using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Convolutions of images whose channels lie side by side, as implicit matrix products: the rows are output pixels, the summed
/// axis runs over the taps and the channels.</summary>
/// <remarks>The epilogue sees the sum as x and its output channel (over all groups) as i; the rows of the operands are pixels, their outer
/// axes image, plane and row. Results do not depend on the number of workers. The spans must cover what the shape describes.</remarks>
public static unsafe class Convolve
{
    /// <summary>Convolves with weights from <see cref="Pack"/>.</summary>
    public static void Run<TEpilogue>(
        Workers workers, in ConvolveShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> packed, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TEpilogue : struct, IMap => Run<TEpilogue>(workers, shape, false, x, packed, y, p0, p1, p2);

    /// <summary>Convolves whole numbers of at most 16 bits, whose sums int32 holds, with weights from <see cref="PackWhole"/>. The sums are exact,
    /// those of single and few outputs up to 2²⁴; the epilogue gets the nearest floats.</summary>
    public static void RunWhole<TEpilogue>(
        Workers workers, in ConvolveShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> packed, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TEpilogue : struct, IMap
        => Run<TEpilogue>(workers, shape, WholeProducts.Suit(shape.Groups, shape.Outputs, shape.Channels), x, packed, y, p0, p1, p2);

    static void Run<TEpilogue>(
        Workers workers, in ConvolveShape shape, bool whole, ReadOnlySpan<float> x, ReadOnlySpan<float> packed, Span<float> y,
        in Operand p0, in Operand p1, in Operand p2)
        where TEpilogue : struct, IMap
    {
        if (shape.Results == 0)
            return;
        nint* few = stackalloc nint[shape.Taps <= ConvolveShape.TapsOnStack ? (int)shape.Taps : 0];
        nint* many = shape.Taps <= ConvolveShape.TapsOnStack ? null : (nint*)NativeMemory.Alloc((nuint)shape.Taps, (nuint)sizeof(nint));
        nint* offsets = many == null ? few : many;
        try
        {
            fixed (float* xStart = x, weights = packed, yStart = y, data0 = p0.Data, data1 = p1.Data, data2 = p2.Data)
            {
                EpilogueOperands operands = new(p0, data0, p1, data1, p2, data2);
                if (whole)
                    RunPairs<TEpilogue>(workers, shape, offsets, xStart, weights, yStart, operands);
                else if (shape.HasOneOutput)
                    OneOutput<TEpilogue>.Run(workers, shape, offsets, xStart, weights, yStart, operands);
                else if (shape.HasFewOutputs)
                    FewOutputs<TEpilogue>.Run(workers, shape, offsets, xStart, weights, yStart, operands);
                else if (shape.IsDepthwise)
                    Depthwise<TEpilogue>.Run(workers, shape, offsets, xStart, weights, yStart, operands);
                else if (Vector512.IsHardwareAccelerated)
                    ConvolveBody<Tile512, TEpilogue>.Run(workers, shape, offsets, xStart, weights, yStart, operands);
                else if (Vector256.IsHardwareAccelerated)
                    ConvolveBody<Tile256, TEpilogue>.Run(workers, shape, offsets, xStart, weights, yStart, operands);
                else
                    ConvolveBody<Tile128, TEpilogue>.Run(workers, shape, offsets, xStart, weights, yStart, operands);
            }
        }
        finally
        {
            NativeMemory.Free(many);
        }
    }

    static void RunPairs<TEpilogue>(
        Workers workers, in ConvolveShape shape, nint* offsets, float* x, float* weights, float* y, in EpilogueOperands operands)
        where TEpilogue : struct, IMap
    {
        ConvolveShape pairs = WholeProducts.Convert(workers, shape, x, out float* source);
        if (Vector512.IsHardwareAccelerated)
            ConvolveBody<PairTile512, TEpilogue>.Run(workers, pairs, offsets, source, weights, y, operands);
        else if (Vector256.IsHardwareAccelerated)
            ConvolveBody<PairTile256, TEpilogue>.Run(workers, pairs, offsets, source, weights, y, operands);
        else
            ConvolveBody<PairTile128, TEpilogue>.Run(workers, pairs, offsets, source, weights, y, operands);
    }

    /// <summary>Packs weights that are dense in the order group, output, channel, tap. The packed form has for every group panels of output
    /// channels as wide as a tile, in them taps, in these channels; depthwise it has taps, in these groups, and for few outputs these, in
    /// them taps, in these channels.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="outputs">Output channels of a group.</param>
    /// <param name="channels">Source channels of a group.</param>
    /// <param name="taps">The taps of the kernel.</param>
    /// <param name="packed">Receives the packed form.</param>
    public static void Pack(Workers workers, ReadOnlySpan<float> weights, nint groups, nint outputs, nint channels, nint taps, Span<float> packed)
    {
        if (outputs == 1 && (channels == 1 || groups == 1))
        {
            // One output: taps, in these channels. Depthwise: taps, in these groups.
            nint lines = channels * groups;
            for (nint line = 0; line < lines; line++)
                for (nint tap = 0; tap < taps; tap++)
                    packed[(int)((tap * lines) + line)] = weights[(int)((line * taps) + tap)];
            return;
        }
        if (ConvolveShape.AreFewOutputs(groups, outputs, channels))
        {
            for (nint output = 0; output < outputs; output++)
                for (nint channel = 0; channel < channels; channel++)
                    for (nint tap = 0; tap < taps; tap++)
                        packed[(int)((((output * taps) + tap) * channels) + channel)] = weights[(int)((((output * channels) + channel) * taps) + tap)];
            return;
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, groups * outputs * channels * taps, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, groups * MatMul.PackedLength(channels * taps, outputs), nameof(packed));
        fixed (float* source = weights, target = packed)
            PanelPacking.Run(workers, new PanelPacking(source, groups, taps, channels, outputs, taps, channels * taps, target));
    }

    /// <summary>Packs weights that are whole numbers of at most 16 bits for <see cref="RunWhole"/>: as <see cref="Pack"/>, with two channels in the
    /// place of one where there are several outputs.</summary>
    /// <inheritdoc cref="Pack"/>
    public static void PackWhole(Workers workers, ReadOnlySpan<float> weights, nint groups, nint outputs, nint channels, nint taps, Span<float> packed)
    {
        Pack(workers, weights, groups, outputs, channels, taps, packed);
        if (WholeProducts.Suit(groups, outputs, channels))
            WholeProducts.JoinRows(packed, groups * ((outputs + MatMul.PanelWidth - 1) / MatMul.PanelWidth) * taps, channels);
    }
}
