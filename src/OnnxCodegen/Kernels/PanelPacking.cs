using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Matrices brought into panels as wide as a tile, cut into blocks of rows.</summary>
/// <param name="source">For every group columns, in each of them rows, in each of these taps.</param>
/// <param name="target">For every group panels of columns, in each of them taps, in each of these rows as wide as the panel.</param>
/// <param name="rowStride">Elements from one row to the next: as many as there are taps, else there is one tap.</param>
unsafe struct PanelPacking(
    float* source, nint groups, nint taps, nint rows, nint columns, nint rowStride, nint columnStride, float* target) : IParallelBody
{
    /// <summary>Rows of a panel that are worth handing to another thread: about ten microseconds.</summary>
    const nint RowsOfBlock = 512;

    readonly int width = MatMul.PanelWidth;
    readonly nint panels = (columns + MatMul.PanelWidth - 1) / MatMul.PanelWidth;
    readonly nint blocks = ((taps * rows) + RowsOfBlock - 1) / RowsOfBlock;

    readonly nint Pieces => groups * panels * blocks;

    /// <summary>Small pieces go to a thread together.</summary>
    readonly nint Parts => Math.Clamp(groups * panels * taps * rows / RowsOfBlock, 1, Pieces);

    public static void Run(Workers workers, PanelPacking packing)
    {
        if (packing.Pieces > 0)
            workers.For(ref packing, (int)packing.Parts);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        nint parts = Parts, end = Pieces * (part + 1) / parts;
        for (nint piece = Pieces * part / parts; piece < end; piece++)
        {
            (nint panel, nint block) = Math.DivRem(piece, blocks);
            (nint group, nint panelOfGroup) = Math.DivRem(panel, panels);
            nint column = panelOfGroup * width;
            Pack(
                source + (((group * columns) + column) * columnStride), (int)Math.Min(width, columns - column),
                taps * rows * block / blocks, taps * rows * (block + 1) / blocks, target + (panel * taps * rows * width));
        }
    }

    /// <summary>Packs elements of each column of a panel, counted in the order of the source.</summary>
    readonly void Pack(float* from, int panelColumns, nint first, nint end, float* panel)
    {
        if (rowStride == taps)
            Transposition.Run(from, first, end, panelColumns, columnStride, new PanelRows(panel, width, rows, taps));
        else
            MatMul.PackPanel(from + (first * rowStride), end - first, panelColumns, rowStride, columnStride, panel + (first * width), width);
    }
}
