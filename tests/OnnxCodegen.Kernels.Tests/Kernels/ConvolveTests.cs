using System;
using System.Linq;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class ConvolveTests
{
    [Theory]
    [InlineData(1, 3, 33, 3, 1, 1)]
    [InlineData(1, 1, 8, 5, 2, 1)]
    [InlineData(1, 16, 40, 1, 1, 1)]
    [InlineData(2, 4, 6, 3, 1, 2)]
    [InlineData(19, 1, 1, 3, 1, 1)]
    [InlineData(40, 1, 1, 5, 2, 1)]
    public void A_convolution_is_the_sum_over_taps_and_channels(int groups, int channels, int outputs, int kernel, int stride, int dilation)
    {
        const int Height = 13, Width = 15, Images = 2;
        int outHeight = ((Height - (dilation * (kernel - 1)) - 1) / stride) + 1;
        int outWidth = ((Width - (dilation * (kernel - 1)) - 1) / stride) + 1;
        int inPixel = groups * channels, outPixel = groups * outputs, taps = kernel * kernel;
        float[] x = Numbers.Random(Images * Height * Width * inPixel, 1);
        float[] w = Numbers.Random(groups * outputs * channels * taps, 2);
        float[] expected = new float[Images * outHeight * outWidth * outPixel];
        for (int i = 0; i < expected.Length; i++)
        {
            int output = i % outPixel, column = i / outPixel % outWidth, row = i / outPixel / outWidth % outHeight, image = i / outPixel / outWidth / outHeight;
            double sum = 0;
            for (int c = 0; c < channels; c++)
                for (int tap = 0; tap < taps; tap++)
                    sum += (double)w[(((output * channels) + c) * taps) + tap]
                        * x[(((((image * Height) + (row * stride) + (tap / kernel * dilation)) * Width) + (column * stride) + (tap % kernel * dilation)) * inPixel) + (output / outputs * channels) + c];
            expected[i] = (float)sum;
        }

        var packed = new float[groups * taps * channels * ((outputs + 31) / 32 * 32)];
        Convolve.Pack(w, groups, outputs, channels, taps, packed);
        var shape = new ConvolveShape
        {
            Images = Images, OutputHeight = outHeight, OutputWidth = outWidth, Groups = groups, Channels = channels, Outputs = outputs,
            KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride, DilationHeight = dilation, DilationWidth = dilation,
            XImage = Height * Width * inPixel, XRow = Width * inPixel, XPixel = inPixel,
            YImage = outHeight * outWidth * outPixel, YRow = outWidth * outPixel, YPixel = outPixel,
        };
        using var workers = new Workers(2);
        var alone = new float[expected.Length];
        var shared = new float[expected.Length];
        Convolve.Run<Identity>(Workers.Inline, shape, x, packed, alone);
        Convolve.Run<Identity>(workers, shape, x, packed, shared);
        Numbers.AssertNear(expected, alone);
        Assert.Equal(alone, shared);
    }
}
