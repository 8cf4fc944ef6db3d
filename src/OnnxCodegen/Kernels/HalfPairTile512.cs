using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Up to 14 rows of 16 columns of sums of whole numbers: one vector of 512 bits a row, for the last columns of a product.</summary>
/// <remarks>What stands as a float in the operands is a pair of shorts, of neighbouring k. Sums are taken in int32, in one go, and given to the
/// epilogue as floats.</remarks>
readonly unsafe struct HalfPairTile512 : ITile
{
    public static int Height => 14;

    public static int Width => Vector512<float>.Count;

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
        Vector512<int> c0 = default;
        Vector512<int> c1 = default;
        Vector512<int> c2 = default;
        Vector512<int> c3 = default;
        Vector512<int> c4 = default;
        Vector512<int> c5 = default;
        Vector512<int> c6 = default;
        Vector512<int> c7 = default;
        Vector512<int> c8 = default;
        Vector512<int> c9 = default;
        Vector512<int> c10 = default;
        Vector512<int> c11 = default;
        Vector512<int> c12 = default;
        Vector512<int> c13 = default;

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
                Vector512<float> panel = *(Vector512<float>*)b;
                MultiplyAdd(*a0, panel, ref c0);
                if (sizeof(TRows) > 1) MultiplyAdd(a0[aRow], panel, ref c1);
                if (sizeof(TRows) > 2) MultiplyAdd(a0[aRow2], panel, ref c2);
                if (sizeof(TRows) > 3) MultiplyAdd(*a3, panel, ref c3);
                if (sizeof(TRows) > 4) MultiplyAdd(a3[aRow], panel, ref c4);
                if (sizeof(TRows) > 5) MultiplyAdd(a3[aRow2], panel, ref c5);
                if (sizeof(TRows) > 6) MultiplyAdd(*a6, panel, ref c6);
                if (sizeof(TRows) > 7) MultiplyAdd(a6[aRow], panel, ref c7);
                if (sizeof(TRows) > 8) MultiplyAdd(a6[aRow2], panel, ref c8);
                if (sizeof(TRows) > 9) MultiplyAdd(*a9, panel, ref c9);
                if (sizeof(TRows) > 10) MultiplyAdd(a9[aRow], panel, ref c10);
                if (sizeof(TRows) > 11) MultiplyAdd(a9[aRow2], panel, ref c11);
                if (sizeof(TRows) > 12) MultiplyAdd(*a12, panel, ref c12);
                if (sizeof(TRows) > 13) MultiplyAdd(a12[aRow], panel, ref c13);
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
        *(Vector512<float>*)y = TEpilogue.Invoke(Vector512.ConvertToSingle(c0), p, column);
        if (sizeof(TRows) > 1) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c1), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 2) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c2), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 3) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c3), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 4) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c4), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 5) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c5), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 6) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c6), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 7) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c7), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 8) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c8), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 9) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c9), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 10) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c10), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 11) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c11), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 12) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c12), Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 13) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(Vector512.ConvertToSingle(c13), Operands.NextRow<TEpilogue>(ref p, moves), column);
    }

    public static void MultiplyRow<TEpilogue>(in TileWork work, nint panelStride, in Operands operands)
        where TEpilogue : struct, IMap =>
        throw new System.NotSupportedException("A row of several panels is computed by whole tiles.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void MultiplyAdd(float a, Vector512<float> panel, ref Vector512<int> sum) =>
        sum += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a).AsInt16(), panel.AsInt16());
}
