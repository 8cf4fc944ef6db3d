using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Up to 14 rows of 32 columns of sums of whole numbers: two vectors of 512 bits a row.</summary>
/// <remarks>What stands as a float in the operands is a pair of shorts, of neighbouring k. Sums are taken in int32, in one go, and given to the
/// epilogue as floats.</remarks>
readonly unsafe struct PairTile512 : ITile
{
    public static int Height => 14;

    public static int Width => 2 * Vector512<float>.Count;

    public static void Multiply<TEpilogue>(int rows, in TileWork work, in Operands operands)
        where TEpilogue : struct, IMap
    {
        switch (rows)
        {
            case 1: Multiply<Rows1, TEpilogue>(work, operands); break;
            case 2: Multiply<Rows2, TEpilogue>(work, operands); break;
            case 3: Multiply<Rows3, TEpilogue>(work, operands); break;
            case 4: Multiply<Rows4, TEpilogue>(work, operands); break;
            case 5: Multiply<Rows5, TEpilogue>(work, operands); break;
            case 6: Multiply<Rows6, TEpilogue>(work, operands); break;
            case 7: Multiply<Rows7, TEpilogue>(work, operands); break;
            case 8: Multiply<Rows8, TEpilogue>(work, operands); break;
            case 9: Multiply<Rows9, TEpilogue>(work, operands); break;
            case 10: Multiply<Rows10, TEpilogue>(work, operands); break;
            case 11: Multiply<Rows11, TEpilogue>(work, operands); break;
            case 12: Multiply<Rows12, TEpilogue>(work, operands); break;
            case 13: Multiply<Rows13, TEpilogue>(work, operands); break;
            case 14: Multiply<Rows14, TEpilogue>(work, operands); break;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Multiply<TRows, TEpilogue>(in TileWork work, in Operands operands)
        where TRows : unmanaged
        where TEpilogue : struct, IMap
    {
        Vector512<int> c0L = default, c0R = default;
        Vector512<int> c1L = default, c1R = default;
        Vector512<int> c2L = default, c2R = default;
        Vector512<int> c3L = default, c3R = default;
        Vector512<int> c4L = default, c4R = default;
        Vector512<int> c5L = default, c5R = default;
        Vector512<int> c6L = default, c6R = default;
        Vector512<int> c7L = default, c7R = default;
        Vector512<int> c8L = default, c8R = default;
        Vector512<int> c9L = default, c9R = default;
        Vector512<int> c10L = default, c10R = default;
        Vector512<int> c11L = default, c11R = default;
        Vector512<int> c12L = default, c12R = default;
        Vector512<int> c13L = default, c13R = default;

        float* y = work.Y;
        nint yRow = work.YRow;
        float* b = work.B;
        nint bRow = work.BRow, aRow = work.A.Row, aRow2 = 2 * aRow, step = work.A.Step;
        for (nint segment = 0; segment < work.A.Segments; segment++)
        {
            float* a0 = work.A.Start + work.A.Offsets[segment];
            float* a3 = a0 + (3 * aRow);
            float* a6 = a3 + (3 * aRow);
            float* a9 = a6 + (3 * aRow);
            float* a12 = a9 + (3 * aRow);
            for (nint k = work.A.Length; k > 0; k--)
            {
                Vector512<float> left = *(Vector512<float>*)b, right = *(Vector512<float>*)(b + Vector512<float>.Count);
                MultiplyAdd(*a0, left, right, ref c0L, ref c0R);
                if (sizeof(TRows) > 1) MultiplyAdd(a0[aRow], left, right, ref c1L, ref c1R);
                if (sizeof(TRows) > 2) MultiplyAdd(a0[aRow2], left, right, ref c2L, ref c2R);
                if (sizeof(TRows) > 3) MultiplyAdd(*a3, left, right, ref c3L, ref c3R);
                if (sizeof(TRows) > 4) MultiplyAdd(a3[aRow], left, right, ref c4L, ref c4R);
                if (sizeof(TRows) > 5) MultiplyAdd(a3[aRow2], left, right, ref c5L, ref c5R);
                if (sizeof(TRows) > 6) MultiplyAdd(*a6, left, right, ref c6L, ref c6R);
                if (sizeof(TRows) > 7) MultiplyAdd(a6[aRow], left, right, ref c7L, ref c7R);
                if (sizeof(TRows) > 8) MultiplyAdd(a6[aRow2], left, right, ref c8L, ref c8R);
                if (sizeof(TRows) > 9) MultiplyAdd(*a9, left, right, ref c9L, ref c9R);
                if (sizeof(TRows) > 10) MultiplyAdd(a9[aRow], left, right, ref c10L, ref c10R);
                if (sizeof(TRows) > 11) MultiplyAdd(a9[aRow2], left, right, ref c11L, ref c11R);
                if (sizeof(TRows) > 12) MultiplyAdd(*a12, left, right, ref c12L, ref c12R);
                if (sizeof(TRows) > 13) MultiplyAdd(a12[aRow], left, right, ref c13L, ref c13R);
                b += bRow;
                a0 += step;
                a3 += step;
                a6 += step;
                a9 += step;
                a12 += step;
            }
        }

        bool moves = work.OperandsMove;
        Operands copy;
        ref Operands p = ref Operands.EpilogueToMove(operands, &copy, moves);
        nint column = work.Column;
        Store<TEpilogue>(y, c0L, c0R, p, column);
        if (sizeof(TRows) > 1) Store<TEpilogue>(y += yRow, c1L, c1R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 2) Store<TEpilogue>(y += yRow, c2L, c2R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 3) Store<TEpilogue>(y += yRow, c3L, c3R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 4) Store<TEpilogue>(y += yRow, c4L, c4R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 5) Store<TEpilogue>(y += yRow, c5L, c5R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 6) Store<TEpilogue>(y += yRow, c6L, c6R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 7) Store<TEpilogue>(y += yRow, c7L, c7R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 8) Store<TEpilogue>(y += yRow, c8L, c8R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 9) Store<TEpilogue>(y += yRow, c9L, c9R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 10) Store<TEpilogue>(y += yRow, c10L, c10R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 11) Store<TEpilogue>(y += yRow, c11L, c11R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 12) Store<TEpilogue>(y += yRow, c12L, c12R, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 13) Store<TEpilogue>(y += yRow, c13L, c13R, Operands.NextRow<TEpilogue>(ref p, moves), column);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow<TEpilogue>(in TileWork work, nint panelStride, in Operands operands)
        where TEpilogue : struct, IMap
    {
        Vector512<int> c0L = default, c0R = default;
        Vector512<int> c1L = default, c1R = default;
        Vector512<int> c2L = default, c2R = default;
        Vector512<int> c3L = default, c3R = default;
        float* y = work.Y;
        float* b0 = work.B, b1 = b0 + panelStride, b2 = b1 + panelStride, b3 = b2 + panelStride;
        float* a = work.A.Start;
        nint bRow = work.BRow, step = work.A.Step;
        for (nint k = work.A.Length; k > 0; k--)
        {
            MultiplyAdd(*a, *(Vector512<float>*)b0, *(Vector512<float>*)(b0 + Vector512<float>.Count), ref c0L, ref c0R);
            MultiplyAdd(*a, *(Vector512<float>*)b1, *(Vector512<float>*)(b1 + Vector512<float>.Count), ref c1L, ref c1R);
            MultiplyAdd(*a, *(Vector512<float>*)b2, *(Vector512<float>*)(b2 + Vector512<float>.Count), ref c2L, ref c2R);
            MultiplyAdd(*a, *(Vector512<float>*)b3, *(Vector512<float>*)(b3 + Vector512<float>.Count), ref c3L, ref c3R);
            a += step;
            b0 += bRow;
            b1 += bRow;
            b2 += bRow;
            b3 += bRow;
        }

        Store<TEpilogue>(y, c0L, c0R, operands, work.Column);
        Store<TEpilogue>(y + Width, c1L, c1R, operands, work.Column + Width);
        Store<TEpilogue>(y + (2 * Width), c2L, c2R, operands, work.Column + (2 * Width));
        Store<TEpilogue>(y + (3 * Width), c3L, c3R, operands, work.Column + (3 * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void MultiplyAdd(float a, Vector512<float> left, Vector512<float> right, ref Vector512<int> sumLeft, ref Vector512<int> sumRight)
    {
        Vector512<short> factor = Vector512.Create(a).AsInt16();
        sumLeft += Avx512BW.MultiplyAddAdjacent(factor, left.AsInt16());
        sumRight += Avx512BW.MultiplyAddAdjacent(factor, right.AsInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TEpilogue>(float* y, Vector512<int> left, Vector512<int> right, in Operands p, nint column)
        where TEpilogue : struct, IMap
    {
        *(Vector512<float>*)y = TEpilogue.Invoke(Vector512.ConvertToSingle(left), p, column);
        *(Vector512<float>*)(y + Vector512<float>.Count) = TEpilogue.Invoke(Vector512.ConvertToSingle(right), p, column + Vector512<float>.Count);
    }
}
