using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Up to 14 rows of 16 columns: one vector of 512 bits a row, for the last columns of a product.</summary>
readonly unsafe struct HalfTile512 : ITile
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
        Vector512<float> c0 = default;
        Vector512<float> c1 = default;
        Vector512<float> c2 = default;
        Vector512<float> c3 = default;
        Vector512<float> c4 = default;
        Vector512<float> c5 = default;
        Vector512<float> c6 = default;
        Vector512<float> c7 = default;
        Vector512<float> c8 = default;
        Vector512<float> c9 = default;
        Vector512<float> c10 = default;
        Vector512<float> c11 = default;
        Vector512<float> c12 = default;
        Vector512<float> c13 = default;

        float* y = work.Y;
        nint yRow = work.YRow;
        if (work.Accumulate)
        {
            c0 = *(Vector512<float>*)y;
            if (sizeof(TRows) > 1) c1 = *(Vector512<float>*)(y + yRow);
            if (sizeof(TRows) > 2) c2 = *(Vector512<float>*)(y + (2 * yRow));
            if (sizeof(TRows) > 3) c3 = *(Vector512<float>*)(y + (3 * yRow));
            if (sizeof(TRows) > 4) c4 = *(Vector512<float>*)(y + (4 * yRow));
            if (sizeof(TRows) > 5) c5 = *(Vector512<float>*)(y + (5 * yRow));
            if (sizeof(TRows) > 6) c6 = *(Vector512<float>*)(y + (6 * yRow));
            if (sizeof(TRows) > 7) c7 = *(Vector512<float>*)(y + (7 * yRow));
            if (sizeof(TRows) > 8) c8 = *(Vector512<float>*)(y + (8 * yRow));
            if (sizeof(TRows) > 9) c9 = *(Vector512<float>*)(y + (9 * yRow));
            if (sizeof(TRows) > 10) c10 = *(Vector512<float>*)(y + (10 * yRow));
            if (sizeof(TRows) > 11) c11 = *(Vector512<float>*)(y + (11 * yRow));
            if (sizeof(TRows) > 12) c12 = *(Vector512<float>*)(y + (12 * yRow));
            if (sizeof(TRows) > 13) c13 = *(Vector512<float>*)(y + (13 * yRow));
        }

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
                c0 = Vector512.FusedMultiplyAdd(Vector512.Create(*a0), panel, c0);
                if (sizeof(TRows) > 1) c1 = Vector512.FusedMultiplyAdd(Vector512.Create(a0[aRow]), panel, c1);
                if (sizeof(TRows) > 2) c2 = Vector512.FusedMultiplyAdd(Vector512.Create(a0[aRow2]), panel, c2);
                if (sizeof(TRows) > 3) c3 = Vector512.FusedMultiplyAdd(Vector512.Create(*a3), panel, c3);
                if (sizeof(TRows) > 4) c4 = Vector512.FusedMultiplyAdd(Vector512.Create(a3[aRow]), panel, c4);
                if (sizeof(TRows) > 5) c5 = Vector512.FusedMultiplyAdd(Vector512.Create(a3[aRow2]), panel, c5);
                if (sizeof(TRows) > 6) c6 = Vector512.FusedMultiplyAdd(Vector512.Create(*a6), panel, c6);
                if (sizeof(TRows) > 7) c7 = Vector512.FusedMultiplyAdd(Vector512.Create(a6[aRow]), panel, c7);
                if (sizeof(TRows) > 8) c8 = Vector512.FusedMultiplyAdd(Vector512.Create(a6[aRow2]), panel, c8);
                if (sizeof(TRows) > 9) c9 = Vector512.FusedMultiplyAdd(Vector512.Create(*a9), panel, c9);
                if (sizeof(TRows) > 10) c10 = Vector512.FusedMultiplyAdd(Vector512.Create(a9[aRow]), panel, c10);
                if (sizeof(TRows) > 11) c11 = Vector512.FusedMultiplyAdd(Vector512.Create(a9[aRow2]), panel, c11);
                if (sizeof(TRows) > 12) c12 = Vector512.FusedMultiplyAdd(Vector512.Create(*a12), panel, c12);
                if (sizeof(TRows) > 13) c13 = Vector512.FusedMultiplyAdd(Vector512.Create(a12[aRow]), panel, c13);
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
        *(Vector512<float>*)y = TEpilogue.Invoke(c0, p, column);
        if (sizeof(TRows) > 1) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c1, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 2) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c2, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 3) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c3, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 4) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c4, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 5) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c5, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 6) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c6, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 7) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c7, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 8) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c8, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 9) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c9, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 10) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c10, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 11) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c11, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 12) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c12, Operands.NextRow<TEpilogue>(ref p, moves), column);
        if (sizeof(TRows) > 13) *(Vector512<float>*)(y += yRow) = TEpilogue.Invoke(c13, Operands.NextRow<TEpilogue>(ref p, moves), column);
    }

    public static void MultiplyRow<TEpilogue>(in TileWork work, nint panelStride, in Operands operands)
        where TEpilogue : struct, IMap =>
        throw new System.NotSupportedException("A row of several panels is computed by whole tiles.");
}
