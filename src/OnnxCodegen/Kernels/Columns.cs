using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Does the steps of a column loop on neighbouring columns of a line.</summary>
public delegate void ColumnFunction(in Columns columns);

/// <summary>
/// Neighbouring columns of a line of a column loop. What its steps read and write stands in slots, which are the operands of their
/// functions: first the statistics, a number for each column, then the operands of the loop, last the result.
/// </summary>
public readonly unsafe struct Columns
{
    /// <summary>The slot of the first operand of the loop; those before it are for statistics.</summary>
    public const int Operand = RowOperands.Statistics;

    /// <summary>The slot of the result.</summary>
    public const int Result = RowOperands.Result;

    readonly Operands line;
    readonly nint rows, start, end;

    internal Columns(in Operands line, nint rows, nint start, nint end)
    {
        this.line = line;
        this.rows = rows;
        this.start = start;
        this.end = end;
    }

    /// <summary>Stores the fold of a function over the rows.</summary>
    /// <param name="x">The slot of the function's primary input, read densely.</param>
    /// <param name="into">The slot that receives the folds: one that the function does not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fold<TMap, TFold>(int x, int into)
        where TMap : struct, IMap
        where TFold : struct, IFold =>
        ColumnFold<TMap, TFold>.Run(line.Row(x), line.Stride(x), null, 0, line.Row(into), line, rows, start, end);

    /// <summary>Stores a function of all elements in the result, and its fold over the rows.</summary>
    /// <param name="x">The slot of the function's primary input, read densely.</param>
    /// <param name="into">The slot that receives the folds: one that the function does not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MapFold<TMap, TFold>(int x, int into)
        where TMap : struct, IMap
        where TFold : struct, IFold =>
        ColumnFold<TMap, TFold>.Run(
            line.Row(x), line.Stride(x), line.Row(Result), line.Stride(Result), line.Row(into), line, rows, start, end);

    /// <summary>Stores a function of all elements in the result.</summary>
    /// <param name="x">The slot of the function's primary input, read densely.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Map<TMap>(int x)
        where TMap : struct, IMap =>
        ElementwiseBody<TMap>.Rows(line.Row(x), line.Stride(x), line.Row(Result), line.Stride(Result), line, rows, start, end);

    /// <summary>Stores a function of statistics.</summary>
    /// <param name="x">The slot of the function's primary input.</param>
    /// <param name="into">The slot that receives the numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish<TMap>(int x, int into)
        where TMap : struct, IMap => ElementwiseBody<TMap>.Rows(line.Row(x), 0, line.Row(into), 0, line, 1, start, end);
}
