using System;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A convolution cut into blocks of output rows and groups of panels.</summary>
unsafe struct ConvolveBody<TTile, TEpilogue> : IParallelBody
    where TTile : struct, ITile
    where TEpilogue : struct, IMap
{
    /// <summary>Multiplications that are worth handing to another thread: about five microseconds.</summary>
    const nint WorkOfPart = 1 << 19;

    const int MaximumSegments = 512;

    ConvolveShape shape;
    EpilogueOperands operands;
    float* x, weights, y;
    nint* offsets;
    nint segments, segmentLength, rowsOfPart, rows;
    int panels, panelGroups;

    public static void Run(Workers workers, in ConvolveShape given, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        ConvolveShape shape = operands.RowsContinue(given.OutputWidth) ? JoinRows(given) : given;
        // Taps of a row that follow one another in memory are one segment of the summed axis.
        bool rowsAreSegments = shape.DilationWidth == 1 && shape.XPixel == shape.Channels && shape.Groups == 1;
        nint segments = rowsAreSegments ? shape.KernelDepth * shape.KernelHeight : shape.Taps;
        nint* offsets = stackalloc nint[(int)Math.Min(segments, MaximumSegments)];
        if (segments > MaximumSegments)
            throw new ArgumentException($"A kernel of {shape.Taps} taps is too large.", nameof(given));
        FillOffsets(shape, rowsAreSegments, offsets);
        nint rows = shape.Images * shape.OutputDepth * shape.OutputHeight;
        nint parts = Math.Clamp(shape.Work / WorkOfPart, 1, rows);
        ConvolveBody<TTile, TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            weights = weights,
            y = y,
            offsets = offsets,
            segments = segments,
            segmentLength = rowsAreSegments ? shape.KernelWidth * shape.Channels : shape.Channels,
            rows = rows,
            rowsOfPart = (rows + parts - 1) / parts,
            panels = (int)((shape.Outputs + TTile.Width - 1) / TTile.Width),
            panelGroups = 1,
        };
        int rowParts = (int)((rows + body.rowsOfPart - 1) / body.rowsOfPart);
        if (rowParts < workers.ThreadCount && shape.Work > 2 * WorkOfPart)
            body.panelGroups = Math.Min(body.panels, workers.ThreadCount);
        workers.For(ref body, rowParts * body.panelGroups);
    }

    public readonly void Invoke(int part)
    {
        (int rowPart, int panelGroup) = Math.DivRem(part, panelGroups);
        nint first = rowPart * rowsOfPart;
        nint end = Math.Min(first + rowsOfPart, rows);
        int firstPanel = (int)((long)panels * panelGroup / panelGroups);
        int endPanel = (int)((long)panels * (panelGroup + 1) / panelGroups);
        nint panelLength = shape.Taps * shape.Channels * TTile.Width;
        for (nint group = 0; group < shape.Groups; group++)
        {
            // Large panels stay in the cache while the rows pass by, small ones all stay: then each row is read once.
            if (panelLength * panels > 1 << 16)
            {
                for (int panel = firstPanel; panel < endPanel; panel++)
                    for (nint row = first; row < end; row++)
                        MultiplyRow(row, group, panel, panelLength);
            }
            else
            {
                for (nint row = first; row < end; row++)
                    for (int panel = firstPanel; panel < endPanel; panel++)
                        MultiplyRow(row, group, panel, panelLength);
            }
        }
    }

    readonly void MultiplyRow(nint row, nint group, int panel, nint panelLength)
    {
        (nint plane, nint h) = Math.DivRem(row, shape.OutputHeight);
        (nint image, nint d) = Math.DivRem(plane, shape.OutputDepth);
        nint column = panel * TTile.Width;
        nint channel = (group * shape.Outputs) + column;
        TileWork work = default;
        work.A = new RowWalk
        {
            Start = x + (image * shape.XImage) + (d * shape.StrideDepth * shape.XDepth) + (h * shape.StrideHeight * shape.XRow) + (group * shape.Channels),
            Row = shape.StrideWidth * shape.XPixel,
            Step = 1,
            Offsets = offsets,
            Segments = segments,
            Length = segmentLength,
        };
        work.B = weights + (((group * panels) + panel) * panelLength);
        work.BRow = TTile.Width;
        work.Y = y + (image * shape.YImage) + (d * shape.YDepth) + (h * shape.YRow) + channel;
        work.YRow = shape.YPixel;
        work.Column = channel;
        int columns = (int)Math.Min(TTile.Width, shape.Outputs - column);
        Panels<TTile>.Multiply<TEpilogue>(work, shape.OutputWidth, columns, operands.At(image, d, h, 0));
    }

    static void FillOffsets(in ConvolveShape shape, bool rowsAreSegments, nint* offsets)
    {
        for (nint d = 0; d < shape.KernelDepth; d++)
            for (nint h = 0; h < shape.KernelHeight; h++)
                for (nint w = 0; w < (rowsAreSegments ? 1 : shape.KernelWidth); w++)
                    *offsets++ = (d * shape.DilationDepth * shape.XDepth) + (h * shape.DilationHeight * shape.XRow) + (w * shape.DilationWidth * shape.XPixel);
    }

    /// <summary>A kernel of one tap sees rows that follow one another without a gap as one long row.</summary>
    static ConvolveShape JoinRows(in ConvolveShape shape) =>
        shape.Taps == 1 && shape.StrideWidth == 1 && shape.StrideHeight == 1 && shape.OutputHeight > 1
            && shape.XRow == shape.OutputWidth * shape.XPixel && shape.YRow == shape.OutputWidth * shape.YPixel
            ? shape with { OutputHeight = 1, OutputWidth = shape.OutputHeight * shape.OutputWidth }
            : shape;
}
