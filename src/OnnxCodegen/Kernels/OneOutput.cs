using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A convolution with one output channel: dot products along the channels and taps that follow one another in memory or, where
/// these are too few and pixels follow one another instead, several pixels in a vector.</summary>
unsafe struct OneOutput<TEpilogue> : IParallelBody
    where TEpilogue : struct, IMap
{
    /// <summary>Multiplications that are worth handing to another thread.</summary>
    const nint WorkOfPart = 1 << 16;

    /// <summary>Parts for each thread, so that a thread that is held up leaves its share to the others.</summary>
    const int PartsOfThread = 4;

    const int PixelsOfBlock = 8;

    const int VectorsOfBlock = 4;

    ConvolveShape shape;
    EpilogueOperands operands;
    float* x, weights, y;
    nint* offsets;
    nint segments, segmentLength, pixels;
    int parts;
    bool pixelsAreDense;

    /// <param name="offsets">Room for as many numbers as the kernel has taps.</param>
    public static void Run(Workers workers, in ConvolveShape shape, nint* offsets, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        bool rowsAreSegments = shape.DilationWidth == 1 && shape.XPixel == shape.Channels;
        (rowsAreSegments ? shape with { KernelWidth = 1 } : shape).FillTapOffsets(offsets);
        nint segmentLength = rowsAreSegments ? shape.KernelWidth * shape.Channels : shape.Channels;
        OneOutput<TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            weights = weights,
            y = y,
            offsets = offsets,
            segmentLength = segmentLength,
            segments = rowsAreSegments ? shape.KernelDepth * shape.KernelHeight : shape.Taps,
            pixels = shape.Images * shape.OutputDepth * shape.OutputHeight * shape.OutputWidth,
            parts = (int)Math.Clamp(shape.Work / WorkOfPart, 1, PartsOfThread * workers.ThreadCount),
            pixelsAreDense = shape.StrideWidth * shape.XPixel == 1 && segmentLength < shape.OutputWidth,
        };
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
            Multiply(source, target, count, operands.At(image, d, h, w));
        }
    }

    readonly void Multiply(float* source, float* target, nint count, Operands p)
    {
        float* sums = stackalloc float[Math.Max(PixelsOfBlock, VectorsOfBlock * Vector<float>.Count)];
        nint step = shape.StrideWidth * shape.XPixel;
        bool moves = p.EpilogueMoves;
        while (count > 0)
        {
            int stored = pixelsAreDense ? Sums(source, count, sums) : Dots(source, step, count, sums);
            for (int i = 0; i < stored; i++, target += shape.YPixel, Operands.NextRow<TEpilogue>(ref p, moves))
                *target = TEpilogue.Invoke(sums[i], p, 0);
            source += stored * step;
            count -= stored;
        }
    }

    /// <summary>As many sums as fit, and their number.</summary>
    readonly int Sums(float* source, nint count, float* sums)
    {
        if (count >= VectorsOfBlock * Vector<float>.Count)
        {
            SumMany(source, sums);
            return VectorsOfBlock * Vector<float>.Count;
        }
        if (count >= Vector<float>.Count)
        {
            SumFew(source, sums);
            return Vector<float>.Count;
        }
        *sums = Sum(source);
        return 1;
    }

    readonly int Dots(float* source, nint step, nint count, float* sums)
    {
        if (count >= PixelsOfBlock)
        {
            DotMany(source, step, sums);
            return PixelsOfBlock;
        }
        *sums = Dot(source);
        return 1;
    }

    /// <summary>The sums of four vectors of pixels.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void SumMany(float* source, float* sums)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        float* weight = weights;
        for (nint segment = 0; segment < segments; segment++)
        {
            float* at = source + offsets[segment];
            for (nint k = segmentLength; k > 0; k--, at++)
            {
                Vector<float> factor = new(*weight++);
                s0 = Vector.FusedMultiplyAdd(*(Vector<float>*)at, factor, s0);
                s1 = Vector.FusedMultiplyAdd(*(Vector<float>*)(at + Vector<float>.Count), factor, s1);
                s2 = Vector.FusedMultiplyAdd(*(Vector<float>*)(at + (2 * Vector<float>.Count)), factor, s2);
                s3 = Vector.FusedMultiplyAdd(*(Vector<float>*)(at + (3 * Vector<float>.Count)), factor, s3);
            }
        }
        *(Vector<float>*)sums = s0;
        *(Vector<float>*)(sums + Vector<float>.Count) = s1;
        *(Vector<float>*)(sums + (2 * Vector<float>.Count)) = s2;
        *(Vector<float>*)(sums + (3 * Vector<float>.Count)) = s3;
    }

    /// <summary>The sums of a vector of pixels.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void SumFew(float* source, float* sums)
    {
        Vector<float> sum = default;
        float* weight = weights;
        for (nint segment = 0; segment < segments; segment++)
        {
            float* at = source + offsets[segment];
            for (nint k = segmentLength; k > 0; k--, at++)
                sum = Vector.FusedMultiplyAdd(*(Vector<float>*)at, new Vector<float>(*weight++), sum);
        }
        *(Vector<float>*)sums = sum;
    }

    /// <summary>The sum of one pixel, as <see cref="SumMany"/> takes it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly float Sum(float* source)
    {
        float sum = 0;
        float* weight = weights;
        for (nint segment = 0; segment < segments; segment++)
        {
            float* at = source + offsets[segment];
            for (nint k = segmentLength; k > 0; k--)
                sum = float.FusedMultiplyAdd(*at++, *weight++, sum);
        }
        return sum;
    }

    /// <summary>The sums of eight pixels.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void DotMany(float* source, nint step, float* sums)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        float t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0, t7 = 0;
        float* weight = weights;
        nint step2 = 2 * step;
        for (nint segment = 0; segment < segments; segment++)
        {
            float* a0 = source + offsets[segment], a3 = a0 + step + step2, a6 = a3 + step + step2;
            nint k = segmentLength;
            for (; k >= Vector<float>.Count; k -= Vector<float>.Count)
            {
                Vector<float> factor = *(Vector<float>*)weight;
                s0 = Vector.FusedMultiplyAdd(*(Vector<float>*)a0, factor, s0);
                s1 = Vector.FusedMultiplyAdd(*(Vector<float>*)(a0 + step), factor, s1);
                s2 = Vector.FusedMultiplyAdd(*(Vector<float>*)(a0 + step2), factor, s2);
                s3 = Vector.FusedMultiplyAdd(*(Vector<float>*)a3, factor, s3);
                s4 = Vector.FusedMultiplyAdd(*(Vector<float>*)(a3 + step), factor, s4);
                s5 = Vector.FusedMultiplyAdd(*(Vector<float>*)(a3 + step2), factor, s5);
                s6 = Vector.FusedMultiplyAdd(*(Vector<float>*)a6, factor, s6);
                s7 = Vector.FusedMultiplyAdd(*(Vector<float>*)(a6 + step), factor, s7);
                weight += Vector<float>.Count;
                a0 += Vector<float>.Count;
                a3 += Vector<float>.Count;
                a6 += Vector<float>.Count;
            }
            for (; k > 0; k--, weight++, a0++, a3++, a6++)
            {
                t0 = float.FusedMultiplyAdd(*a0, *weight, t0);
                t1 = float.FusedMultiplyAdd(a0[step], *weight, t1);
                t2 = float.FusedMultiplyAdd(a0[step2], *weight, t2);
                t3 = float.FusedMultiplyAdd(*a3, *weight, t3);
                t4 = float.FusedMultiplyAdd(a3[step], *weight, t4);
                t5 = float.FusedMultiplyAdd(a3[step2], *weight, t5);
                t6 = float.FusedMultiplyAdd(*a6, *weight, t6);
                t7 = float.FusedMultiplyAdd(a6[step], *weight, t7);
            }
        }
        sums[0] = Vector.Sum(s0) + t0;
        sums[1] = Vector.Sum(s1) + t1;
        sums[2] = Vector.Sum(s2) + t2;
        sums[3] = Vector.Sum(s3) + t3;
        sums[4] = Vector.Sum(s4) + t4;
        sums[5] = Vector.Sum(s5) + t5;
        sums[6] = Vector.Sum(s6) + t6;
        sums[7] = Vector.Sum(s7) + t7;
    }

    /// <summary>The sum of one pixel, as <see cref="DotMany"/> takes it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly float Dot(float* source)
    {
        Vector<float> sum = default;
        float rest = 0;
        float* weight = weights;
        for (nint segment = 0; segment < segments; segment++)
        {
            float* at = source + offsets[segment];
            nint k = segmentLength;
            for (; k >= Vector<float>.Count; k -= Vector<float>.Count, at += Vector<float>.Count, weight += Vector<float>.Count)
                sum = Vector.FusedMultiplyAdd(*(Vector<float>*)at, *(Vector<float>*)weight, sum);
            for (; k > 0; k--)
                rest = float.FusedMultiplyAdd(*at++, *weight++, rest);
        }
        return Vector.Sum(sum) + rest;
    }
}
