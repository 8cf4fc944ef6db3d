using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Any number of rows times one panel, tile by tile.</summary>
static unsafe class Panels<TTile>
    where TTile : struct, ITile
{
    /// <summary>Floats of a line of the cache.</summary>
    const int LineFloats = 16;

    /// <summary>Rows so many tiles apart are not foreseen by the processor.</summary>
    const int DistantRows = 4;

    /// <summary>Sums that are long enough to hide a fetch.</summary>
    const int LongSums = 32;

    /// <summary>Computes <paramref name="rows"/> rows of the first <paramref name="columns"/> columns of the panel.</summary>
    /// <param name="work">The first row; it is changed on the way and put back, since a copy would wait for what was stored just before.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TEpilogue>(ref TileWork work, nint rows, int columns, in Operands operands)
        where TEpilogue : struct, IMap
    {
        if (typeof(TTile) == typeof(Tile512) && columns <= HalfTile512.Width)
        {
            MultiplyFewColumns<TEpilogue>(ref work, rows, columns, operands);
            return;
        }
        if (typeof(TTile) == typeof(PairTile512) && columns <= HalfPairTile512.Width)
        {
            Panels<HalfPairTile512>.Multiply<TEpilogue>(ref work, rows, columns, operands);
            return;
        }
        int tallest = Collide(work.A.Row) ? (TTile.Height + 1) / 2 : TTile.Height;
        nint tiles = (rows + tallest - 1) / tallest;
        nint height = tiles == 0 ? 0 : rows / tiles, taller = tiles == 0 ? 0 : rows % tiles;
        float* a = work.A.Start, y = work.Y;
        work.OperandsMove = typeof(TEpilogue) != typeof(Identity) && operands.EpilogueMoves;
        Operands copy;
        ref Operands p = ref Operands.EpilogueToMove(operands, &copy, work.OperandsMove);
        bool prefetches = Sse.IsSupported && work.YRow >= DistantRows * TTile.Width && work.A.Segments * work.A.Length >= LongSums;
        for (nint tile = 0; tile < tiles; tile++)
        {
            int tileRows = (int)(tile < taller ? height + 1 : height);
            if (prefetches)
                Prefetch<TEpilogue>(tileRows, work, p);
            if (columns == TTile.Width && MapKind<TEpilogue>.IsLong)
                MultiplyThenApply<TEpilogue>(tileRows, work, p);
            else if (columns == TTile.Width)
                TTile.Multiply<TEpilogue>(tileRows, work, p);
            else
                MultiplyNarrow<TEpilogue>(tileRows, columns, work, p);
            work.A.Start += tileRows * work.A.Row;
            work.Y += tileRows * work.YRow;
            if (work.OperandsMove)
                p.AdvanceEpilogue(tileRows);
        }
        work.A.Start = a;
        work.Y = y;
    }

    /// <summary>By vectors that are no wider than the columns ask for.</summary>
    static void MultiplyFewColumns<TEpilogue>(ref TileWork work, nint rows, int columns, in Operands operands)
        where TEpilogue : struct, IMap
    {
        if (columns <= EighthTile512.Width)
            Panels<EighthTile512>.Multiply<TEpilogue>(ref work, rows, columns, operands);
        else if (columns <= QuarterTile512.Width)
            Panels<QuarterTile512>.Multiply<TEpilogue>(ref work, rows, columns, operands);
        else
            Panels<HalfTile512>.Multiply<TEpilogue>(ref work, rows, columns, operands);
    }

    /// <summary>Whether all rows of a fall into the same few places of a first-level cache, which holds eight lines of each: lower tiles then
    /// keep theirs until they have read them to the end.</summary>
    static bool Collide(nint row) => row != 0 && row * sizeof(float) % 4096 == 0;

    /// <summary>Fetches what the end of a tile writes and reads while its sums are taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Prefetch<TEpilogue>(int rows, in TileWork work, in Operands operands)
        where TEpilogue : struct, IMap
    {
        float* y = work.Y;
        for (int row = 0; row < rows; row++, y += work.YRow)
            for (int i = 0; i < TTile.Width; i += LineFloats)
                Sse.Prefetch0(y + i);
        if (typeof(TEpilogue) != typeof(Identity))
            operands.Prefetch(rows, work.Column, TTile.Width);
    }

    static void MultiplyThenApply<TEpilogue>(int rows, in TileWork work, in Operands operands)
        where TEpilogue : struct, IMap
    {
        TTile.Multiply<Identity>(rows, work, operands);
        ApplyRows<TEpilogue>(work.Y, work.YRow, work.Y, work.YRow, rows, TTile.Width, work, operands);
    }

    /// <summary>A tile of which only the first columns exist in y and in the operands of the epilogue.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void MultiplyNarrow<TEpilogue>(int rows, int columns, TileWork work, in Operands operands)
        where TEpilogue : struct, IMap
    {
        float* tile = stackalloc float[TTile.Height * TTile.Width];
        float* y = work.Y;
        nint yRow = work.YRow;
        if (work.Accumulate)
            for (int row = 0; row < rows; row++)
                ApplyRow<Identity>(y + (row * yRow), tile + (row * TTile.Width), 0, columns, operands);

        work.Y = tile;
        work.YRow = TTile.Width;
        TTile.Multiply<Identity>(rows, work, operands);

        ApplyRows<TEpilogue>(tile, TTile.Width, y, yRow, rows, columns, work, operands);
    }

    /// <summary>Applies the epilogue to the first columns of the rows of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ApplyRows<TEpilogue>(float* x, nint xRow, float* y, nint yRow, int rows, int columns, in TileWork work, in Operands operands)
        where TEpilogue : struct, IMap
    {
        if (Vector512.IsHardwareAccelerated && columns % Vector512<float>.Count == 0)
            ApplyRows512<TEpilogue>(x, xRow, y, yRow, rows, columns, work, operands);
        else if (Vector256.IsHardwareAccelerated && columns % Vector256<float>.Count == 0)
            ApplyRows256<TEpilogue>(x, xRow, y, yRow, rows, columns, work, operands);
        else
            ApplyAnyRows<TEpilogue>(x, xRow, y, yRow, rows, columns, work, operands);
    }

    // A method for each width: constants of all widths in one method don't fit the registers.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void ApplyRows512<TEpilogue>(float* x, nint xRow, float* y, nint yRow, int rows, int columns, in TileWork work, Operands operands)
        where TEpilogue : struct, IMap
    {
        nint column = work.Column;
        bool moves = work.OperandsMove;
        for (int row = 0; row < rows; row++, x += xRow, y += yRow, Operands.NextRow<TEpilogue>(ref operands, moves))
            for (nint i = 0; i < columns; i += Vector512<float>.Count)
                *(Vector512<float>*)(y + i) = TEpilogue.Invoke(*(Vector512<float>*)(x + i), operands, column + i);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void ApplyRows256<TEpilogue>(float* x, nint xRow, float* y, nint yRow, int rows, int columns, in TileWork work, Operands operands)
        where TEpilogue : struct, IMap
    {
        nint column = work.Column;
        bool moves = work.OperandsMove;
        for (int row = 0; row < rows; row++, x += xRow, y += yRow, Operands.NextRow<TEpilogue>(ref operands, moves))
            for (nint i = 0; i < columns; i += Vector256<float>.Count)
                *(Vector256<float>*)(y + i) = TEpilogue.Invoke(*(Vector256<float>*)(x + i), operands, column + i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void ApplyAnyRows<TEpilogue>(float* x, nint xRow, float* y, nint yRow, int rows, int columns, in TileWork work, Operands operands)
        where TEpilogue : struct, IMap
    {
        nint column = work.Column;
        bool moves = work.OperandsMove;
        for (int row = 0; row < rows; row++, x += xRow, y += yRow, Operands.NextRow<TEpilogue>(ref operands, moves))
            ApplyRow<TEpilogue>(x, y, column, columns, operands);
    }

    /// <summary>y[i] = epilogue(x[i]) for the given columns; y may be x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ApplyRow<TEpilogue>(float* x, float* y, nint column, int columns, in Operands operands)
        where TEpilogue : struct, IMap
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            for (; i <= columns - Vector512<float>.Count; i += Vector512<float>.Count)
                *(Vector512<float>*)(y + i) = TEpilogue.Invoke(*(Vector512<float>*)(x + i), operands, column + i);
        if (Vector256.IsHardwareAccelerated)
            for (; i <= columns - Vector256<float>.Count; i += Vector256<float>.Count)
                *(Vector256<float>*)(y + i) = TEpilogue.Invoke(*(Vector256<float>*)(x + i), operands, column + i);
        if (Vector128.IsHardwareAccelerated)
            for (; i <= columns - Vector128<float>.Count; i += Vector128<float>.Count)
                *(Vector128<float>*)(y + i) = TEpilogue.Invoke(*(Vector128<float>*)(x + i), operands, column + i);
        for (; i < columns; i++)
            y[i] = TEpilogue.Invoke(x[i], operands, column + i);
    }
}
