using System;
using System.Linq;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Products of whole numbers are exact while floats hold their sums.</summary>
public class WholeProductsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [InlineData(1, 16, 16, 1, 1, 1)]
    [InlineData(1, 17, 33, 1, 2, 1)]
    [InlineData(1, 3, 32, 3, 2, 1)]
    [InlineData(1, 64, 40, 3, 1, 2)]
    [InlineData(2, 8, 6, 3, 1, 1)]
    [InlineData(2, 7, 24, 3, 1, 1)]
    [InlineData(40, 1, 1, 3, 1, 1)]
    [InlineData(1, 32, 3, 1, 1, 1)]
    [InlineData(1, 12, 1, 3, 1, 1)]
    public void Convolutions_are_exact(int groups, int channels, int outputs, int kernel, int stride, int dilation)
    {
        var convolution = new Convolution
        {
            Images = 2, Groups = groups, Channels = channels, Outputs = outputs, Size = [1, 6, 17], Kernel = [1, kernel, kernel],
            Stride = [1, stride, stride], Dilation = [1, dilation, dilation], Largest = 128,
        };
        Assert.Equal(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Strides_gaps_and_epilogues_of_convolutions_are_followed(int seed)
    {
        Random random = Numbers.Generator(seed);
        int[] Three(params int[] numbers) => [random.OneOf(numbers), random.OneOf(numbers), random.OneOf(numbers)];
        int images = random.OneOf(1, 2), groups = random.OneOf(1, 1, 3), outputs = random.OneOf(4, 8, 15, 16, 33, 70);
        int[] size = Three(1, 2, 5);
        int[] outer = [images, size[0], size[1]];
        var convolution = new Convolution
        {
            Images = images, Groups = groups, Channels = random.OneOf(1, 2, 5, 16, 17, 40), Outputs = outputs,
            Size = size, Kernel = Three(1, 2, 3), Stride = Three(1, 2), Dilation = Three(1, 1, 2), Gap = random.OneOf(0, 3), Largest = 255,
            Epilogue = [Rows.Random(random, outer, size[2], groups * outputs), Rows.Random(random, outer, size[2], 1), Rows.Random(random, outer, size[2], groups * outputs)],
        };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [InlineData(1, 64, 200, 1)]
    [InlineData(1, 32, 64, 3)]
    [InlineData(2, 16, 40, 3)]
    [InlineData(1, 2048, 130, 1)]
    public void Large_convolutions_have_the_same_bits_for_every_number_of_threads(int groups, int channels, int outputs, int kernel)
    {
        var convolution = new Convolution
        {
            Groups = groups, Channels = channels, Outputs = outputs, Size = [1, 14, 15], Kernel = [1, kernel, kernel], Largest = 64,
        };
        Assert.Equal(convolution.Expected(), convolution.Run());
    }

    [Fact]
    public void No_pixels_give_nothing() => Assert.Empty(new Convolution { Size = [1, 0, 5], Channels = 16, Outputs = 16, Largest = 9 }.Run());

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 33, 17)]
    [InlineData(2, 16, 40)]
    [InlineData(13, 31, 5)]
    [InlineData(15, 65, 3)]
    [InlineData(120, 70, 900)]
    [InlineData(1, 300, 1000)]
    [InlineData(0, 4, 4)]
    [InlineData(4, 0, 4)]
    [InlineData(4, 4, 0)]
    public void Products_of_matrices_are_exact(int m, int n, int k)
    {
        Product product = new(m, n, k) { Largest = 128 };
        Assert.Equal(product.Expected(), product.RunWhole());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Strides_batches_and_epilogues_of_products_are_followed(int seed)
    {
        Random random = Numbers.Generator(seed);
        int m = random.OneOf(1, 2, 4, 7, 14, 15, 29), n = random.OneOf(1, 3, 8, 16, 17, 32, 33, 130), k = random.OneOf(1, 2, 5, 15, 16, 17, 40, 600);
        int[] batch = [random.OneOf(1, 1, 2), random.OneOf(1, 1, 3), random.OneOf(1, 1, 2)];
        var product = new Product(m, n, k)
        {
            Batch = batch, TransposesA = random.OneOf(0, 1) == 1, TransposesB = random.OneOf(0, 1) == 1, Gap = random.OneOf(0, 5), Largest = 128,
            Epilogue = [Rows.Random(random, batch, m, n), Rows.Random(random, batch, m, 1), Rows.Random(random, batch, m, n)],
        };
        Numbers.AssertNear(product.Expected(), product.RunWhole());
    }

    [Fact]
    public void Factors_may_have_sixteen_bits()
    {
        Product product = new(5, 40, 1) { Largest = short.MaxValue };
        Assert.Equal(product.Expected(), product.RunWhole());
    }
}
