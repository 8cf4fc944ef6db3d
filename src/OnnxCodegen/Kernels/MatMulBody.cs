using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>A matrix product cut into blocks of rows and groups of panels.</summary>
unsafe struct MatMulBody<TTile, TEpilogue> : IParallelBody
    where TTile : struct, ITile
    where TEpilogue : struct, IMap
{
    /// <summary>The rows of a block: of a, they stay in the second-level cache while the panels pass by.</summary>
    const int BlockRows = 112;

    /// <summary>The length of k at a time where b is packed or read in place.</summary>
    const int BlockLength = 1024;

    /// <summary>The same of pairs of whole numbers, whose sums are not taken in parts.</summary>
    const int BlockPairs = int.MaxValue;

    /// <summary>The length of k at a time where a panel is first packed onto the stack.</summary>
    const int PackedOnStack = 512;

    /// <summary>Multiplications that are worth handing to another thread: some microseconds.</summary>
    const int WorkOfPart = 1 << 18;

    MatMulShape shape;
    EpilogueOperands operands;
    float* a, b, y;
    bool packed;
    int rowBlocks, panels, panelGroups;

    public static void Run(
        Workers workers, in MatMulShape shape, bool packed, float* a, float* b, float* y, in EpilogueOperands operands)
    {
        MatMulBody<TTile, TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            a = a,
            b = b,
            y = y,
            packed = packed,
            rowBlocks = (int)((shape.M + BlockRows - 1) / BlockRows),
            panels = (int)((shape.N + TTile.Width - 1) / TTile.Width),
            panelGroups = 1,
        };
        int parts = (int)shape.Batches * body.rowBlocks;
        if (workers.ThreadCount > 1)
        {
            // One row reads all of b for little arithmetic: memory, not arithmetic, takes the time.
            nint work = shape.M < 4 ? shape.Work * 4 : shape.Work;
            nint wanted = Math.Min(workers.ThreadCount * 4, work / WorkOfPart);
            if (wanted <= 1)
                workers = Workers.Inline;
            else if (parts < wanted)
                body.panelGroups = (int)Math.Min(body.panels, (wanted + parts - 1) / parts);
        }
        workers.For(ref body, parts * body.panelGroups);
    }

    public readonly void Invoke(int part)
    {
        (int block, int group) = Math.DivRem(part, panelGroups);
        (int batch, int rowBlock) = Math.DivRem(block, rowBlocks);
        (int outer, int i2) = Math.DivRem(batch, (int)shape.Batch2.Length);
        (int i0, int i1) = Math.DivRem(outer, (int)shape.Batch1.Length);
        nint firstRow = shape.M * rowBlock / rowBlocks, rows = (shape.M * (rowBlock + 1) / rowBlocks) - firstRow;
        int firstPanel = (int)((long)panels * group / panelGroups), endPanel = (int)((long)panels * (group + 1) / panelGroups);

        nint zero = 0;
        TileWork work = default;
        work.A = new RowWalk { Row = shape.ARow, Step = shape.AColumn, Offsets = &zero, Segments = 1 };
        work.A.Start = a + (i0 * shape.Batch0.A) + (i1 * shape.Batch1.A) + (i2 * shape.Batch2.A) + (firstRow * shape.ARow);
        work.B = b + (i0 * shape.Batch0.B) + (i1 * shape.Batch1.B) + (i2 * shape.Batch2.B);
        work.Y = y + (i0 * shape.Batch0.Y) + (i1 * shape.Batch1.Y) + (i2 * shape.Batch2.Y) + (firstRow * shape.YRow);
        work.YRow = shape.YRow;
        operands.At(i0, i1, i2, firstRow, out Operands p);

        if (packed)
            MultiplyPacked(work, rows, firstPanel, endPanel, p);
        else
            MultiplyInPlace(work, rows, firstPanel, endPanel, p);
    }

    readonly void MultiplyPacked(in TileWork start, nint rows, int firstPanel, int endPanel, in Operands p)
    {
        TileWork work = start;
        work.BRow = TTile.Width;
        bool multipliesPairs = typeof(TTile) == typeof(PairTile512) || typeof(TTile) == typeof(PairTile256) || typeof(TTile) == typeof(PairTile128);
        nint blockLength = multipliesPairs ? BlockPairs : BlockLength;
        for (nint k = 0; k == 0 || k < shape.K; k += blockLength)
        {
            bool last = Slice(ref work, start, k, blockLength);
            int panel = firstPanel;
            if (rows == 1)
                for (; panel <= endPanel - 4 && (panel + 4) * TTile.Width <= shape.N; panel += 4)
                {
                    AtPanel(ref work, start, panel).B = PackedPanel(panel, k);
                    MultiplyRow(work, shape.K * TTile.Width, last, p);
                }
            for (; panel < endPanel; panel++)
            {
                AtPanel(ref work, start, panel).B = PackedPanel(panel, k);
                MultiplyPanel(ref work, rows, last, p);
            }
        }
    }

    readonly void MultiplyInPlace(in TileWork start, nint rows, int firstPanel, int endPanel, in Operands p)
    {
        if (shape.BColumn != 1)
        {
            MultiplyAfterPacking(start, rows, firstPanel, endPanel, p);
            return;
        }
        int fullPanels = (int)Math.Min(endPanel, shape.N / TTile.Width);
        TileWork work = start;
        work.BRow = shape.BRow;
        for (nint k = 0; k == 0 || k < shape.K; k += BlockLength)
        {
            bool last = Slice(ref work, start, k, BlockLength);
            int panel = firstPanel;
            if (rows == 1)
                for (; panel <= fullPanels - 4; panel += 4)
                {
                    AtPanel(ref work, start, panel).B = start.B + (k * shape.BRow) + (panel * TTile.Width);
                    MultiplyRow(work, TTile.Width, last, p);
                }
            for (; panel < fullPanels; panel++)
            {
                AtPanel(ref work, start, panel).B = start.B + (k * shape.BRow) + (panel * TTile.Width);
                MultiplyPanel(ref work, rows, last, p);
            }
        }
        if (fullPanels < endPanel)
            MultiplyAfterPacking(start, rows, fullPanels, endPanel, p);
    }

    [SkipLocalsInit]
    readonly void MultiplyAfterPacking(in TileWork start, nint rows, int firstPanel, int endPanel, in Operands p)
    {
        float* panelOfB = stackalloc float[(int)Math.Min(shape.K, PackedOnStack) * TTile.Width];
        TileWork work = start;
        work.BRow = TTile.Width;
        work.B = panelOfB;
        for (nint k = 0; k == 0 || k < shape.K; k += PackedOnStack)
        {
            bool last = Slice(ref work, start, k, PackedOnStack);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                AtPanel(ref work, start, panel);
                float* source = start.B + (k * shape.BRow) + (work.Column * shape.BColumn);
                MatMul.PackPanel(source, work.A.Length, Columns(panel), shape.BRow, shape.BColumn, panelOfB, TTile.Width);
                MultiplyPanel(ref work, rows, last, p);
            }
        }
    }

    readonly float* PackedPanel(int panel, nint k) => b + (((panel * shape.K) + k) * TTile.Width);

    readonly int Columns(int panel) => (int)Math.Min(TTile.Width, shape.N - ((nint)panel * TTile.Width));

    /// <summary>Sets the part of k that begins at <paramref name="k"/>; tells whether it is the last.</summary>
    readonly bool Slice(ref TileWork work, in TileWork start, nint k, nint length)
    {
        work.A.Start = start.A.Start + (k * shape.AColumn);
        work.A.Length = Math.Min(length, shape.K - k);
        work.Accumulate = k > 0;
        return k + length >= shape.K;
    }

    static ref TileWork AtPanel(ref TileWork work, in TileWork start, int panel)
    {
        work.Column = (nint)panel * TTile.Width;
        work.Y = start.Y + work.Column;
        return ref work;
    }

    readonly void MultiplyPanel(ref TileWork work, nint rows, bool last, in Operands p)
    {
        int columns = (int)Math.Min(TTile.Width, shape.N - work.Column);
        if (last)
            Panels<TTile>.Multiply<TEpilogue>(ref work, rows, columns, p);
        else
            Panels<TTile>.Multiply<Identity>(ref work, rows, columns, p);
    }

    static void MultiplyRow(in TileWork work, nint panelStride, bool last, in Operands p)
    {
        if (last && !MapKind<TEpilogue>.IsLong)
            TTile.MultiplyRow<TEpilogue>(work, panelStride, p);
        else
            TTile.MultiplyRow<Identity>(work, panelStride, p);
        if (last && MapKind<TEpilogue>.IsLong)
            Panels<TTile>.ApplyRow<TEpilogue>(work.Y, work.Y, work.Column, 4 * TTile.Width, p);
    }
}
