using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Up to 6 rows of 16 columns of sums of whole numbers: two vectors of 256 bits a row.</summary>
/// <remarks>What stands as a float in the operands is a pair of shorts, of neighbouring k. Sums are taken in int32, in one go, and given to the
/// epilogue as floats.</remarks>
readonly unsafe struct PairTile256 : ITile
{
    public static int Height => 6;

    public static int Width => 2 * Vector256<float>.Count;

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
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Multiply<TRows, TEpilogue>(in TileWork work, in Operands operands)
        where TRows : unmanaged
        where TEpilogue : struct, IMap
    {
        Vector256<int> c0L = default, c0R = default;
        Vector256<int> c1L = default, c1R = default;
        Vector256<int> c2L = default, c2R = default;
        Vector256<int> c3L = default, c3R = default;
        Vector256<int> c4L = default, c4R = default;
        Vector256<int> c5L = default, c5R = default;

        float* y = work.Y;
        nint yRow = work.YRow;
        float* b = work.B;
        nint bRow = work.BRow, aRow = work.A.Row, aRow2 = 2 * aRow, step = work.A.Step;
        for (nint segment = 0; segment < work.A.Segments; segment++)
        {
            float* a0 = work.A.Start + work.A.Offsets[segment];
            float* a3 = a0 + (3 * aRow);
            for (nint k = work.A.Length; k > 0; k--)
            {
                Vector256<float> left = *(Vector256<float>*)b, right = *(Vector256<float>*)(b + Vector256<float>.Count);
                MultiplyAdd(*a0, left, right, ref c0L, ref c0R);
                if (sizeof(TRows) > 1) MultiplyAdd(a0[aRow], left, right, ref c1L, ref c1R);
                if (sizeof(TRows) > 2) MultiplyAdd(a0[aRow2], left, right, ref c2L, ref c2R);
                if (sizeof(TRows) > 3) MultiplyAdd(*a3, left, right, ref c3L, ref c3R);
                if (sizeof(TRows) > 4) MultiplyAdd(a3[aRow], left, right, ref c4L, ref c4R);
                if (sizeof(TRows) > 5) MultiplyAdd(a3[aRow2], left, right, ref c5L, ref c5R);
                b += bRow;
                a0 += step;
                a3 += step;
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
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow<TEpilogue>(in TileWork work, nint panelStride, in Operands operands)
        where TEpilogue : struct, IMap
    {
        Vector256<int> c0L = default, c0R = default;
        Vector256<int> c1L = default, c1R = default;
        Vector256<int> c2L = default, c2R = default;
        Vector256<int> c3L = default, c3R = default;
        float* y = work.Y;
        float* b0 = work.B, b1 = b0 + panelStride, b2 = b1 + panelStride, b3 = b2 + panelStride;
        float* a = work.A.Start;
        nint bRow = work.BRow, step = work.A.Step;
        for (nint k = work.A.Length; k > 0; k--)
        {
            MultiplyAdd(*a, *(Vector256<float>*)b0, *(Vector256<float>*)(b0 + Vector256<float>.Count), ref c0L, ref c0R);
            MultiplyAdd(*a, *(Vector256<float>*)b1, *(Vector256<float>*)(b1 + Vector256<float>.Count), ref c1L, ref c1R);
            MultiplyAdd(*a, *(Vector256<float>*)b2, *(Vector256<float>*)(b2 + Vector256<float>.Count), ref c2L, ref c2R);
            MultiplyAdd(*a, *(Vector256<float>*)b3, *(Vector256<float>*)(b3 + Vector256<float>.Count), ref c3L, ref c3R);
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
    static void MultiplyAdd(float a, Vector256<float> left, Vector256<float> right, ref Vector256<int> sumLeft, ref Vector256<int> sumRight)
    {
        Vector256<short> factor = Vector256.Create(a).AsInt16();
        sumLeft += Avx2.MultiplyAddAdjacent(factor, left.AsInt16());
        sumRight += Avx2.MultiplyAddAdjacent(factor, right.AsInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TEpilogue>(float* y, Vector256<int> left, Vector256<int> right, in Operands p, nint column)
        where TEpilogue : struct, IMap
    {
        *(Vector256<float>*)y = TEpilogue.Invoke(Vector256.ConvertToSingle(left), p, column);
        *(Vector256<float>*)(y + Vector256<float>.Count) = TEpilogue.Invoke(Vector256.ConvertToSingle(right), p, column + Vector256<float>.Count);
    }
}
