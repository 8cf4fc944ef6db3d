using System;
using System.Linq;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class MatMulTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 33, 17)]
    [InlineData(2, 16, 40)]
    [InlineData(13, 31, 5)]
    [InlineData(14, 32, 64)]
    [InlineData(15, 65, 3)]
    [InlineData(120, 70, 1100)]
    [InlineData(1, 200, 1100)]
    [InlineData(0, 4, 4)]
    [InlineData(4, 0, 4)]
    [InlineData(4, 4, 0)]
    public void A_product_is_the_sum_of_products(int m, int n, int k)
    {
        var product = new Product(m, n, k);
        float[] expected = product.Expected();
        Numbers.AssertNear(expected, product.Run(packed: false));
        Numbers.AssertNear(expected, product.Run(packed: true));
    }

    [Theory]
    [InlineData(130, 130, 130)]
    [InlineData(300, 40, 200)]
    [InlineData(40, 300, 200)]
    [InlineData(1, 4000, 300)]
    [InlineData(3, 2000, 600)]
    public void A_large_product_has_the_same_bits_for_every_number_of_threads(int m, int n, int k)
    {
        var product = new Product(m, n, k);
        float[] expected = product.Expected();
        Numbers.AssertNear(expected, product.Run(packed: false));
        Numbers.AssertNear(expected, product.Run(packed: true));
        Product transposed = product with { TransposesB = true };
        Numbers.AssertNear(transposed.Expected(), transposed.Run(packed: false));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Strides_batches_and_epilogues_are_followed(int seed)
    {
        Random random = Numbers.Generator(seed);
        int m = random.OneOf(1, 2, 3, 4, 6, 7, 14, 15, 29), n = random.OneOf(1, 3, 4, 7, 8, 9, 16, 17, 31, 32, 33, 65, 130), k = random.OneOf(1, 2, 5, 15, 16, 17, 40, 600, 1030);
        int[] batch = [random.OneOf(1, 1, 2), random.OneOf(1, 1, 3), random.OneOf(1, 1, 2)];
        var product = new Product(m, n, k)
        {
            Batch = batch,
            TransposesA = random.OneOf(0, 1) == 1,
            TransposesB = random.OneOf(0, 1) == 1,
            SharesB = random.OneOf(0, 1) == 1,
            Gap = random.OneOf(0, 5),
            Epilogue = [Rows.Random(random, batch, m, n), Rows.Random(random, batch, m, 1), Rows.Random(random, batch, m, n)],
        };
        float[] expected = product.Expected();
        Numbers.AssertNear(expected, product.Run(packed: false));
        if (product.SharesB)
            Numbers.AssertNear(expected, product.Run(packed: true));
    }
}
