using System;
using System.Linq;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class PoolTests
{
    [Theory]
    [InlineData(1, 2, 2, 1)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(8, 3, 2, 1)]
    [InlineData(17, 2, 1, 2)]
    [InlineData(35, 3, 2, 1)]
    [InlineData(64, 3, 2, 1)]
    public void A_pooling_folds_the_elements_of_each_window(int channels, int kernel, int stride, int dilation)
    {
        const int Height = 13, Width = 15, Images = 2;
        int outHeight = ((Height - (dilation * (kernel - 1)) - 1) / stride) + 1;
        int outWidth = ((Width - (dilation * (kernel - 1)) - 1) / stride) + 1;
        float[] x = Numbers.Random(Images * Height * Width * channels, 1);
        float Window(int i, Func<float, float, float> combine)
        {
            int c = i % channels, column = i / channels % outWidth, row = i / channels / outWidth % outHeight, image = i / channels / outWidth / outHeight;
            return Enumerable.Range(0, kernel * kernel)
                .Select(tap => x[(((((image * Height) + (row * stride) + (tap / kernel * dilation)) * Width) + (column * stride) + (tap % kernel * dilation)) * channels) + c])
                .Aggregate(combine);
        }
        int length = Images * outHeight * outWidth * channels;
        var shape = new ConvolveShape
        {
            Images = Images, OutputHeight = outHeight, OutputWidth = outWidth, Groups = channels,
            KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride, DilationHeight = dilation, DilationWidth = dilation,
            XImage = Height * Width * channels, XRow = Width * channels, XPixel = channels,
            YImage = outHeight * outWidth * channels, YRow = outWidth * channels, YPixel = channels,
        };
        using var workers = new Workers(3);
        var alone = new float[length];
        var shared = new float[length];
        Pool.Run<Maximum, Identity>(Workers.Inline, shape, x, alone);
        Pool.Run<Maximum, Identity>(workers, shape, x, shared);
        Assert.Equal(Enumerable.Range(0, length).Select(i => Window(i, MathF.Max)), alone);
        Assert.Equal(alone, shared);
        Pool.Run<Sum, Identity>(Workers.Inline, shape, x, alone);
        Numbers.AssertNear([.. Enumerable.Range(0, length).Select(i => Window(i, (a, b) => a + b))], alone);
    }
}
