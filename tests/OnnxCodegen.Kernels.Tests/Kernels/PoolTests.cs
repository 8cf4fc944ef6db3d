using System;
using System.Linq;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class PoolTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [InlineData(1, 2, 2, 1)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(8, 3, 2, 1)]
    [InlineData(17, 2, 1, 2)]
    [InlineData(35, 3, 2, 1)]
    [InlineData(64, 3, 2, 1)]
    public void A_pooling_folds_the_elements_of_each_window(int channels, int kernel, int stride, int dilation) => AssertFolds(new Convolution
    {
        Images = 2, Groups = channels, Size = [1, 6, 7], Kernel = [1, kernel, kernel], Stride = [1, stride, stride], Dilation = [1, dilation, dilation],
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Strides_gaps_and_epilogues_are_followed(int seed)
    {
        Random random = Numbers.Generator(seed);
        int[] Three(params int[] numbers) => [random.OneOf(numbers), random.OneOf(numbers), random.OneOf(numbers)];
        int images = random.OneOf(0, 1, 2), channels = random.OneOf(1, 4, 7, 8, 9, 15, 16, 17, 31, 33);
        int[] size = Three(1, 2, 5);
        int[] outer = [images, size[0], size[1]];
        AssertFolds(new Convolution
        {
            Images = images, Groups = channels, Size = size, Kernel = Three(1, 2, 3), Stride = Three(1, 2), Dilation = Three(1, 1, 2), Gap = random.OneOf(0, 3),
            Epilogue = [Rows.Random(random, outer, size[2], channels), Rows.Random(random, outer, size[2], 1), Rows.Random(random, outer, size[2], channels)],
        });
    }

    [Fact]
    public void A_large_pooling_has_the_same_bits_for_every_number_of_threads() =>
        AssertFolds(new Convolution { Groups = 96, Size = [1, 30, 30], Kernel = [1, 3, 3] });

    [Fact]
    public void A_window_may_be_as_large_as_an_image() =>
        AssertFolds(new Convolution { Groups = 3, Size = [1, 1, 2], Kernel = [1, 40, 50] });

    static void AssertFolds(Convolution windows)
    {
        Numbers.AssertNear(windows.Expected(window => window.Max(element => element.X)), windows.Pool<Maximum>());
        Numbers.AssertNear(windows.Expected(window => window.Min(element => element.X)), windows.Pool<Minimum>());
        Numbers.AssertNear(windows.Expected(window => window.Sum(element => element.X)), windows.Pool<Sum>());
        Numbers.AssertNear(windows.Expected(window => window.Aggregate(1.0, (product, element) => product * element.X)), windows.Pool<Simd.Product>());
    }
}
