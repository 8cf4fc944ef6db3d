using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Winograd's algorithm on blocks of tiles: each block is transformed, multiplied by the 36 matrices, and transformed back.</summary>
unsafe struct WinogradBody<TTile, TTransform, TEpilogue> : IParallelBody
    where TTile : struct, ITile
    where TTransform : struct, IWinogradTransform
    where TEpilogue : struct, IMap
{
    /// <summary>Floats that a block's products and transformed sources may take: about half of a core's cache.</summary>
    const nint BlockFloats = 1 << 17;

    /// <summary>Multiplications that are worth handing to another thread: about five microseconds.</summary>
    const nint WorkOfPart = 1 << 18;

    const int Side = 4;
    const int SourceSide = 6;

    ConvolveShape shape;
    EpilogueOperands operands;
    float* x, weights, y, scratch;
    nint tilesHigh, tilesWide, tiles, tilesOfBlock, block;
    int panels, parts;
    Phase phase;

    enum Phase
    {
        Blocks,
        Input,
        Multiply,
        Output,
    }

    public static void Run(Workers workers, in ConvolveShape shape, float* x, float* weights, float* y, in EpilogueOperands operands)
    {
        WinogradBody<TTile, TTransform, TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            x = x,
            weights = weights,
            y = y,
            tilesHigh = (shape.OutputHeight + Side - 1) / Side,
            tilesWide = (shape.OutputWidth + Side - 1) / Side,
            panels = (int)((shape.Outputs + TTile.Width - 1) / TTile.Width),
        };
        body.tiles = shape.Images * body.tilesHigh * body.tilesWide;
        // Weights beyond the cache are read anew for every block: blocks then take up to half as much as they do.
        nint blockFloats = Math.Max(BlockFloats, Winograd.Products * shape.Channels * shape.Outputs / 2);
        nint most = Math.Max(blockFloats / (Winograd.Products * (shape.Channels + shape.Outputs)), TTile.Height);
        nint blocks = Even((body.tiles + most - 1) / most, body.tiles, workers.ThreadCount, shape);
        body.tilesOfBlock = (body.tiles + blocks - 1) / blocks;
        blocks = (body.tiles + body.tilesOfBlock - 1) / body.tilesOfBlock;
        nint work = body.tiles * Winograd.Products * shape.Channels * shape.Outputs;
        if (blocks >= 2 * workers.ThreadCount || workers.ThreadCount == 1 || work < 2 * WorkOfPart)
        {
            body.phase = Phase.Blocks;
            workers.For(ref body, (int)blocks);
        }
        else
        {
            body.RunPhases(workers, blocks);
        }
    }

    /// <summary>As many blocks for each thread, two or more where the weights stay in its cache; fewer where they would be lower than a tile.</summary>
    static nint Even(nint blocks, nint tiles, nint threads, in ConvolveShape shape)
    {
        if (threads == 1)
            return blocks;
        bool weightsStay = Winograd.Products * shape.Channels * shape.Outputs <= 2 * BlockFloats;
        nint even = (Math.Max(blocks, weightsStay ? 2 * threads : blocks) + threads - 1) / threads * threads;
        return tiles / even >= TTile.Height - 2 ? even : blocks;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        switch (phase)
        {
            case Phase.Blocks:
                WinogradBody<TTile, TTransform, TEpilogue> own = this;
                own.block = part;
                own.scratch = Scratch.Floats(FloatsOfBlock);
                own.Transform(0, TilesAt(part));
                own.Multiply(0, Winograd.Products);
                own.TransformBack(0, TilesAt(part));
                break;
            case Phase.Input:
                Transform(Start(part, TilesAt(block)), Start(part + 1, TilesAt(block)));
                break;
            case Phase.Multiply:
                Multiply((int)Start(part, Winograd.Products), (int)Start(part + 1, Winograd.Products));
                break;
            case Phase.Output:
                TransformBack(Start(part, TilesAt(block)), Start(part + 1, TilesAt(block)));
                break;
        }
    }

    /// <summary>Few blocks: the threads share every phase of each.</summary>
    void RunPhases(Workers workers, nint blocks)
    {
        scratch = Scratch.Floats(FloatsOfBlock);
        for (block = 0; block < blocks; block++)
        {
            foreach (Phase step in (ReadOnlySpan<Phase>)[Phase.Input, Phase.Multiply, Phase.Output])
            {
                phase = step;
                parts = step == Phase.Multiply ? Winograd.Products : (int)Math.Min(TilesAt(block), 2 * workers.ThreadCount);
                workers.For(ref this, parts);
            }
        }
    }

    readonly nint FloatsOfBlock => Winograd.Products * (Plane(tilesOfBlock * shape.Channels) + Plane(tilesOfBlock * shape.Outputs));

    /// <summary>From one of the 36 matrices of a block to the next: an odd number of lines, so that they fall on different ones of the cache.</summary>
    static nint Plane(nint floats)
    {
        const nint LineFloats = 16;
        return ((floats + LineFloats - 1) / LineFloats | 1) * LineFloats;
    }

    readonly nint TilesAt(nint block) => Math.Min(tilesOfBlock, tiles - (block * tilesOfBlock));

    readonly nint Start(int part, nint count) => count * part / parts;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Transform(nint first, nint end)
    {
        nint plane = Plane(TilesAt(block) * shape.Channels);
        (nint image, nint h, nint w) = Locate(first);
        for (nint tile = first; tile < end; tile++, Next(ref image, ref h, ref w))
        {
            float* source = x + (image * shape.XImage) + (h * shape.XRow) + (w * shape.XPixel);
            float* target = scratch + (tile * shape.Channels);
            nint height = Math.Min(SourceSide, shape.OutputHeight + 2 - h), width = Math.Min(SourceSide, shape.OutputWidth + 2 - w);
            if (height == SourceSide && width == SourceSide)
                TTransform.Input(source, shape.XRow, shape.XPixel, shape.Channels, target, plane);
            else
                TransformEdge(source, height, width, target, plane);
        }
    }

    /// <summary>A tile of which a part lies beyond the source: there it is zero.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void TransformEdge(float* source, nint height, nint width, float* target, nint plane)
    {
        const int Most = 64;
        float* patch = stackalloc float[SourceSide * SourceSide * Most];
        for (nint c = 0; c < shape.Channels; c += Most)
        {
            // The last piece overlaps the one before it where it would be narrower than a vector.
            nint first = Math.Max(0, Math.Min(c, shape.Channels - TTransform.Lanes)), count = Math.Min(Most, shape.Channels - first);
            for (nint i = 0; i < SourceSide; i++)
            {
                for (nint j = 0; j < SourceSide; j++)
                {
                    var pixel = new Span<float>(patch + (((i * SourceSide) + j) * count), (int)count);
                    if (i < height && j < width)
                        new Span<float>(source + (i * shape.XRow) + (j * shape.XPixel) + first, (int)count).CopyTo(pixel);
                    else
                        pixel.Clear();
                }
            }
            TTransform.Input(patch, SourceSide * count, count, count, target + first, plane);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void Multiply(int first, int end)
    {
        nint count = TilesAt(block), sources = Plane(count * shape.Channels), results = Plane(count * shape.Outputs);
        nint zero = 0;
        Operands none = default;
        nint panelLength = shape.Channels * TTile.Width;
        TileWork work = default;
        work.A = new RowWalk { Row = shape.Channels, Step = 1, Offsets = &zero, Segments = 1, Length = shape.Channels };
        work.BRow = TTile.Width;
        work.YRow = shape.Outputs;
        for (int q = first; q < end; q++)
        {
            work.A.Start = scratch + (q * sources);
            for (int panel = 0; panel < panels; panel++)
            {
                work.B = weights + (((q * panels) + panel) * panelLength);
                work.Y = scratch + (Winograd.Products * sources) + (q * results) + (panel * TTile.Width);
                Panels<TTile>.Multiply<Identity>(ref work, count, (int)Math.Min(TTile.Width, shape.Outputs - (panel * TTile.Width)), none);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    readonly void TransformBack(nint first, nint end)
    {
        nint count = TilesAt(block), plane = Plane(count * shape.Outputs);
        float* products = scratch + (Winograd.Products * Plane(count * shape.Channels));
        Operands* pixels = stackalloc Operands[Side * Side];
        bool moves = operands.Move;
        if (!moves)
            Place(pixels, 0, 0, 0);
        (nint image, nint h, nint w) = Locate(first);
        for (nint tile = first; tile < end; tile++, Next(ref image, ref h, ref w))
        {
            int height = (int)Math.Min(Side, shape.OutputHeight - h), width = (int)Math.Min(Side, shape.OutputWidth - w);
            if (moves)
                Place(pixels, image, h, w);
            float* target = y + (image * shape.YImage) + (h * shape.YRow) + (w * shape.YPixel);
            TTransform.Output<TEpilogue>(products + (tile * shape.Outputs), plane, shape.Outputs, target, shape.YRow, shape.YPixel, height, width, pixels);
        }
    }

    /// <summary>The operands of the epilogue at the pixels of a tile; those beyond the result are not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly void Place(Operands* pixels, nint image, nint h, nint w)
    {
        for (int i = 0; i < Side; i++)
            for (int j = 0; j < Side; j++)
                operands.At(image, 0, h + i, w + j, out pixels[(i * Side) + j]);
    }

    /// <summary>The image, row and column of a tile of the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly (nint Image, nint Row, nint Column) Locate(nint tile)
    {
        (nint line, nint column) = Math.DivRem((block * tilesOfBlock) + tile, tilesWide);
        (nint image, nint row) = Math.DivRem(line, tilesHigh);
        return (image, row * Side, column * Side);
    }

    /// <summary>Turns to the next tile: divisions would take as long as some of a tile's sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly void Next(ref nint image, ref nint h, ref nint w)
    {
        w += Side;
        if (w < tilesWide * Side)
            return;
        w = 0;
        h += Side;
        if (h < tilesHigh * Side)
            return;
        h = 0;
        image++;
    }
}
