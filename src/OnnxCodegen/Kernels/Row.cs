using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Does the steps of a row loop on one line.</summary>
public delegate void RowFunction(in Row row);

/// <summary>
/// A line of a row loop. What its steps read and write stands in slots, which are the operands of their functions: first the statistics,
/// one number each, then the operands of the loop, last the result.
/// </summary>
public unsafe struct Row
{
    /// <summary>The slot of the first operand of the loop; those before it are for statistics.</summary>
    public const int Operand = RowOperands.Statistics;

    /// <summary>The slot of the result.</summary>
    public const int Result = RowOperands.Result;

    Workers workers;
    nint rows, columns;
    Operands lines;
    Operands line;

    /// <summary>Turns to a line.</summary>
    /// <remarks>Not a constructor: that would build a copy first, which takes as long as a short line.</remarks>
    internal void Begin(Workers workers, in RowShape shape, in RowOperands operands, nint outer0, nint outer1, nint first, float* statistics)
    {
        this.workers = workers;
        rows = shape.Rows;
        columns = shape.Columns;
        operands.At(outer0, outer1, first, statistics, 1, out lines, out line);
    }

    /// <summary>Stores the fold of a function of the line.</summary>
    /// <param name="x">The slot of the function's primary input, read densely.</param>
    /// <param name="into">The slot that receives the fold: one that the function does not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Fold<TMap, TFold>(int x, int into)
        where TMap : struct, IMap
        where TFold : struct, IFold =>
        *line.Row(into) = RowFold<TMap, TFold>.Of(workers, line.Row(x), line.Stride(x), null, 0, line, rows, columns);

    /// <summary>Stores a function of the line in the result, and its fold.</summary>
    /// <param name="x">The slot of the function's primary input, read densely.</param>
    /// <param name="into">The slot that receives the fold: one that the function does not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void MapFold<TMap, TFold>(int x, int into)
        where TMap : struct, IMap
        where TFold : struct, IFold =>
        *line.Row(into) = RowFold<TMap, TFold>.Of(
            workers, line.Row(x), line.Stride(x), line.Row(Result), line.Stride(Result), line, rows, columns);

    /// <summary>Stores a function of the line in the result.</summary>
    /// <param name="x">The slot of the function's primary input, read densely.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Map<TMap>(int x)
        where TMap : struct, IMap =>
        ElementwiseBody<TMap>.Run(
            workers, line.Row(x), line.Stride(x), line.Row(Result), line.Stride(Result), line, (int)rows, (int)columns);

    /// <summary>Stores a function of statistics.</summary>
    /// <param name="x">The slot of the function's primary input.</param>
    /// <param name="into">The slot that receives the number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Finish<TMap>(int x, int into)
        where TMap : struct, IMap => *line.Row(into) = TMap.Invoke(*line.Row(x), line, 0);

    /// <summary>Turns to the next line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Advance()
    {
        lines.Advance();
        line.MoveTo(lines);
    }
}
