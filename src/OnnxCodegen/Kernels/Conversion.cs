using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Converts tensors of any strides between float and the types whose elements are floats exactly.</summary>
public static unsafe class Conversion
{
    /// <summary>y[i] is x[i] or the number of its type next to it, for all coordinates i of a shape.</summary>
    /// <typeparam name="TFrom">Half, bool or an integer of at most 16 bits where <typeparamref name="TTo"/> is float, else float.</typeparam>
    /// <typeparam name="TTo">Half, bool or an integer of at most 16 bits where <typeparamref name="TFrom"/> is float, else float.</typeparam>
    /// <param name="workers">Share the work.</param>
    /// <param name="x">The buffer that is read. For integers and bools the elements are such numbers.</param>
    /// <param name="xOffset">The index of the first element in <paramref name="x"/>.</param>
    /// <param name="y">The buffer that is written.</param>
    /// <param name="yOffset">The index of the first element in <paramref name="y"/>.</param>
    /// <param name="dims">The lengths of the axes, outermost first, at most 16.</param>
    /// <param name="xStrides">The step of each axis in <paramref name="x"/>, in elements; may be 0 or negative.</param>
    /// <param name="yStrides">The step of each axis in <paramref name="y"/>, in elements.</param>
    public static void Run<TFrom, TTo>(
        Workers workers, ReadOnlySpan<TFrom> x, int xOffset, Span<TTo> y, int yOffset,
        ReadOnlySpan<int> dims, ReadOnlySpan<int> xStrides, ReadOnlySpan<int> yStrides)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ConversionAxes axes = default;
        int rank = Axis.Merge(dims, xStrides, yStrides, axes);
        if (rank < 0)
            return;
        fixed (TFrom* from = x)
        fixed (TTo* to = y)
        {
            ConversionBody<TFrom, TTo> body = new(from + xOffset, to + yOffset, axes, rank);
            if (body.Parts == 1)
                body.Invoke(0);
            else
                workers.For(ref body, body.Parts);
        }
    }
}

[InlineArray(16)]
struct ConversionAxes
{
    Axis first;
}

/// <summary>Pieces of lines along the innermost axis as parts of a parallel loop.</summary>
readonly unsafe struct ConversionBody<TFrom, TTo> : IParallelBody
    where TFrom : unmanaged
    where TTo : unmanaged
{
    const int PartElements = 1 << 14;
    const int Block = 256;

    readonly TFrom* x;
    readonly TTo* y;
    readonly ConversionAxes axes;
    readonly int outer;
    readonly Axis line;
    readonly int pieceLength, piecesOfLine, piecesOfPart, pieces;

    public ConversionBody(TFrom* x, TTo* y, ConversionAxes axes, int rank)
    {
        this.x = x;
        this.y = y;
        this.axes = axes;
        outer = Math.Max(rank - 1, 0);
        line = rank > 0 ? axes[rank - 1] : new(1, 1, 1);
        int lines = 1;
        for (int axis = 0; axis < outer; axis++)
            lines *= axes[axis].Length;
        pieceLength = Math.Min(line.Length, PartElements);
        piecesOfLine = (line.Length + pieceLength - 1) / pieceLength;
        piecesOfPart = Math.Max(1, PartElements / pieceLength);
        pieces = lines * piecesOfLine;
    }

    public int Parts => (pieces + piecesOfPart - 1) / piecesOfPart;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(int part)
    {
        for (int piece = part * piecesOfPart; piece < Math.Min(pieces, (part + 1) * piecesOfPart); piece++)
        {
            (int place, int inLine) = Math.DivRem(piece, piecesOfLine);
            TFrom* from = x;
            TTo* to = y;
            for (int axis = outer - 1; axis >= 0; axis--)
            {
                (place, int coordinate) = Math.DivRem(place, axes[axis].Length);
                from += (nint)coordinate * axes[axis].X;
                to += (nint)coordinate * axes[axis].Y;
            }
            int start = inLine * pieceLength;
            Piece(from + ((nint)start * line.X), to + ((nint)start * line.Y), Math.Min(pieceLength, line.Length - start));
        }
    }

    void Piece(TFrom* from, TTo* to, int count)
    {
        if (line.X == 1 && line.Y == 1)
        {
            Line(new ReadOnlySpan<TFrom>(from, count), new Span<TTo>(to, count));
            return;
        }
        TFrom* gathered = stackalloc TFrom[Block];
        TTo* converted = stackalloc TTo[Block];
        for (int start = 0; start < count; start += Block)
        {
            int length = Math.Min(Block, count - start);
            for (int i = 0; i < length; i++)
                gathered[i] = from[(nint)(start + i) * line.X];
            Line(new ReadOnlySpan<TFrom>(gathered, length), new Span<TTo>(converted, length));
            for (int i = 0; i < length; i++)
                to[(nint)(start + i) * line.Y] = converted[i];
        }
    }

    static void Line(ReadOnlySpan<TFrom> from, Span<TTo> to)
    {
        if (typeof(TFrom) == typeof(Half))
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<TFrom, Half>(from), MemoryMarshal.Cast<TTo, float>(to));
        else if (typeof(TTo) == typeof(Half))
            TensorPrimitives.ConvertToHalf(MemoryMarshal.Cast<TFrom, float>(from), MemoryMarshal.Cast<TTo, Half>(to));
        else if (typeof(TTo) == typeof(float))
            ToFloats(from, MemoryMarshal.Cast<TTo, float>(to));
        else
            FromFloats(MemoryMarshal.Cast<TFrom, float>(from), to);
    }

    static void ToFloats(ReadOnlySpan<TFrom> from, Span<float> to)
    {
        if (typeof(TFrom) == typeof(byte) || typeof(TFrom) == typeof(bool))
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<TFrom, byte>(from), to);
        else if (typeof(TFrom) == typeof(sbyte))
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<TFrom, sbyte>(from), to);
        else if (typeof(TFrom) == typeof(short))
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<TFrom, short>(from), to);
        else
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<TFrom, ushort>(from), to);
    }

    static void FromFloats(ReadOnlySpan<float> from, Span<TTo> to)
    {
        if (typeof(TTo) == typeof(byte) || typeof(TTo) == typeof(bool))
            TensorPrimitives.ConvertTruncating(from, MemoryMarshal.Cast<TTo, byte>(to));
        else if (typeof(TTo) == typeof(sbyte))
            TensorPrimitives.ConvertTruncating(from, MemoryMarshal.Cast<TTo, sbyte>(to));
        else if (typeof(TTo) == typeof(short))
            TensorPrimitives.ConvertTruncating(from, MemoryMarshal.Cast<TTo, short>(to));
        else
            TensorPrimitives.ConvertTruncating(from, MemoryMarshal.Cast<TTo, ushort>(to));
    }
}
