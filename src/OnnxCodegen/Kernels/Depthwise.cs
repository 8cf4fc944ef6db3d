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

    const int PixelsOfBlock = 4;

    ConvolveShape shape;
    EpilogueOperands operands;
    DepthwiseBlock block;
    float* x, y;
    nint rows, rowsOfPart;

    /// <param name="offsets">Room for as many numbers as the kernel has taps.</param>
    public static void Run(Workers workers, in ConvolveShape shape, nint* offsets, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        nint kernelRows = shape.KernelDepth * shape.KernelHeight;
        (shape with { KernelWidth = 1 }).FillTapOffsets(offsets);
        nint rows = shape.Images * shape.OutputDepth * shape.OutputHeight;
        nint parts = Math.Clamp(shape.Work / WorkOfPart, 1, rows);
        Depthwise<TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            y = y,
            rows = rows,
            rowsOfPart = (rows + parts - 1) / parts,
            block = new DepthwiseBlock
            {
                Weights = weights,
                Rows = offsets,
                RowCount = kernelRows,
                Columns = shape.KernelWidth,
                Pixel = shape.StrideWidth * shape.XPixel,
                Tap = shape.DilationWidth * shape.XPixel,
                Channels = shape.Groups,
                YPixel = shape.YPixel,
            },
        };
        workers.For(ref body, (int)((rows + body.rowsOfPart - 1) / body.rowsOfPart));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        DepthwiseBlock at = block;
        for (nint row = part * rowsOfPart; row < Math.Min((part + 1) * rowsOfPart, rows); row++)
        {
            (nint plane, nint h) = Math.DivRem(row, shape.OutputHeight);
            (nint image, nint d) = Math.DivRem(plane, shape.OutputDepth);
            at.Source = x + (image * shape.XImage) + (d * shape.StrideDepth * shape.XDepth) + (h * shape.StrideHeight * shape.XRow);
            at.Target = y + (image * shape.YImage) + (d * shape.YDepth) + (h * shape.YRow);
            Operands p = operands.At(image, d, h, 0);
            for (nint w = 0; w < shape.OutputWidth; w += PixelsOfBlock)
            {
                Multiply(ref at, (int)Math.Min(PixelsOfBlock, shape.OutputWidth - w), p);
                at.Source += PixelsOfBlock * at.Pixel;
                at.Target += PixelsOfBlock * at.YPixel;
                if (typeof(TEpilogue) != typeof(Identity))
                    p.Advance(PixelsOfBlock);
            }
        }
    }

    /// <summary>The channels of a block: by the widest vectors, the last ones by narrower ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Multiply(ref DepthwiseBlock at, int pixels, in Operands p)
    {
        at.First = 0;
        if (Vector512.IsHardwareAccelerated && Reaches(ref at, Vector512<float>.Count))
        {
            switch (pixels)
            {
                case 1: Depthwise512.Multiply<Rows1, TEpilogue>(at, p); break;
                case 2: Depthwise512.Multiply<Rows2, TEpilogue>(at, p); break;
                case 3: Depthwise512.Multiply<Rows3, TEpilogue>(at, p); break;
                default: Depthwise512.Multiply<Rows4, TEpilogue>(at, p); break;
            }
            at.First = at.End;
        }
        if (Vector256.IsHardwareAccelerated && Reaches(ref at, Vector256<float>.Count))
        {
            switch (pixels)
            {
                case 1: Depthwise256.Multiply<Rows1, TEpilogue>(at, p); break;
                case 2: Depthwise256.Multiply<Rows2, TEpilogue>(at, p); break;
                case 3: Depthwise256.Multiply<Rows3, TEpilogue>(at, p); break;
                default: Depthwise256.Multiply<Rows4, TEpilogue>(at, p); break;
            }
            at.First = at.End;
        }
        if (Vector128.IsHardwareAccelerated && Reaches(ref at, Vector128<float>.Count))
        {
            switch (pixels)
            {
                case 1: Depthwise128.Multiply<Rows1, TEpilogue>(at, p); break;
                case 2: Depthwise128.Multiply<Rows2, TEpilogue>(at, p); break;
                case 3: Depthwise128.Multiply<Rows3, TEpilogue>(at, p); break;
                default: Depthwise128.Multiply<Rows4, TEpilogue>(at, p); break;
            }
            at.First = at.End;
        }
        if (Reaches(ref at, 1))
            at.MultiplyOnes<TEpilogue>(pixels, p);
    }

    /// <summary>Sets the end to as many channels as whole vectors hold; whether there are any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Reaches(ref DepthwiseBlock at, int lanes)
    {
        at.End = at.Channels - (at.Channels % lanes);
        return at.End > at.First;
    }
}
