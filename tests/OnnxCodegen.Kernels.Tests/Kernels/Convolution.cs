using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>A convolution of random images, and what it is by definition. Sizes are those of depth, height and width.</summary>
internal sealed record Convolution
{
    public int Images { get; init; } = 1;

    public int Groups { get; init; } = 1;

    /// <summary>Source channels of a group.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Output channels of a group.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>The size of an output image.</summary>
    public required int[] Size { get; init; }

    public int[] Kernel { get; init; } = [1, 1, 1];

    public int[] Stride { get; init; } = [1, 1, 1];

    public int[] Dilation { get; init; } = [1, 1, 1];

    /// <summary>Elements between pixels, of source and output, that belong to something else.</summary>
    public int Gap { get; init; }

    /// <summary>The operands of <see cref="Affine"/>; null for none.</summary>
    public Rows[]? Epilogue { get; init; }

    /// <summary>The largest magnitude of whole factors, for the kernel that multiplies these; 0 for real numbers.</summary>
    public int Largest { get; init; }

    int Taps => Kernel[0] * Kernel[1] * Kernel[2];

    int XPixel => (Groups * Channels) + Gap;

    int YPixel => (Groups * Outputs) + Gap;

    int[] Source => [.. Enumerable.Range(0, 3).Select(axis => ((Size[axis] - 1) * Stride[axis]) + ((Kernel[axis] - 1) * Dilation[axis]) + 1)];

    float[] X => Factors(Images * Math.Max(0, Source.Aggregate((a, b) => a * b)) * XPixel, 1);

    float[] Weights => Factors(Groups * Outputs * Channels * Taps, 2);

    float[] Factors(int length, int seed) => Largest == 0 ? Numbers.Random(length, seed) : Numbers.Whole(length, seed, Largest);

    /// <summary>The convolution by the kernel, the same with one, two and three threads.</summary>
    public float[] Run()
    {
        float[] x = X, packed = new float[Groups * Taps * Channels * MatMul.PackedLength(1, Outputs)];
        bool isWhole = Largest > 0;
        if (isWhole)
            Convolve.PackWhole(Workers.Inline, Weights, Groups, Outputs, Channels, Taps, packed);
        else
            Convolve.Pack(Workers.Inline, Weights, Groups, Outputs, Channels, Taps, packed);
        ConvolveShape shape = Shape();
        return Threads.Run(Images * Size.Aggregate((a, b) => a * b) * YPixel, (workers, y) =>
        {
            if (isWhole && Epilogue is [var w0, var w1, var w2])
                Convolve.RunWhole<Affine>(workers, shape, x, packed, y, w0.Operand, w1.Operand, w2.Operand);
            else if (isWhole)
                Convolve.RunWhole<Identity>(workers, shape, x, packed, y);
            else if (Epilogue is [var p0, var p1, var p2])
                Convolve.Run<Affine>(workers, shape, x, packed, y, p0.Operand, p1.Operand, p2.Operand);
            else
                Convolve.Run<Identity>(workers, shape, x, packed, y);
        });
    }

    /// <summary>The pooling of the same windows by the kernel, the same with one, two and three threads.</summary>
    public float[] Pool<TFold>()
        where TFold : struct, IFold
    {
        float[] x = X;
        ConvolveShape shape = Shape();
        return Threads.Run(Images * Size.Aggregate((a, b) => a * b) * YPixel, (workers, y) =>
        {
            if (Epilogue is [var p0, var p1, var p2])
                Kernels.Pool.Run<TFold, Affine>(workers, shape, x, y, p0.Operand, p1.Operand, p2.Operand);
            else
                Kernels.Pool.Run<TFold, Identity>(workers, shape, x, y);
        });
    }

    public float[] Expected() => Expected(window => window.Sum(element => element.X * element.Weight));

    /// <param name="fold">What becomes of the elements that an output sees, each with its weight.</param>
    public float[] Expected(Func<IEnumerable<(double X, double Weight)>, double> fold)
    {
        float[] x = X, w = Weights;
        float[] y = [.. Enumerable.Repeat(float.NaN, Images * Size.Aggregate((a, b) => a * b) * YPixel)];
        for (int i = 0; i < y.Length; i++)
        {
            int output = i % YPixel, column = i / YPixel % Size[2], row = i / YPixel / Size[2] % Size[1];
            int plane = i / YPixel / Size[2] / Size[1] % Size[0], image = i / YPixel / Size[2] / Size[1] / Size[0];
            if (output >= Groups * Outputs)
                continue;
            double result = fold(Window(x, w, [image, plane, row, column], output));
            if (Epilogue is [var p0, var p1, var p2])
                result = (result * p0.At(image, plane, row, column, output)) + p1.At(image, plane, row, column, 0) - p2.At(image, plane, row, column, output);
            y[i] = (float)result;
        }
        return y;
    }

    IEnumerable<(double X, double Weight)> Window(float[] x, float[] w, int[] at, int output)
    {
        int[] source = Source;
        for (int tap = 0; tap < Taps; tap++)
        {
            int[] inKernel = [tap / Kernel[2] / Kernel[1], tap / Kernel[2] % Kernel[1], tap % Kernel[2]];
            int pixel = at[0];
            for (int axis = 0; axis < 3; axis++)
                pixel = (pixel * source[axis]) + (at[axis + 1] * Stride[axis]) + (inKernel[axis] * Dilation[axis]);
            for (int c = 0; c < Channels; c++)
                yield return (x[(pixel * XPixel) + (output / Outputs * Channels) + c], w[(((output * Channels) + c) * Taps) + tap]);
        }
    }

    ConvolveShape Shape()
    {
        int[] source = Source;
        return new ConvolveShape
        {
            Images = Images, Groups = Groups, Channels = Channels, Outputs = Outputs,
            OutputDepth = Size[0], OutputHeight = Size[1], OutputWidth = Size[2],
            KernelDepth = Kernel[0], KernelHeight = Kernel[1], KernelWidth = Kernel[2],
            StrideDepth = Stride[0], StrideHeight = Stride[1], StrideWidth = Stride[2],
            DilationDepth = Dilation[0], DilationHeight = Dilation[1], DilationWidth = Dilation[2],
            XImage = source[0] * source[1] * source[2] * XPixel, XDepth = source[1] * source[2] * XPixel, XRow = source[2] * XPixel, XPixel = XPixel,
            YImage = Size[0] * Size[1] * Size[2] * YPixel, YDepth = Size[1] * Size[2] * YPixel, YRow = Size[2] * YPixel, YPixel = YPixel,
        };
    }
}
