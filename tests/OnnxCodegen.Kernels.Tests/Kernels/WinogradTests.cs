using System;
using System.Linq;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class WinogradTests
{
    [Theory]
    [InlineData(1, 16, 16, 4, 4)]
    [InlineData(2, 16, 40, 13, 15)]
    [InlineData(1, 70, 33, 9, 8)]
    [InlineData(3, 5, 7, 6, 5)]
    [InlineData(1, 9, 100, 30, 17)]
    [InlineData(64, 16, 32, 8, 8)]
    [InlineData(1, 64, 64, 56, 56)]
    public void The_result_is_that_of_the_direct_sum(int images, int channels, int outputs, int height, int width)
    {
        float[] x = Numbers.Random(images * (height + 2) * (width + 2) * channels, 1);
        float[] w = Numbers.Random(outputs * channels * 9, 2);
        float[] scale = Numbers.Random(outputs, 3);
        float[] residual = Numbers.Random(images * height * width * outputs, 4);
        var shape = new ConvolveShape
        {
            Images = images, OutputHeight = height, OutputWidth = width, Channels = channels, Outputs = outputs, KernelHeight = 3, KernelWidth = 3,
            XImage = (height + 2) * (width + 2) * channels, XRow = (width + 2) * channels, XPixel = channels,
            YImage = height * width * outputs, YRow = width * outputs, YPixel = outputs,
        };
        int panels = (outputs + 31) / 32 * 32;
        var direct = new float[9 * channels * panels];
        var transformed = new float[36 * channels * panels];
        Convolve.Pack(Workers.Inline, w, 1, outputs, channels, 9, direct);
        Winograd.Pack(Workers.Inline, w, outputs, channels, transformed);
        var expected = new float[images * height * width * outputs];
        var alone = new float[expected.Length];
        var shared = new float[expected.Length];
        Convolve.Run<Affine>(Workers.Inline, shape, x, direct, expected, scale.AsSpan(), Operand.Scalar(scale[0]), Residual());
        Winograd.Run<Affine>(Workers.Inline, shape, x, transformed, alone, scale.AsSpan(), Operand.Scalar(scale[0]), Residual());
        using var workers = new Workers(2);
        Winograd.Run<Affine>(workers, shape, x, transformed, shared, scale.AsSpan(), Operand.Scalar(scale[0]), Residual());
        float largest = expected.Max(MathF.Abs);
        Assert.All(expected.Zip(alone), pair => Assert.InRange(MathF.Abs(pair.First - pair.Second), 0, 1e-5f * largest));
        Assert.Equal(alone, shared);

        Operand Residual() => new(residual, outputs, height * width * outputs, 0, width * outputs);
    }
}
