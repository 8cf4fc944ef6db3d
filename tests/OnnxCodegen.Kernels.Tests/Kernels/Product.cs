using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>A batch of products of random matrices, and what it is by definition.</summary>
internal sealed record Product(int M, int N, int K)
{
    public int[] Batch { get; init; } = [1, 1, 1];

    /// <summary>Whether a lies column by column.</summary>
    public bool TransposesA { get; init; }

    /// <summary>Whether b lies column by column.</summary>
    public bool TransposesB { get; init; }

    /// <summary>Whether the whole batch has one b.</summary>
    public bool SharesB { get; init; } = true;

    /// <summary>Elements between the rows of y that belong to something else.</summary>
    public int Gap { get; init; }

    /// <summary>The operands of <see cref="Affine"/>; null for none.</summary>
    public Rows[]? Epilogue { get; init; }

    /// <summary>The largest magnitude of whole factors, for the kernel that multiplies these; 0 for real numbers.</summary>
    public int Largest { get; init; }

    int Batches => Batch[0] * Batch[1] * Batch[2];

    int YRow => N + Gap;

    float[] A => Factors(Batches * M * K, 1);

    float[] B => Factors((SharesB ? 1 : Batches) * K * N, 2);

    float[] Factors(int length, int seed) => Largest == 0 ? Numbers.Random(length, seed) : Numbers.Whole(length, seed, Largest);

    /// <summary>The product by the kernel, the same with one, two and three threads.</summary>
    public float[] Run(bool packed)
    {
        float[] a = A, b = B, packedB = [];
        MatMulShape shape = Shape();
        if (packed)
        {
            packedB = new float[MatMul.PackedLength(K, N)];
            MatMul.Pack(Workers.Inline, b, K, N, shape.BRow, shape.BColumn, packedB);
        }
        return Threads.Run(Batches * M * YRow, (workers, y) =>
        {
            if (Epilogue is [var p0, var p1, var p2])
            {
                if (packed)
                    MatMul.RunPacked<Affine>(workers, shape, a, packedB, y, p0.Operand, p1.Operand, p2.Operand);
                else
                    MatMul.Run<Affine>(workers, shape, a, b, y, p0.Operand, p1.Operand, p2.Operand);
            }
            else if (packed)
                MatMul.RunPacked<Identity>(workers, shape, a, packedB, y);
            else
                MatMul.Run<Identity>(workers, shape, a, b, y);
        });
    }

    /// <summary>The product of whole numbers by the kernel, the same with one, two and three threads.</summary>
    public float[] RunWhole()
    {
        float[] a = A, packed = new float[MatMul.PackedLength(K, N)];
        MatMulShape shape = Shape();
        MatMul.PackWhole(Workers.Inline, B, K, N, shape.BRow, shape.BColumn, packed);
        return Threads.Run(Batches * M * YRow, (workers, y) =>
        {
            if (Epilogue is [var p0, var p1, var p2])
                MatMul.RunPackedWhole<Affine>(workers, shape, a, packed, y, p0.Operand, p1.Operand, p2.Operand);
            else
                MatMul.RunPackedWhole<Identity>(workers, shape, a, packed, y);
        });
    }

    public float[] Expected()
    {
        float[] a = A, b = B;
        float[] y = [.. Enumerable.Repeat(float.NaN, Batches * M * YRow)];
        foreach ((int index, int i0, int i1, int i2) in Steps())
        {
            for (int m = 0; m < M; m++)
            {
                for (int n = 0; n < N; n++)
                {
                    double sum = 0;
                    for (int k = 0; k < K; k++)
                        sum += (double)a[(index * M * K) + (TransposesA ? (k * M) + m : (m * K) + k)]
                            * b[((SharesB ? 0 : index) * K * N) + (TransposesB ? (n * K) + k : (k * N) + n)];
                    if (Epilogue is [var p0, var p1, var p2])
                        sum = (sum * p0.At(i0, i1, i2, m, n)) + p1.At(i0, i1, i2, m, 0) - p2.At(i0, i1, i2, m, n);
                    y[(((index * M) + m) * YRow) + n] = (float)sum;
                }
            }
        }
        return y;
    }

    MatMulShape Shape() => new(M, N, K)
    {
        ARow = TransposesA ? 1 : K,
        AColumn = TransposesA ? M : 1,
        BRow = TransposesB ? 1 : N,
        BColumn = TransposesB ? K : 1,
        YRow = YRow,
        Batch0 = Axis(0, Batch[1] * Batch[2]),
        Batch1 = Axis(1, Batch[2]),
        Batch2 = Axis(2, 1),
    };

    BatchAxis Axis(int axis, int matrices) => new(Batch[axis], matrices * M * K, SharesB ? 0 : matrices * K * N, matrices * M * YRow);

    IEnumerable<(int Index, int I0, int I1, int I2)> Steps() => Enumerable.Range(0, Batches)
        .Select(i => (i, i / (Batch[1] * Batch[2]), i / Batch[2] % Batch[1], i % Batch[2]));
}
