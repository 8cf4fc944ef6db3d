using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A convolution in which every channel has a kernel of its own: a vector of channels runs along a piece of a row, four pixels at a
/// time.</summary>
unsafe struct Depthwise<TEpilogue> : IParallelBody
    where TEpilogue : struct, IMap
{
    /// <summary>Multiplications that are worth handing to another thread: about five microseconds.</summary>
    const nint WorkOfPart = 1 << 17;

    const int PixelsOfBlock = 4;

    /// <summary>Floats of the source of a piece of a row, which is read once for every vector of channels: they stay in a core's own caches.</summary>
    const nint NearFloats = 32 << 10;

    ConvolveShape shape;
    EpilogueOperands operands;
    DepthwiseBlock block;
    float* x, y;
    nint rows, rowsOfPart, pieceLength;

    /// <param name="offsets">Room for as many numbers as the kernel has taps.</param>
    public static void Run(Workers workers, in ConvolveShape shape, nint* offsets, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        nint kernelRows = shape.KernelDepth * shape.KernelHeight;
        (shape with { KernelWidth = 1 }).FillTapOffsets(offsets);
        nint rows = shape.Images * shape.OutputDepth * shape.OutputHeight;
        nint columnFloats = kernelRows * shape.StrideWidth * shape.Groups;
        nint parts = Math.Clamp(shape.Work / WorkOfPart, 1, rows);
        Depthwise<TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            y = y,
            rows = rows,
            rowsOfPart = (rows + parts - 1) / parts,
            pieceLength = Math.Max(1, NearFloats / columnFloats / PixelsOfBlock) * PixelsOfBlock,
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
            at.OperandsMove = p.EpilogueMoves;
            for (nint w = 0; w < shape.OutputWidth; w += pieceLength)
            {
                nint pixels = Math.Min(pieceLength, shape.OutputWidth - w), last = pixels % PixelsOfBlock;
                at.Count = pixels / PixelsOfBlock;
                if (at.Count > 0)
                    Multiply<Rows4>(ref at, ref p);
                at.Count = 1;
                switch (last)
                {
                    case 1: Multiply<Rows1>(ref at, ref p); break;
                    case 2: Multiply<Rows2>(ref at, ref p); break;
                    case 3: Multiply<Rows3>(ref at, ref p); break;
                }
            }
        }
    }

    /// <summary>The channels of blocks of pixels: by the widest vectors, the last ones by narrower ones. Then moves on behind the blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Multiply<TPixels>(ref DepthwiseBlock at, ref Operands p)
        where TPixels : unmanaged
    {
        at.First = 0;
        if (Vector512.IsHardwareAccelerated && Reaches(ref at, Vector512<float>.Count))
        {
            if (sizeof(TPixels) == PixelsOfBlock && at.Is3x3(1))
                Depthwise512.Multiply3x3<Rows1, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.Is3x3(2))
                Depthwise512.Multiply3x3<Rows2, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.HasFiveTaps(1))
                Depthwise512.Multiply5<Rows1, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.HasFiveTaps(2))
                Depthwise512.Multiply5<Rows2, TEpilogue>(at, p);
            else
                Depthwise512.Multiply<TPixels, TEpilogue>(at, p);
            at.First = at.End;
        }
        if (Vector256.IsHardwareAccelerated && Reaches(ref at, Vector256<float>.Count))
        {
            if (sizeof(TPixels) == PixelsOfBlock && at.Is3x3(1))
                Depthwise256.Multiply3x3<Rows1, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.Is3x3(2))
                Depthwise256.Multiply3x3<Rows2, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.HasFiveTaps(1))
                Depthwise256.Multiply5<Rows1, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.HasFiveTaps(2))
                Depthwise256.Multiply5<Rows2, TEpilogue>(at, p);
            else
                Depthwise256.Multiply<TPixels, TEpilogue>(at, p);
            at.First = at.End;
        }
        if (Vector128.IsHardwareAccelerated && Reaches(ref at, Vector128<float>.Count))
        {
            if (sizeof(TPixels) == PixelsOfBlock && at.Is3x3(1))
                Depthwise128.Multiply3x3<Rows1, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.Is3x3(2))
                Depthwise128.Multiply3x3<Rows2, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.HasFiveTaps(1))
                Depthwise128.Multiply5<Rows1, TEpilogue>(at, p);
            else if (sizeof(TPixels) == PixelsOfBlock && at.HasFiveTaps(2))
                Depthwise128.Multiply5<Rows2, TEpilogue>(at, p);
            else
                Depthwise128.Multiply<TPixels, TEpilogue>(at, p);
            at.First = at.End;
        }
        if (Reaches(ref at, 1))
            at.MultiplyOnes<TPixels, TEpilogue>(p);
        nint pixels = at.Count * sizeof(TPixels);
        at.Source += pixels * at.Pixel;
        at.Target += pixels * at.YPixel;
        if (typeof(TEpilogue) != typeof(Identity) && at.OperandsMove)
            p.AdvanceEpilogue(pixels);
    }

    /// <summary>Sets the end to as many channels as whole vectors hold; whether there are any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool Reaches(ref DepthwiseBlock at, int lanes)
    {
        at.End = at.Channels - (at.Channels % lanes);
        return at.End > at.First;
    }
}
