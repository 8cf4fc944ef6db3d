using System;
using System.Linq;
using OnnxCodegen.Threading;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class ConvolveTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    public static TheoryData<int> ChannelsAroundVectors => [2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100];

    [Theory]
    [InlineData(1, 3, 33, 3, 1, 1)]
    [InlineData(1, 1, 8, 5, 2, 1)]
    [InlineData(1, 16, 40, 1, 1, 1)]
    [InlineData(2, 4, 6, 3, 1, 2)]
    [InlineData(19, 1, 1, 3, 1, 1)]
    [InlineData(40, 1, 1, 5, 2, 1)]
    public void A_convolution_is_the_sum_over_taps_and_channels(int groups, int channels, int outputs, int kernel, int stride, int dilation)
    {
        var convolution = new Convolution
        {
            Images = 2, Groups = groups, Channels = channels, Outputs = outputs, Size = [1, 6, 7],
            Kernel = [1, kernel, kernel], Stride = [1, stride, stride], Dilation = [1, dilation, dilation],
        };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Strides_gaps_and_epilogues_are_followed(int seed)
    {
        Random random = Numbers.Generator(seed);
        int[] Three(params int[] numbers) => [random.OneOf(numbers), random.OneOf(numbers), random.OneOf(numbers)];
        bool isDepthwise = random.OneOf(0, 1) == 1;
        int images = random.OneOf(1, 2), groups = isDepthwise ? random.OneOf(2, 9, 16, 33) : random.OneOf(1, 1, 3);
        int outputs = isDepthwise ? 1 : random.OneOf(1, 4, 8, 15, 33, 70);
        int[] size = Three(1, 2, 5);
        int[] outer = [images, size[0], size[1]];
        int columns = groups * outputs;
        var convolution = new Convolution
        {
            Images = images, Groups = groups, Channels = isDepthwise ? 1 : random.OneOf(1, 2, 5, 17), Outputs = outputs,
            Size = size, Kernel = Three(1, 2, 3), Stride = Three(1, 2), Dilation = Three(1, 1, 2),
            Gap = random.OneOf(0, 3),
            Epilogue = [Rows.Random(random, outer, size[2], columns), Rows.Random(random, outer, size[2], 1), Rows.Random(random, outer, size[2], columns)],
        };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [MemberData(nameof(ChannelsAroundVectors))]
    public void Channels_with_kernels_of_their_own_are_convolved_apart(int channels)
    {
        var convolution = new Convolution { Groups = channels, Size = [1, 3, 9], Kernel = [1, 3, 3] };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [InlineData(1, 32, 64, 3)]
    [InlineData(1, 64, 200, 1)]
    [InlineData(2, 16, 40, 3)]
    [InlineData(96, 1, 1, 5)]
    public void A_large_convolution_has_the_same_bits_for_every_number_of_threads(int groups, int channels, int outputs, int kernel)
    {
        var convolution = new Convolution { Groups = groups, Channels = channels, Outputs = outputs, Size = [1, 14, 14], Kernel = [1, kernel, kernel] };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Fact]
    public void A_convolution_over_few_rows_is_split_by_its_outputs()
    {
        var convolution = new Convolution { Channels = 64, Outputs = 300, Size = [1, 1, 60], Kernel = [1, 1, 3] };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Fact]
    public void No_pixels_give_nothing_and_no_channels_give_the_epilogue_of_zero()
    {
        Assert.Empty(new Convolution { Size = [1, 0, 5], Channels = 2, Outputs = 3 }.Run());
        Assert.Equal(new float[15], new Convolution { Size = [1, 1, 5], Channels = 0, Outputs = 3 }.Run());
        Assert.Equal(new float[5], new Convolution { Size = [1, 1, 5], Channels = 0, Outputs = 1 }.Run());
    }

    [Theory]
    [InlineData(1, 1, 3, 1, 1)]
    [InlineData(1, 77, 3, 1, 1)]
    [InlineData(1, 77, 3, 2, 1)]
    [InlineData(1, 77, 3, 1, 2)]
    [InlineData(3, 50, 5, 1, 1)]
    [InlineData(33, 21, 3, 1, 1)]
    [InlineData(33, 21, 3, 2, 2)]
    [InlineData(64, 40, 1, 1, 1)]
    public void One_output_is_a_dot_product_or_several_pixels_at_once(int channels, int width, int kernel, int stride, int dilation)
    {
        var convolution = new Convolution
        {
            Images = 2, Channels = channels, Size = [1, 5, width], Kernel = [1, kernel, kernel], Stride = [1, stride, stride], Dilation = [1, dilation, dilation],
        };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Few_outputs_are_dot_products(int seed)
    {
        Random random = Numbers.Generator(seed);
        int outputs = random.OneOf(2, 3, 4), width = random.OneOf(1, 2, 3, 4, 5, 8, 11), kernel = random.OneOf(1, 2, 3), stride = random.OneOf(1, 2);
        int[] outer = [2, 1, 5];
        var convolution = new Convolution
        {
            Images = 2, Channels = random.OneOf(4, 8, 12, 16, 32, 40), Outputs = outputs, Size = [1, 5, width], Kernel = [1, kernel, kernel],
            Stride = [1, stride, stride], Dilation = [1, 1, random.OneOf(1, 2)], Gap = random.OneOf(0, 3),
            Epilogue = [Rows.Random(random, outer, width, outputs), Rows.Random(random, outer, width, 1), Rows.Random(random, outer, width, outputs)],
        };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Fact]
    public void A_large_convolution_to_few_outputs_has_the_same_bits_for_every_number_of_threads()
    {
        var convolution = new Convolution { Channels = 32, Outputs = 3, Size = [1, 30, 31], Kernel = [1, 3, 3] };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_kernel_may_have_many_taps(int groups)
    {
        var convolution = new Convolution { Groups = groups, Size = [1, 2, 3], Kernel = [1, 30, 30], Dilation = [1, 1, 2] };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [InlineData(1024, 160, 20)]
    [InlineData(2048, 130, 9)]
    public void Rows_that_fall_on_the_same_lines_of_the_cache_are_copied_apart(int channels, int outputs, int width)
    {
        var convolution = new Convolution { Channels = channels, Outputs = outputs, Size = [1, 13, width] };
        Numbers.AssertNear(convolution.Expected(), convolution.Run());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Depthwise_rows_of_every_length_are_whole(int stride, int dilation)
    {
        for (int width = 1; width <= 9; width++)
        {
            var convolution = new Convolution { Groups = 29, Size = [2, 3, width], Kernel = [2, 3, 3], Stride = [1, 1, stride], Dilation = [1, 1, dilation] };
            Numbers.AssertNear(convolution.Expected(), convolution.Run());
        }
    }
}
