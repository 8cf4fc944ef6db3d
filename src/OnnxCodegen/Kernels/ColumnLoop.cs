using System;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Runs steps that fold columns over the rows of a line and use the folds, some columns at a time, so that they stay in the
/// core's cache.</summary>
public static unsafe class ColumnLoop
{
    /// <summary>Runs a function on the columns of every line.</summary>
    /// <param name="workers">Share the lines and columns.</param>
    /// <param name="shape">The axes, and the strides of the result.</param>
    /// <param name="function">The steps.</param>
    /// <param name="y">The result; it lies apart from the operands.</param>
    /// <param name="p0">The first operand: its rows are the lines here, its third outer axis holds the rows of a line.</param>
    public static void Run(
        Workers workers, in RowShape shape, ColumnFunction function, Span<float> y,
        in Operand p0, in Operand p1 = default, in Operand p2 = default, in Operand p3 = default, in Operand p4 = default)
    {
        if (shape.AllLines <= 0 || shape.Columns <= 0)
            return;
        fixed (float* target = y, d0 = p0.Data, d1 = p1.Data, d2 = p2.Data, d3 = p3.Data, d4 = p4.Data)
        {
            RowOperands operands = default;
            operands.SetResult(target, shape);
            operands.Set(0, d0, p0);
            operands.Set(1, d1, p1);
            operands.Set(2, d2, p2);
            operands.Set(3, d3, p3);
            operands.Set(4, d4, p4);
            ColumnLoopBody body = new(shape, operands, function);
            if (body.Parts == 1)
                body.Invoke(0);
            else
                workers.For(ref body, body.Parts);
        }
    }
}

/// <summary>Blocks of columns as parts of a parallel loop.</summary>
readonly unsafe struct ColumnLoopBody : IParallelBody
{
    const int PartElements = 1 << 13;

    /// <summary>The elements of a block that should stay in the core's cache.</summary>
    const int BlockElements = 1 << 15;

    const int SmallestBlock = 64;
    const int LargestBlock = 1024;

    readonly RowShape shape;
    readonly RowOperands operands;
    readonly ColumnFunction function;
    readonly nint width, blocksOfLine, blocksOfPart;

    public ColumnLoopBody(in RowShape shape, in RowOperands operands, ColumnFunction function)
    {
        this.shape = shape;
        this.operands = operands;
        this.function = function;
        nint rows = Math.Max(1, shape.Rows);
        width = Math.Clamp(BlockElements / rows, SmallestBlock, LargestBlock) & ~15;
        blocksOfLine = (shape.Columns + width - 1) / width;
        nint blockElements = rows * Math.Min(width, shape.Columns);
        nint blocks = shape.AllLines * blocksOfLine;
        blocksOfPart = blocks * blockElements < 2 * PartElements ? blocks : Math.Max(1, PartElements / blockElements);
    }

    public int Parts => (int)(((shape.AllLines * blocksOfLine) + blocksOfPart - 1) / blocksOfPart);

    public void Invoke(int part)
    {
        nint first = part * blocksOfPart;
        nint end = Math.Min(shape.AllLines * blocksOfLine, first + blocksOfPart);
        float* statistics = stackalloc float[RowOperands.Statistics * LargestBlock];
        for (nint block = first; block < end; block++)
        {
            (nint index, nint place) = Math.DivRem(block, blocksOfLine);
            (nint outer, nint line) = Math.DivRem(index, shape.Lines);
            (nint outer0, nint outer1) = Math.DivRem(outer, shape.Outer1);
            nint start = place * width;
            operands.At(outer0, outer1, line, statistics - start, LargestBlock, out _, out Operands rows);
            function(new Columns(rows, shape.Rows, start, Math.Min(shape.Columns, start + width)));
        }
    }
}
