using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <summary>Copies a matrix whose rows are dense in x and whose columns are dense in y, in squares of four by four elements that are
/// transposed in registers.</summary>
static unsafe class TransposedFloats
{
    /// <summary>Elements of a side of the blocks that stay in the cache.</summary>
    const int BlockSide = 64;

    const int Side = 4;

    /// <summary>y[yOffset + r · yRow + c] = x[xOffset + c · xRow + r] for all rows r of y and all its columns c.</summary>
    public static void Copy(ReadOnlySpan<float> x, int xOffset, int xRow, Span<float> y, int yOffset, int yRow, int rows, int columns)
    {
        fixed (float* xStart = x, yStart = y)
        {
            for (nint r = 0; r < rows; r += BlockSide)
            {
                for (nint c = 0; c < columns; c += BlockSide)
                {
                    float* source = xStart + xOffset + (c * xRow) + r, target = yStart + yOffset + (r * yRow) + c;
                    int height = (int)Math.Min(BlockSide, rows - r), width = (int)Math.Min(BlockSide, columns - c);
                    if (xRow < yRow)
                        FlatBlock(source, xRow, xStart + x.Length - Side, target, yRow, height, width);
                    else
                        Block(source, xRow, xStart + x.Length - Side, target, yRow, height, width);
                }
            }
        }
    }

    /// <param name="lastVector">Where the last four elements of x begin.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Block(float* x, nint xRow, float* lastVector, float* y, nint yRow, int rows, int columns)
    {
        for (int c = 0; c < columns; c += Side, x += Side * xRow, y += Side)
        {
            int width = Math.Min(columns - c, Side);
            nint squares = FourByFour.IsSupported && x + ((width - 1) * xRow) + rows - Side <= lastVector ? rows / Side : 0;
            float* from = x, to = y;
            if (width == Side)
            {
                for (nint i = squares; i > 0; i--, from += Side, to += Side * yRow)
                    Square(from, xRow, to, yRow, Side);
            }
            else if (width == 3)
            {
                for (nint i = squares; i > 0; i--, from += Side, to += Side * yRow)
                    Square(from, xRow, to, yRow, 3);
            }
            else
            {
                for (nint i = squares; i > 0; i--, from += Side, to += Side * yRow)
                    Square(from, xRow, to, yRow, width);
            }
            int rest = rows - (int)(squares * Side);
            if (rest > 0 && rest < Side && FourByFour.IsSupported && from + ((width - 1) * xRow) <= lastVector)
                Part(from, xRow, to, yRow, rest, width);
            else
                Elements(from, xRow, to, yRow, rest, width);
        }
    }

    /// <summary>A block in which the rows of x are nearer than those of y: squares follow one another along the columns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void FlatBlock(float* x, nint xRow, float* lastVector, float* y, nint yRow, int rows, int columns)
    {
        for (int r = 0; r < rows; r += Side, x += Side, y += Side * yRow)
        {
            int height = Math.Min(rows - r, Side);
            nint squares = FourByFour.IsSupported && x <= lastVector ? Math.Min(columns, ((nint)(lastVector - x) / xRow) + 1) / Side : 0;
            float* from = x, to = y;
            if (height == Side)
            {
                for (nint i = squares; i > 0; i--, from += Side * xRow, to += Side)
                    Square(from, xRow, to, yRow, Side);
            }
            else
            {
                for (nint i = squares; i > 0; i--, from += Side * xRow, to += Side)
                    Part(from, xRow, to, yRow, height, Side);
            }
            Elements(from, xRow, to, yRow, height, columns - (int)(squares * Side));
        }
    }

    /// <summary>Four rows of up to four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Square(float* x, nint xRow, float* y, nint yRow, int columns)
    {
        Load(x, xRow, columns, out Vector128<float> y0, out Vector128<float> y1, out Vector128<float> y2, out Vector128<float> y3);
        Store(y0, y, columns);
        Store(y1, y + yRow, columns);
        Store(y2, y + (2 * yRow), columns);
        Store(y3, y + (3 * yRow), columns);
    }

    /// <summary>One to three rows of up to four columns. Reads four elements of every row of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Part(float* x, nint xRow, float* y, nint yRow, int rows, int columns)
    {
        Load(x, xRow, columns, out Vector128<float> y0, out Vector128<float> y1, out Vector128<float> y2, out _);
        Store(y0, y, columns);
        if (rows > 1)
            Store(y1, y + yRow, columns);
        if (rows > 2)
            Store(y2, y + (2 * yRow), columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Load(float* x, nint xRow, int columns, out Vector128<float> y0, out Vector128<float> y1, out Vector128<float> y2, out Vector128<float> y3)
    {
        Vector128<float> x0 = *(Vector128<float>*)x;
        Vector128<float> x1 = columns > 1 ? *(Vector128<float>*)(x + xRow) : x0;
        Vector128<float> x2 = columns > 2 ? *(Vector128<float>*)(x + (2 * xRow)) : x0;
        Vector128<float> x3 = columns > 3 ? *(Vector128<float>*)(x + (3 * xRow)) : x0;
        FourByFour.Transpose(ref x0, ref x1, ref x2, ref x3);
        (y0, y1, y2, y3) = (x0, x1, x2, x3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(Vector128<float> row, float* y, int columns)
    {
        if (columns == Side)
            *(Vector128<float>*)y = row;
        else if (columns > 1)
            *(double*)y = row.AsDouble().ToScalar();
        if (columns == 3)
            y[2] = row.GetElement(2);
        if (columns == 1)
            *y = row.ToScalar();
    }

    static void Elements(float* x, nint xRow, float* y, nint yRow, int rows, int columns)
    {
        for (nint r = 0; r < rows; r++)
            for (nint c = 0; c < columns; c++)
                y[(r * yRow) + c] = x[(c * xRow) + r];
    }
}
