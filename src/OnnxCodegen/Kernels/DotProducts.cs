using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>
/// Matrix products with few rows or columns whose operands both run along k: every element is a dot product of two rows
/// in memory.
/// </summary>
unsafe struct DotProducts<TEpilogue> : IParallelBody
    where TEpilogue : struct, IMap
{
    /// <summary>The multiplications of a part; such products wait for memory.</summary>
    const int WorkOfPart = 1 << 17;

    MatMulShape shape;
    EpilogueOperands operands;
    float* a, b, y;
    int groups;

    /// <summary>Few rows times columns that each lie in one piece: packing would cost more than it saves.</summary>
    public static bool Suit(in MatMulShape shape) => shape.BRow == 1 && shape.AColumn == 1 && shape.M < 4 && shape.K >= 16;

    public static void Run(
        Workers workers, in MatMulShape shape, float* a, float* b, float* y, in EpilogueOperands operands)
    {
        // The longer of the two sides is split.
        nint length = Math.Max(shape.M, shape.N);
        DotProducts<TEpilogue> body = new()
        {
            shape = shape,
            operands = operands,
            a = a,
            b = b,
            y = y,
            groups = (int)Math.Clamp(shape.Work / shape.Batches / WorkOfPart, 1, Math.Min(length, 4 * workers.ThreadCount)),
        };
        if (shape.Work < 2 * WorkOfPart)
            workers = Workers.Inline;
        workers.For(ref body, (int)shape.Batches * body.groups);
    }

    public readonly void Invoke(int part)
    {
        (int batch, int group) = Math.DivRem(part, groups);
        (int outer, int i2) = Math.DivRem(batch, (int)shape.Batch2.Length);
        (int i0, int i1) = Math.DivRem(outer, (int)shape.Batch1.Length);
        float* left = a + (i0 * shape.Batch0.A) + (i1 * shape.Batch1.A) + (i2 * shape.Batch2.A);
        float* right = b + (i0 * shape.Batch0.B) + (i1 * shape.Batch1.B) + (i2 * shape.Batch2.B);
        float* result = y + (i0 * shape.Batch0.Y) + (i1 * shape.Batch1.Y) + (i2 * shape.Batch2.Y);

        bool splitRows = shape.M >= shape.N;
        nint length = splitRows ? shape.M : shape.N;
        nint first = length * group / groups, end = length * (group + 1) / groups;
        nint firstRow = splitRows ? first : 0, endRow = splitRows ? end : shape.M;
        nint firstColumn = splitRows ? 0 : first, endColumn = splitRows ? shape.N : end;

        for (nint column = firstColumn; column < endColumn; column += 4)
        {
            Operands p = operands.At(i0, i1, i2, firstRow);
            for (nint row = firstRow; row < endRow; row++, p.Advance())
            {
                float* x = left + (row * shape.ARow), z = right + (column * shape.BColumn), target = result + (row * shape.YRow);
                if (column <= endColumn - 4)
                    Four(x, z, shape.BColumn, shape.K, target, column, p);
                else
                    for (nint i = column; i < endColumn; i++, z += shape.BColumn)
                        Store(target, One(x, z, shape.K), p, i);
            }
        }
        if (MapKind<TEpilogue>.IsLong)
            Apply(result, firstRow, endRow, firstColumn, endColumn, operands.At(i0, i1, i2, firstRow));
    }

    static void Store(float* y, float sum, in Operands p, nint column) => y[column] = MapKind<TEpilogue>.IsLong ? sum : TEpilogue.Invoke(sum, p, column);

    readonly void Apply(float* result, nint firstRow, nint endRow, nint firstColumn, nint endColumn, Operands p)
    {
        for (nint row = firstRow; row < endRow; row++, p.Advance())
        {
            float* y = result + (row * shape.YRow) + firstColumn;
            Panels<Tile128>.ApplyRow<TEpilogue>(y, y, firstColumn, (int)(endColumn - firstColumn), p);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Four(float* x, float* z0, nint stride, nint length, float* y, nint column, in Operands p)
    {
        float* z1 = z0 + stride, z2 = z1 + stride, z3 = z2 + stride;
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nint k = 0;
        for (; k <= length - Vector<float>.Count; k += Vector<float>.Count)
        {
            Vector<float> factor = *(Vector<float>*)(x + k);
            s0 = Vector.MultiplyAddEstimate(factor, *(Vector<float>*)(z0 + k), s0);
            s1 = Vector.MultiplyAddEstimate(factor, *(Vector<float>*)(z1 + k), s1);
            s2 = Vector.MultiplyAddEstimate(factor, *(Vector<float>*)(z2 + k), s2);
            s3 = Vector.MultiplyAddEstimate(factor, *(Vector<float>*)(z3 + k), s3);
        }
        float t0 = Vector.Sum(s0), t1 = Vector.Sum(s1), t2 = Vector.Sum(s2), t3 = Vector.Sum(s3);
        for (; k < length; k++)
        {
            t0 += x[k] * z0[k];
            t1 += x[k] * z1[k];
            t2 += x[k] * z2[k];
            t3 += x[k] * z3[k];
        }
        Store(y, t0, p, column);
        Store(y, t1, p, column + 1);
        Store(y, t2, p, column + 2);
        Store(y, t3, p, column + 3);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static float One(float* x, float* z, nint length)
    {
        Vector<float> sum = default;
        nint k = 0;
        for (; k <= length - Vector<float>.Count; k += Vector<float>.Count)
            sum = Vector.MultiplyAddEstimate(*(Vector<float>*)(x + k), *(Vector<float>*)(z + k), sum);
        float total = Vector.Sum(sum);
        for (; k < length; k++)
            total += x[k] * z[k];
        return total;
    }
}
