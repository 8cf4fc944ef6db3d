using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A convolution with two to four output channels: dot products along the channels of four pixels at once, as a tile of so few
/// columns would leave most of a vector empty.</summary>
unsafe struct FewOutputs<TEpilogue> : IParallelBody
    where TEpilogue : struct, IMap
{
    /// <summary>Multiplications that are worth handing to another thread.</summary>
    const nint WorkOfPart = 1 << 16;

    const int PixelsOfBlock = 4;

    const int LargestOutputs = 4;

    ConvolveShape shape;
    EpilogueOperands operands;
    float* x, weights, y;
    nint* offsets;
    nint pixels, taps;
    int parts;

    /// <param name="offsets">Room for as many numbers as the kernel has taps.</param>
    /// <param name="weights">Outputs, in these taps, in these channels.</param>
    public static void Run(Workers workers, in ConvolveShape shape, nint* offsets, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        shape.FillTapOffsets(offsets);
        FewOutputs<TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            weights = weights,
            y = y,
            offsets = offsets,
            pixels = shape.Images * shape.OutputDepth * shape.OutputHeight * shape.OutputWidth,
            taps = shape.Taps,
        };
        body.parts = (int)Math.Clamp(shape.Work / WorkOfPart, 1, body.pixels);
        workers.For(ref body, body.parts);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        nint end = pixels * (part + 1) / parts;
        for (nint pixel = pixels * part / parts, count; pixel < end; pixel += count)
        {
            (nint row, nint w) = Math.DivRem(pixel, shape.OutputWidth);
            (nint plane, nint h) = Math.DivRem(row, shape.OutputHeight);
            (nint image, nint d) = Math.DivRem(plane, shape.OutputDepth);
            count = Math.Min(shape.OutputWidth - w, end - pixel);
            float* source = x + (image * shape.XImage) + (d * shape.StrideDepth * shape.XDepth) + (h * shape.StrideHeight * shape.XRow) + (w * shape.StrideWidth * shape.XPixel);
            float* target = y + (image * shape.YImage) + (d * shape.YDepth) + (h * shape.YRow) + (w * shape.YPixel);
            Row(source, target, count, operands.At(image, d, h, w));
        }
    }

    readonly void Row(float* source, float* target, nint count, Operands p)
    {
        float* sums = stackalloc float[PixelsOfBlock * LargestOutputs];
        nint step = shape.StrideWidth * shape.XPixel;
        bool moves = p.EpilogueMoves;
        while (count > 0)
        {
            // The last pixels are computed as a block whose pixels may be the same.
            nint stored = Math.Min(count, PixelsOfBlock);
            nint second = stored > 1 ? step : 0, third = stored > 2 ? 2 * step : 0, fourth = stored > 3 ? 3 * step : 0;
            if (shape.Outputs == 2)
                Dots<Rows2>(source, second, third, fourth, sums);
            else if (shape.Outputs == 3)
                Dots<Rows3>(source, second, third, fourth, sums);
            else
                Dots<Rows4>(source, second, third, fourth, sums);
            for (nint i = 0; i < stored; i++, target += shape.YPixel, Operands.NextRow<TEpilogue>(ref p, moves))
                for (nint output = 0; output < shape.Outputs; output++)
                    target[output] = TEpilogue.Invoke(sums[(i * LargestOutputs) + output], p, output);
            source += stored * step;
            count -= stored;
        }
    }

    /// <summary>The sums of four pixels for as many outputs as the type has bytes, pixel by pixel.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Dots<TOutputs>(float* source, nint second, nint third, nint fourth, float* sums)
        where TOutputs : unmanaged
    {
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        nint channels = shape.Channels, output = taps * channels;
        float* weight = weights;
        for (nint tap = 0; tap < taps; tap++)
        {
            float* at = source + offsets[tap];
            for (nint k = channels; k > 0; k -= Vector<float>.Count, at += Vector<float>.Count, weight += Vector<float>.Count)
            {
                Vector<float> x0 = *(Vector<float>*)at, x1 = *(Vector<float>*)(at + second), x2 = *(Vector<float>*)(at + third), x3 = *(Vector<float>*)(at + fourth);
                Vector<float> factor = *(Vector<float>*)weight;
                a0 = Vector.FusedMultiplyAdd(x0, factor, a0);
                a1 = Vector.FusedMultiplyAdd(x1, factor, a1);
                a2 = Vector.FusedMultiplyAdd(x2, factor, a2);
                a3 = Vector.FusedMultiplyAdd(x3, factor, a3);
                factor = *(Vector<float>*)(weight + output);
                b0 = Vector.FusedMultiplyAdd(x0, factor, b0);
                b1 = Vector.FusedMultiplyAdd(x1, factor, b1);
                b2 = Vector.FusedMultiplyAdd(x2, factor, b2);
                b3 = Vector.FusedMultiplyAdd(x3, factor, b3);
                if (sizeof(TOutputs) > 2)
                {
                    factor = *(Vector<float>*)(weight + (2 * output));
                    c0 = Vector.FusedMultiplyAdd(x0, factor, c0);
                    c1 = Vector.FusedMultiplyAdd(x1, factor, c1);
                    c2 = Vector.FusedMultiplyAdd(x2, factor, c2);
                    c3 = Vector.FusedMultiplyAdd(x3, factor, c3);
                }
                if (sizeof(TOutputs) > 3)
                {
                    factor = *(Vector<float>*)(weight + (3 * output));
                    d0 = Vector.FusedMultiplyAdd(x0, factor, d0);
                    d1 = Vector.FusedMultiplyAdd(x1, factor, d1);
                    d2 = Vector.FusedMultiplyAdd(x2, factor, d2);
                    d3 = Vector.FusedMultiplyAdd(x3, factor, d3);
                }
            }
        }
        Store<TOutputs>(sums, a0, b0, c0, d0);
        Store<TOutputs>(sums + LargestOutputs, a1, b1, c1, d1);
        Store<TOutputs>(sums + (2 * LargestOutputs), a2, b2, c2, d2);
        Store<TOutputs>(sums + (3 * LargestOutputs), a3, b3, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TOutputs>(float* sums, Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d)
        where TOutputs : unmanaged
    {
        sums[0] = Vector.Sum(a);
        sums[1] = Vector.Sum(b);
        if (sizeof(TOutputs) > 2)
            sums[2] = Vector.Sum(c);
        if (sizeof(TOutputs) > 3)
            sums[3] = Vector.Sum(d);
    }
}
