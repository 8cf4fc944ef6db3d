using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A convolution in which every channel has a kernel of its own: vectors run along the channels, four pixels at a time share the
/// weights.</summary>
unsafe struct Depthwise<TEpilogue> : IParallelBody
    where TEpilogue : struct, IMap
{
    /// <summary>Multiplications that are worth handing to another thread: about five microseconds.</summary>
    const nint WorkOfPart = 1 << 17;

    const int MaximumTaps = 1024;

    ConvolveShape shape;
    EpilogueOperands operands;
    float* x, weights, y;
    nint* offsets;
    nint taps, rows, rowsOfPart;

    public static void Run(Workers workers, in ConvolveShape shape, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        if (shape.Taps > MaximumTaps)
            throw new ArgumentException($"A kernel of {shape.Taps} taps is too large.", nameof(shape));
        nint* offsets = stackalloc nint[(int)shape.Taps];
        shape.FillTapOffsets(offsets);
        nint rows = shape.Images * shape.OutputDepth * shape.OutputHeight;
        nint parts = Math.Clamp(shape.Work / WorkOfPart, 1, rows);
        Depthwise<TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            weights = weights,
            y = y,
            offsets = offsets,
            taps = shape.Taps,
            rows = rows,
            rowsOfPart = (rows + parts - 1) / parts,
        };
        workers.For(ref body, (int)((rows + body.rowsOfPart - 1) / body.rowsOfPart));
    }

    public readonly void Invoke(int part)
    {
        for (nint row = part * rowsOfPart; row < Math.Min((part + 1) * rowsOfPart, rows); row++)
        {
            (nint plane, nint h) = Math.DivRem(row, shape.OutputHeight);
            (nint image, nint d) = Math.DivRem(plane, shape.OutputDepth);
            float* source = x + (image * shape.XImage) + (d * shape.StrideDepth * shape.XDepth) + (h * shape.StrideHeight * shape.XRow);
            float* target = y + (image * shape.YImage) + (d * shape.YDepth) + (h * shape.YRow);
            if (Vector512.IsHardwareAccelerated && shape.Groups >= Vector512<float>.Count)
                Row512(source, target, operands.At(image, d, h, 0));
            else
                Row256(source, target, operands.At(image, d, h, 0));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Row512(float* source, float* target, in Operands operands)
    {
        nint channels = shape.Groups, pixel = shape.StrideWidth * shape.XPixel, yPixel = shape.YPixel;
        nint vectorized = channels - (channels % Vector512<float>.Count);
        Operands p0 = operands;
        nint w = 0;
        for (; w + 4 <= shape.OutputWidth; w += 4, source += 4 * pixel, target += 4 * yPixel)
        {
            Operands p1 = p0;
            p1.Advance();
            Operands p2 = p1;
            p2.Advance();
            Operands p3 = p2;
            p3.Advance();
            for (nint c = 0; c < vectorized; c += Vector512<float>.Count)
            {
                Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
                float* weight = weights + c;
                for (nint tap = 0; tap < taps; tap++, weight += channels)
                {
                    Vector512<float> factor = *(Vector512<float>*)weight;
                    float* at = source + offsets[tap] + c;
                    s0 = Vector512.FusedMultiplyAdd(*(Vector512<float>*)at, factor, s0);
                    s1 = Vector512.FusedMultiplyAdd(*(Vector512<float>*)(at + pixel), factor, s1);
                    s2 = Vector512.FusedMultiplyAdd(*(Vector512<float>*)(at + (2 * pixel)), factor, s2);
                    s3 = Vector512.FusedMultiplyAdd(*(Vector512<float>*)(at + (3 * pixel)), factor, s3);
                }
                *(Vector512<float>*)(target + c) = TEpilogue.Invoke(s0, p0, c);
                *(Vector512<float>*)(target + yPixel + c) = TEpilogue.Invoke(s1, p1, c);
                *(Vector512<float>*)(target + (2 * yPixel) + c) = TEpilogue.Invoke(s2, p2, c);
                *(Vector512<float>*)(target + (3 * yPixel) + c) = TEpilogue.Invoke(s3, p3, c);
            }
            Channels(source, target, vectorized, p0);
            Channels(source + pixel, target + yPixel, vectorized, p1);
            Channels(source + (2 * pixel), target + (2 * yPixel), vectorized, p2);
            Channels(source + (3 * pixel), target + (3 * yPixel), vectorized, p3);
            p3.Advance();
            p0 = p3;
        }
        for (; w < shape.OutputWidth; w++, source += pixel, target += yPixel, p0.Advance())
        {
            for (nint c = 0; c < vectorized; c += Vector512<float>.Count)
            {
                Vector512<float> sum = default;
                for (nint tap = 0; tap < taps; tap++)
                    sum = Vector512.FusedMultiplyAdd(*(Vector512<float>*)(source + offsets[tap] + c), *(Vector512<float>*)(weights + (tap * channels) + c), sum);
                *(Vector512<float>*)(target + c) = TEpilogue.Invoke(sum, p0, c);
            }
            Channels(source, target, vectorized, p0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Row256(float* source, float* target, in Operands operands)
    {
        nint channels = shape.Groups, pixel = shape.StrideWidth * shape.XPixel, yPixel = shape.YPixel;
        nint vectorized = channels - (channels % Vector256<float>.Count);
        Operands p0 = operands;
        nint w = 0;
        for (; w + 4 <= shape.OutputWidth; w += 4, source += 4 * pixel, target += 4 * yPixel)
        {
            Operands p1 = p0;
            p1.Advance();
            Operands p2 = p1;
            p2.Advance();
            Operands p3 = p2;
            p3.Advance();
            for (nint c = 0; c < vectorized; c += Vector256<float>.Count)
            {
                Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
                float* weight = weights + c;
                for (nint tap = 0; tap < taps; tap++, weight += channels)
                {
                    Vector256<float> factor = *(Vector256<float>*)weight;
                    float* at = source + offsets[tap] + c;
                    s0 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)at, factor, s0);
                    s1 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + pixel), factor, s1);
                    s2 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + (2 * pixel)), factor, s2);
                    s3 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + (3 * pixel)), factor, s3);
                }
                *(Vector256<float>*)(target + c) = TEpilogue.Invoke(s0, p0, c);
                *(Vector256<float>*)(target + yPixel + c) = TEpilogue.Invoke(s1, p1, c);
                *(Vector256<float>*)(target + (2 * yPixel) + c) = TEpilogue.Invoke(s2, p2, c);
                *(Vector256<float>*)(target + (3 * yPixel) + c) = TEpilogue.Invoke(s3, p3, c);
            }
            Channels(source, target, vectorized, p0);
            Channels(source + pixel, target + yPixel, vectorized, p1);
            Channels(source + (2 * pixel), target + (2 * yPixel), vectorized, p2);
            Channels(source + (3 * pixel), target + (3 * yPixel), vectorized, p3);
            p3.Advance();
            p0 = p3;
        }
        for (; w < shape.OutputWidth; w++, source += pixel, target += yPixel, p0.Advance())
        {
            for (nint c = 0; c < vectorized; c += Vector256<float>.Count)
            {
                Vector256<float> sum = default;
                for (nint tap = 0; tap < taps; tap++)
                    sum = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(source + offsets[tap] + c), *(Vector256<float>*)(weights + (tap * channels) + c), sum);
                *(Vector256<float>*)(target + c) = TEpilogue.Invoke(sum, p0, c);
            }
            Channels(source, target, vectorized, p0);
        }
    }

    /// <summary>The channels of one pixel from <paramref name="first"/> on, one by one.</summary>
    readonly void Channels(float* source, float* target, nint first, in Operands p)
    {
        for (nint c = first; c < shape.Groups; c++)
        {
            float sum = 0;
            for (nint tap = 0; tap < taps; tap++)
                sum = MathF.FusedMultiplyAdd(source[offsets[tap] + c], weights[(tap * shape.Groups) + c], sum);
            target[c] = TEpilogue.Invoke(sum, p, c);
        }
    }
}
