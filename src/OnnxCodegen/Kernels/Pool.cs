using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Folds over the windows of images whose channels lie side by side.</summary>
public static unsafe class Pool
{
    /// <summary>y[image, pixel, channel] = epilogue(fold of the window's elements of that channel).</summary>
    /// <param name="workers">Share the work; results do not depend on their number.</param>
    /// <param name="shape">The windows; the channels are the groups. Padding is part of the source.</param>
    /// <param name="x">The source.</param>
    /// <param name="y">The result.</param>
    public static void Run<TFold, TEpilogue>(
        Workers workers, in ConvolveShape shape, ReadOnlySpan<float> x, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TFold : struct, IFold
        where TEpilogue : struct, IMap
    {
        if (shape.Work == 0)
            return;
        nint* few = stackalloc nint[shape.Taps <= ConvolveShape.TapsOnStack ? (int)shape.Taps : 0];
        nint* many = shape.Taps <= ConvolveShape.TapsOnStack ? null : (nint*)NativeMemory.Alloc((nuint)shape.Taps, (nuint)sizeof(nint));
        try
        {
            fixed (float* source = x, target = y, data0 = p0.Data, data1 = p1.Data, data2 = p2.Data)
                PoolBody<TFold, TEpilogue>.Run(workers, shape, many == null ? few : many, source, target, new(p0, data0, p1, data1, p2, data2));
        }
        finally
        {
            NativeMemory.Free(many);
        }
    }
}

/// <summary>A pooling cut into blocks of output rows: vectors run along the channels of a pixel.</summary>
unsafe struct PoolBody<TFold, TEpilogue> : IParallelBody
    where TFold : struct, IFold
    where TEpilogue : struct, IMap
{
    /// <summary>Elements read that are worth handing to another thread: about five microseconds.</summary>
    const nint WorkOfPart = 1 << 16;

    ConvolveShape shape;
    EpilogueOperands operands;
    float* x, y;
    nint* offsets;
    nint taps, rows, rowsOfPart;

    public static void Run(Workers workers, in ConvolveShape shape, nint* offsets, float* x, float* y, in EpilogueOperands operands)
    {
        shape.FillTapOffsets(offsets);
        nint rows = shape.Images * shape.OutputDepth * shape.OutputHeight;
        nint parts = Math.Clamp(shape.Work / WorkOfPart, 1, rows);
        PoolBody<TFold, TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            y = y,
            offsets = offsets,
            taps = shape.Taps,
            rows = rows,
            rowsOfPart = (rows + parts - 1) / parts,
        };
        workers.For(ref body, (int)((rows + body.rowsOfPart - 1) / body.rowsOfPart));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        for (nint row = part * rowsOfPart; row < Math.Min((part + 1) * rowsOfPart, rows); row++)
        {
            (nint plane, nint h) = Math.DivRem(row, shape.OutputHeight);
            (nint image, nint d) = shape.OutputDepth == 1 ? (plane, 0) : Math.DivRem(plane, shape.OutputDepth);
            float* source = x + (image * shape.XImage) + (d * shape.StrideDepth * shape.XDepth) + (h * shape.StrideHeight * shape.XRow);
            float* target = y + (image * shape.YImage) + (d * shape.YDepth) + (h * shape.YRow);
            operands.At(image, d, h, 0, out Operands p);
            if (Vector512.IsHardwareAccelerated && shape.Groups >= Vector512<float>.Count)
                Row512(source, target, ref p);
            else if (Vector256.IsHardwareAccelerated && shape.Groups >= Vector256<float>.Count)
                Row256(source, target, ref p);
            else
                Row128(source, target, ref p);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Row512(float* source, float* target, ref Operands p)
    {
        bool moves = p.EpilogueMoves;
        nint channels = shape.Groups, pixel = shape.StrideWidth * shape.XPixel;
        for (nint w = 0; w < shape.OutputWidth; w++, source += pixel, target += shape.YPixel, Operands.NextRow<TEpilogue>(ref p, moves))
        {
            nint c = 0;
            for (; c + (2 * Vector512<float>.Count) <= channels; c += 2 * Vector512<float>.Count)
            {
                Vector512<float> left = Vector512.Create(TFold.Identity), right = left;
                for (nint tap = 0; tap < taps; tap++)
                {
                    float* at = source + offsets[tap] + c;
                    left = TFold.Combine(left, *(Vector512<float>*)at);
                    right = TFold.Combine(right, *(Vector512<float>*)(at + Vector512<float>.Count));
                }
                *(Vector512<float>*)(target + c) = TEpilogue.Invoke(left, p, c);
                *(Vector512<float>*)(target + c + Vector512<float>.Count) = TEpilogue.Invoke(right, p, c + Vector512<float>.Count);
            }
            for (; c + Vector512<float>.Count <= channels; c += Vector512<float>.Count)
            {
                Vector512<float> fold = Vector512.Create(TFold.Identity);
                for (nint tap = 0; tap < taps; tap++)
                    fold = TFold.Combine(fold, *(Vector512<float>*)(source + offsets[tap] + c));
                *(Vector512<float>*)(target + c) = TEpilogue.Invoke(fold, p, c);
            }
            Channels(source, target, c, p);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Row256(float* source, float* target, ref Operands p)
    {
        bool moves = p.EpilogueMoves;
        nint channels = shape.Groups, pixel = shape.StrideWidth * shape.XPixel;
        for (nint w = 0; w < shape.OutputWidth; w++, source += pixel, target += shape.YPixel, Operands.NextRow<TEpilogue>(ref p, moves))
        {
            nint c = 0;
            for (; c + (2 * Vector256<float>.Count) <= channels; c += 2 * Vector256<float>.Count)
            {
                Vector256<float> left = Vector256.Create(TFold.Identity), right = left;
                for (nint tap = 0; tap < taps; tap++)
                {
                    float* at = source + offsets[tap] + c;
                    left = TFold.Combine(left, *(Vector256<float>*)at);
                    right = TFold.Combine(right, *(Vector256<float>*)(at + Vector256<float>.Count));
                }
                *(Vector256<float>*)(target + c) = TEpilogue.Invoke(left, p, c);
                *(Vector256<float>*)(target + c + Vector256<float>.Count) = TEpilogue.Invoke(right, p, c + Vector256<float>.Count);
            }
            for (; c + Vector256<float>.Count <= channels; c += Vector256<float>.Count)
            {
                Vector256<float> fold = Vector256.Create(TFold.Identity);
                for (nint tap = 0; tap < taps; tap++)
                    fold = TFold.Combine(fold, *(Vector256<float>*)(source + offsets[tap] + c));
                *(Vector256<float>*)(target + c) = TEpilogue.Invoke(fold, p, c);
            }
            Channels(source, target, c, p);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Row128(float* source, float* target, ref Operands p)
    {
        bool moves = p.EpilogueMoves;
        nint channels = shape.Groups, pixel = shape.StrideWidth * shape.XPixel;
        for (nint w = 0; w < shape.OutputWidth; w++, source += pixel, target += shape.YPixel, Operands.NextRow<TEpilogue>(ref p, moves))
        {
            nint c = 0;
            for (; c + (2 * Vector128<float>.Count) <= channels; c += 2 * Vector128<float>.Count)
            {
                Vector128<float> left = Vector128.Create(TFold.Identity), right = left;
                for (nint tap = 0; tap < taps; tap++)
                {
                    float* at = source + offsets[tap] + c;
                    left = TFold.Combine(left, *(Vector128<float>*)at);
                    right = TFold.Combine(right, *(Vector128<float>*)(at + Vector128<float>.Count));
                }
                *(Vector128<float>*)(target + c) = TEpilogue.Invoke(left, p, c);
                *(Vector128<float>*)(target + c + Vector128<float>.Count) = TEpilogue.Invoke(right, p, c + Vector128<float>.Count);
            }
            for (; c + Vector128<float>.Count <= channels; c += Vector128<float>.Count)
            {
                Vector128<float> fold = Vector128.Create(TFold.Identity);
                for (nint tap = 0; tap < taps; tap++)
                    fold = TFold.Combine(fold, *(Vector128<float>*)(source + offsets[tap] + c));
                *(Vector128<float>*)(target + c) = TEpilogue.Invoke(fold, p, c);
            }
            Channels(source, target, c, p);
        }
    }

    /// <summary>The channels of one pixel from <paramref name="first"/> on, one by one.</summary>
    readonly void Channels(float* source, float* target, nint first, in Operands p)
    {
        for (nint c = first; c < shape.Groups; c++)
        {
            float fold = TFold.Identity;
            for (nint tap = 0; tap < taps; tap++)
                fold = TFold.Combine(fold, source[offsets[tap] + c]);
            target[c] = TEpilogue.Invoke(fold, p, c);
        }
    }
}
