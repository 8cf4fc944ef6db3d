using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Runs steps that fold whole lines and use the folds, line by line, so that a line stays in the core's cache.</summary>
public static unsafe class RowLoop
{
    /// <summary>Runs a function on every line.</summary>
    /// <param name="workers">Share the lines, and long lines.</param>
    /// <param name="shape">The axes, and the strides of the result.</param>
    /// <param name="function">The steps.</param>
    /// <param name="y">The result; it lies apart from the operands.</param>
    /// <param name="p0">The first operand: its rows are the lines here, its third outer axis holds the rows of a line.</param>
    [SkipLocalsInit]
    public static void Run(
        Workers workers, in RowShape shape, RowFunction function, Span<float> y,
        in Operand p0, in Operand p1 = default, in Operand p2 = default, in Operand p3 = default, in Operand p4 = default)
    {
        if (shape.AllLines <= 0)
            return;
        fixed (float* target = y, d0 = p0.Data, d1 = p1.Data, d2 = p2.Data, d3 = p3.Data, d4 = p4.Data)
        {
            Unsafe.SkipInit(out RowOperands operands);
            operands.SetResult(target, shape);
            operands.Set(0, d0, p0);
            operands.Set(1, d1, p1);
            operands.Set(2, d2, p2);
            operands.Set(3, d3, p3);
            operands.Set(4, d4, p4);
            RowLoopBody.Run(workers, shape, operands, function);
        }
    }
}

/// <summary>Lines as parts of a parallel loop.</summary>
readonly unsafe struct RowLoopBody : IParallelBody
{
    const int PartElements = 1 << 13;

    readonly Workers workers;
    readonly RowShape shape;
    readonly RowOperands operands;
    readonly RowFunction function;
    readonly nint linesOfPart;

    RowLoopBody(Workers workers, in RowShape shape, in RowOperands operands, RowFunction function, nint linesOfPart)
    {
        this.workers = workers;
        this.shape = shape;
        this.operands = operands;
        this.function = function;
        this.linesOfPart = linesOfPart;
    }

    public static void Run(Workers workers, in RowShape shape, in RowOperands operands, RowFunction function)
    {
        nint lines = shape.AllLines;
        nint lineElements = Math.Max(1, shape.Rows * shape.Columns);
        if (lines * lineElements < 2 * PartElements)
        {
            Lines(workers, shape, operands, function, 0, lines);
            return;
        }
        nint linesOfPart = Math.Max(1, PartElements / lineElements);
        RowLoopBody body = new(workers, shape, operands, function, linesOfPart);
        workers.For(ref body, (int)((lines + linesOfPart - 1) / linesOfPart));
    }

    public void Invoke(int part)
    {
        nint first = part * linesOfPart;
        Lines(workers, shape, operands, function, first, Math.Min(shape.AllLines - first, linesOfPart));
    }

    [SkipLocalsInit]
    static void Lines(Workers workers, in RowShape shape, in RowOperands operands, RowFunction function, nint first, nint left)
    {
        float* statistics = stackalloc float[RowOperands.Statistics];
        Unsafe.SkipInit(out Row row);
        while (left > 0)
        {
            (nint outer, nint line) = first == 0 ? (0, 0) : Math.DivRem(first, shape.Lines);
            (nint outer0, nint outer1) = outer == 0 ? (0, 0) : Math.DivRem(outer, shape.Outer1);
            nint count = Math.Min(left, shape.Lines - line);
            row.Begin(workers, shape, operands, outer0, outer1, line, statistics);
            function(row);
            for (nint i = 1; i < count; i++)
            {
                row.Advance();
                function(row);
            }
            first += count;
            left -= count;
        }
    }
}
