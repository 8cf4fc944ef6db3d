using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A convolution cut into strips of output pixels and panels of output channels.</summary>
unsafe struct ConvolveBody<TTile, TEpilogue> : IParallelBody
    where TTile : struct, ITile
    where TEpilogue : struct, IMap
{
    /// <summary>Multiplications that are worth handing to another thread: two microseconds and more.</summary>
    const nint WorkOfPart = 1 << 17;

    /// <summary>Parts for each thread, so that a thread that is held up leaves its share to the others.</summary>
    const int PartsOfThread = 4;

    /// <summary>Floats of all panels that stay in a core's own cache.</summary>
    const nint NearWeights = 1 << 16;

    /// <summary>Rows that lie a multiple of this many floats apart fall on the same few lines of the innermost cache.</summary>
    const nint AliasStride = 1024;

    /// <summary>Rows that fall on the same lines and still stay in the cache.</summary>
    const nint CacheWays = 8;

    /// <summary>Panels for which a copy of the source pays.</summary>
    const int PanelsOfCopy = 4;

    /// <summary>Floats by which copied rows are moved apart: a line of the cache.</summary>
    const nint CopyGap = 16;

    /// <summary>Source rows that are copied at once.</summary>
    const nint RowsOfCopy = 224;

    ConvolveShape shape;
    EpilogueOperands operands;
    Operands still;
    float* x, weights, y;
    nint* offsets;
    nint segments, segmentLength, panelLength, stripPixels, stripsOfRow, strips;
    int panels, stripParts, panelParts;
    bool aliases, operandsMove;

    /// <param name="offsets">Room for as many numbers as the kernel has taps.</param>
    public static void Run(Workers workers, in ConvolveShape given, nint* offsets, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        ConvolveShape shape = operands.RowsContinue(given.OutputWidth) ? JoinRows(given) : given;
        // Taps of a row that follow one another in memory are one segment of the summed axis.
        bool rowsAreSegments = shape.DilationWidth == 1 && shape.XPixel == shape.Channels && shape.Groups == 1;
        nint segments = rowsAreSegments ? shape.KernelDepth * shape.KernelHeight : shape.Taps;
        (rowsAreSegments ? shape with { KernelWidth = 1 } : shape).FillTapOffsets(offsets);
        nint rows = shape.Images * shape.OutputDepth * shape.OutputHeight;
        bool aliases = shape.Taps == 1 && shape.Groups == 1 && shape.StrideWidth * shape.XPixel % AliasStride == 0 && shape.OutputWidth > CacheWays;
        nint pixels = StripPixels(shape, rows, Parts(shape, workers.ThreadCount));
        if (aliases)
            pixels = Math.Min(pixels, RowsOfCopy / TTile.Height * TTile.Height);
        ConvolveBody<TTile, TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            operandsMove = operands.Move,
            still = operands.At(0, 0, 0, 0),
            x = x,
            weights = weights,
            y = y,
            offsets = offsets,
            segments = segments,
            segmentLength = rowsAreSegments ? shape.KernelWidth * shape.Channels : shape.Channels,
            panelLength = shape.Taps * shape.Channels * TTile.Width,
            aliases = aliases,
            stripPixels = pixels,
            stripsOfRow = (shape.OutputWidth + pixels - 1) / pixels,
            panels = (int)((shape.Outputs + TTile.Width - 1) / TTile.Width),
        };
        body.strips = rows * body.stripsOfRow;
        body.Divide(workers.ThreadCount);
        workers.For(ref body, body.stripParts * body.panelParts);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        (int stripPart, int panelPart) = Math.DivRem(part, panelParts);
        nint first = strips * stripPart / stripParts, end = strips * (stripPart + 1) / stripParts;
        int firstPanel = (int)((long)panels * panelPart / panelParts), endPanel = (int)((long)panels * (panelPart + 1) / panelParts);
        if (aliases && endPanel - firstPanel >= PanelsOfCopy)
        {
            InvokeOnCopy(first, end, firstPanel, endPanel);
            return;
        }
        for (nint group = 0; group < shape.Groups; group++)
        {
            // Large panels stay in the cache while the strips pass by, small ones all stay: then each strip is read once.
            if (panelLength * panels > NearWeights)
            {
                for (int panel = firstPanel; panel < endPanel; panel++)
                    MultiplyStrips(first, end, group, panel, panel + 1);
            }
            else
            {
                MultiplyStrips(first, end, group, firstPanel, endPanel);
            }
        }
    }

    /// <summary>Where rows fall on the same lines of the cache, strips are multiplied from a copy whose rows do not.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void InvokeOnCopy(nint first, nint end, int firstPanel, int endPanel)
    {
        nint rowLength = shape.Channels + CopyGap;
        nint stripsOfCopy = Math.Clamp(RowsOfCopy / stripPixels, 1, end - first);
        float* copy = Scratch.Floats(stripsOfCopy * stripPixels * rowLength);
        for (nint start = first; start < end; start += stripsOfCopy)
        {
            nint last = Math.Min(start + stripsOfCopy, end);
            float* target = copy;
            TileWork work = default;
            ref RowWalk source = ref work.A;
            for (nint strip = start; strip < last; strip++)
            {
                Locate(StripAt(strip), 0, ref source);
                for (nint i = 0; i < StripAt(strip).Pixels; i++, target += rowLength)
                    Buffer.MemoryCopy(source.Start + (i * source.Row), target, shape.Channels * sizeof(float), shape.Channels * sizeof(float));
            }
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                source.Start = copy;
                source.Row = rowLength;
                for (nint strip = start; strip < last; strip++)
                {
                    Strip at = StripAt(strip);
                    Multiply(at, ref work, 0, panel, panel + 1);
                    source.Start += at.Pixels * rowLength;
                }
            }
        }
    }

    static int Parts(in ConvolveShape shape, int threads) =>
        threads == 1 ? 1 : (int)Math.Clamp(shape.Work / WorkOfPart, 1, PartsOfThread * threads);

    /// <summary>Whole rows, or whole tiles of them where there are fewer rows than parts.</summary>
    static nint StripPixels(in ConvolveShape shape, nint rows, int parts)
    {
        if (rows >= parts)
            return shape.OutputWidth;
        nint tilesOfRow = (shape.OutputWidth + TTile.Height - 1) / TTile.Height;
        return Math.Min(Math.Max(1, tilesOfRow * rows / parts) * TTile.Height, shape.OutputWidth);
    }

    /// <summary>Cuts the work: by panels where the weights are larger than the source, so that each thread reads its own share, else by
    /// strips; by both where one leaves threads with unequal shares.</summary>
    void Divide(int threads)
    {
        int parts = Parts(shape, threads);
        nint source = shape.Images * shape.OutputDepth * shape.OutputHeight * shape.OutputWidth * shape.Channels;
        if (panels >= threads && (panelLength * panels > source * shape.StrideHeight * shape.StrideWidth || strips < threads))
        {
            panelParts = Math.Min(parts, panels);
            stripParts = AreEqual(panelParts, parts, threads) ? 1 : (int)Math.Min(threads, strips);
        }
        else
        {
            stripParts = (int)Math.Min(parts, strips);
            panelParts = AreEqual(stripParts, parts, threads) ? 1 : Math.Min(threads, panels);
        }
    }

    /// <summary>Whether threads that take one part after the other end at about the same time.</summary>
    static bool AreEqual(int count, int parts, int threads) => count == parts || count % threads == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly Strip StripAt(nint strip)
    {
        (nint row, nint part) = DivRem(strip, stripsOfRow);
        (nint plane, nint h) = DivRem(row, shape.OutputHeight);
        (nint image, nint d) = DivRem(plane, shape.OutputDepth);
        nint first = part * stripPixels;
        return new Strip(image, d, h, first, Math.Min(stripPixels, shape.OutputWidth - first));
    }

    /// <summary>Most divisors are 1, and a division takes as long as some sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (nint Quotient, nint Remainder) DivRem(nint number, nint divisor) => divisor == 1 ? (number, 0) : Math.DivRem(number, divisor);

    /// <summary>Sets where a strip begins in the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly void Locate(in Strip at, nint group, ref RowWalk source)
    {
        source.Row = shape.StrideWidth * shape.XPixel;
        source.Step = 1;
        source.Offsets = offsets;
        source.Segments = segments;
        source.Length = segmentLength;
        source.Start = x + (at.Image * shape.XImage) + (at.Plane * shape.StrideDepth * shape.XDepth) + (at.Row * shape.StrideHeight * shape.XRow)
            + (at.Pixel * source.Row) + (group * shape.Channels);
    }

    readonly void MultiplyStrips(nint first, nint end, nint group, int firstPanel, int endPanel)
    {
        Strip at = StripAt(first);
        TileWork work = default;
        for (nint strip = first; strip < end; strip++, Next(ref at))
        {
            Locate(at, group, ref work.A);
            Multiply(at, ref work, group, firstPanel, endPanel);
        }
    }

    /// <summary>Turns to the next strip: divisions would take as long as the sums of a short one.</summary>
    readonly void Next(ref Strip at)
    {
        at.Pixel += stripPixels;
        if (at.Pixel >= shape.OutputWidth)
        {
            at.Pixel = 0;
            if (++at.Row == shape.OutputHeight)
            {
                at.Row = 0;
                if (++at.Plane == shape.OutputDepth)
                {
                    at.Plane = 0;
                    at.Image++;
                }
            }
        }
        at.Pixels = Math.Min(stripPixels, shape.OutputWidth - at.Pixel);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Multiply(in Strip at, ref TileWork work, nint group, int firstPanel, int endPanel)
    {
        nint channel = group * shape.Outputs;
        Unsafe.SkipInit(out Operands moved);
        if (operandsMove)
            operands.At(at.Image, at.Plane, at.Row, at.Pixel, out moved);
        ref readonly Operands rows = ref operandsMove ? ref moved : ref Unsafe.AsRef(in still);
        work.BRow = TTile.Width;
        work.YRow = shape.YPixel;
        float* target = y + (at.Image * shape.YImage) + (at.Plane * shape.YDepth) + (at.Row * shape.YRow) + (at.Pixel * shape.YPixel);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            nint column = panel * TTile.Width;
            work.B = weights + (((group * panels) + panel) * panelLength);
            work.Column = channel + column;
            work.Y = target + work.Column;
            Panels<TTile>.Multiply<TEpilogue>(ref work, at.Pixels, (int)Math.Min(TTile.Width, shape.Outputs - column), rows);
        }
    }

    /// <summary>A kernel of one tap sees rows that follow one another without a gap as one long row.</summary>
    static ConvolveShape JoinRows(in ConvolveShape shape) =>
        shape.Taps == 1 && shape.StrideWidth == 1 && shape.StrideHeight == 1 && shape.OutputHeight > 1
            && shape.XRow == shape.OutputWidth * shape.XPixel && shape.YRow == shape.OutputWidth * shape.YPixel
            ? shape with { OutputHeight = 1, OutputWidth = shape.OutputHeight * shape.OutputWidth }
            : shape;

    /// <summary>Pixels of an output row that follow one another.</summary>
    record struct Strip(nint Image, nint Plane, nint Row, nint Pixel, nint Pixels);
}
