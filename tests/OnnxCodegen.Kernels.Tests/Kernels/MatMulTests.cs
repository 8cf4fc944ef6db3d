using System;
using System.Linq;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class MatMulTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 33, 17)]
    [InlineData(2, 16, 40)]
    [InlineData(13, 31, 5)]
    [InlineData(14, 32, 64)]
    [InlineData(15, 65, 3)]
    [InlineData(120, 70, 1100)]
    [InlineData(0, 4, 4)]
    public void A_product_is_the_sum_of_products(int m, int n, int k)
    {
        float[] a = Numbers.Random(m * k, 1);
        float[] b = Numbers.Random(k * n, 2);
        float[] expected = Naive(a, b, m, n, k);

        var inPlace = new float[m * n];
        MatMul.Run<Identity>(Workers.Inline, new MatMulShape(m, n, k), a, b, inPlace);
        Numbers.AssertNear(expected, inPlace);

        var packed = new float[MatMul.PackedLength(k, n)];
        MatMul.Pack(b, k, n, n, 1, packed);
        var fromPacked = new float[m * n];
        MatMul.RunPacked<Identity>(Workers.Inline, new MatMulShape(m, n, k), a, packed, fromPacked);
        Numbers.AssertNear(expected, fromPacked);
    }

    [Theory]
    [InlineData(1, 9, 40)]
    [InlineData(17, 33, 20)]
    public void A_transposed_right_operand_is_read_by_its_strides(int m, int n, int k)
    {
        float[] a = Numbers.Random(m * k, 3);
        float[] transposed = Numbers.Random(n * k, 4);
        float[] b = [.. Enumerable.Range(0, k * n).Select(i => transposed[(i % n * k) + (i / n)])];
        var y = new float[m * n];
        MatMul.Run<Identity>(Workers.Inline, new MatMulShape(m, n, k) { BRow = 1, BColumn = k }, a, transposed, y);
        Numbers.AssertNear(Naive(a, b, m, n, k), y);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_workers()
    {
        const int M = 130, N = 130, K = 130;
        float[] a = Numbers.Random(M * K, 5);
        float[] b = Numbers.Random(K * N, 6);
        float[] Multiply(Workers workers)
        {
            var y = new float[M * N];
            MatMul.Run<Identity>(workers, new MatMulShape(M, N, K), a, b, y);
            return y;
        }
        using var two = new Workers(2);
        using var three = new Workers(3);
        float[] alone = Multiply(Workers.Inline);
        Assert.Equal(alone, Multiply(two));
        Assert.Equal(alone, Multiply(three));
    }

    static float[] Naive(float[] a, float[] b, int m, int n, int k) =>
        [.. Enumerable.Range(0, m * n).Select(i => (float)Enumerable.Range(0, k).Sum(j => (double)a[(i / n * k) + j] * b[(j * n) + (i % n)]))];
}
