using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class BandsTests
{
    /// <summary>Most rows of a band that are tried: one, several, all.</summary>
    static readonly int[] BandRows = [1, 2, 5, 1000];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 80)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Steps_on_bands_are_the_steps_on_whole_images(int seed)
    {
        Chain chain = Chain.Random(Numbers.Generator(seed));
        int[] expected = Threads.Bits(chain.Whole());
        foreach (int rows in BandRows)
            Assert.Equal(expected, Threads.Bits(chain.InBands(rows)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Many_threads_share_the_steps_of_an_image(int images)
    {
        Chain chain = Chain.Of(images, 5, 6, 64, new(3, 1, 0, 0), new(3, 1, 1, 1), new(5, 1, 2, 2), new(3, 2, 1, 1));
        using var workers = new Workers(8);
        Assert.Equal(Threads.Bits(chain.Whole()), Threads.Bits(chain.InBands(4, workers)));
    }

    /// <summary>Windows of rows, which jump over rows, end before the last one or reach beyond it.</summary>
    [Theory]
    [InlineData(2, 3, 0, 0)]
    [InlineData(1, 4, 0, 0)]
    [InlineData(3, 1, 2, 2)]
    [InlineData(4, 3, 3, 0)]
    [InlineData(5, 2, 0, 4)]
    public void Windows_may_skip_rows_and_reach_into_the_border(int kernel, int stride, int above, int below)
    {
        Chain chain = Chain.Of(2, 3, 4, 23, new(1, 1, 0, 0), new(kernel, stride, above, below), new(3, 1, 1, 1));
        int[] expected = Threads.Bits(chain.Whole());
        foreach (int rows in BandRows)
            Assert.Equal(expected, Threads.Bits(chain.InBands(rows)));
    }

    [Fact]
    public void No_images_have_no_bands() => Assert.Empty(Chain.Of(0, 3, 4, 10, new(1, 1, 0, 0), new(3, 1, 1, 1)).InBands(2));

    /// <param name="Kernel">Rows and columns of a window.</param>
    /// <param name="Above">Border before the first row and column; <paramref name="Below"/> behind the last ones.</param>
    sealed record Step(int Kernel, int Stride, int Above, int Below)
    {
        public int Length(int source) => ((source + Above + Below - Kernel) / Stride) + 1;
    }

    /// <summary>Sums over windows, one after the other, the first two and the last one plus an operand; the border holds 0.5.</summary>
    sealed class Chain
    {
        const float Border = 0.5f;

        readonly int images, channels;
        readonly Step[] steps;
        readonly int[] heights, widths;
        readonly float[] x;
        readonly float[][] operands;

        Chain(int images, int channels, int width, int height, Step[] steps)
        {
            // What the first step reads has no border.
            Assert.Equal(0, steps[0].Above + steps[0].Below);
            (this.images, this.channels, this.steps) = (images, channels, steps);
            heights = new int[steps.Length + 1];
            widths = new int[steps.Length + 1];
            (heights[0], widths[0]) = (height, width);
            for (int i = 0; i < steps.Length; i++)
                (heights[i + 1], widths[i + 1]) = (steps[i].Length(heights[i]), steps[i].Length(widths[i]));
            x = Numbers.Random(images * height * width * channels, 1);
            operands = [.. steps.Select((_, i) => Numbers.Random(images * heights[i + 1] * widths[i + 1] * channels, i + 2))];
        }

        public static Chain Of(int images, int channels, int width, int height, params Step[] steps) => new(images, channels, width, height, steps);

        public static Chain Random(Random random)
        {
            int height = random.OneOf(7, 12, 31), width = random.OneOf(5, 9), count = random.OneOf(2, 3, 4);
            int rest = Math.Min(height, width);
            var steps = new List<Step> { new(1, random.OneOf(1, 2), 0, 0) };
            rest = steps[0].Length(rest);
            while (steps.Count < count)
            {
                int kernel = random.OneOf(1, 2, 3, 5), pad = kernel - 1;
                var step = new Step(kernel, random.OneOf(1, 1, 2, 3), random.OneOf(0, pad / 2, pad), random.OneOf(0, pad / 2, pad));
                if (rest + step.Above + step.Below < kernel)
                    continue;
                steps.Add(step);
                rest = step.Length(rest);
            }
            return new Chain(random.OneOf(1, 2, 3), random.OneOf(1, 4, 17, 32), width, height, [.. steps]);
        }

        int Last => steps.Length - 1;

        /// <summary>Elements from one row to the next of what a step reads.</summary>
        int RowLength(int step) => step == 0 ? widths[0] * channels : (widths[step] + steps[step].Above + steps[step].Below) * channels;

        int ResultLength(int step) => step == Last ? widths[step + 1] * channels : RowLength(step + 1);

        ConvolveShape Shape(int step, int rows) => new()
        {
            OutputHeight = rows, OutputWidth = widths[step + 1], Groups = channels,
            KernelHeight = steps[step].Kernel, KernelWidth = steps[step].Kernel, StrideHeight = steps[step].Stride, StrideWidth = steps[step].Stride,
            XRow = RowLength(step), XPixel = channels, YRow = ResultLength(step), YPixel = channels,
        };

        bool HasOperand(int step) => step < 2 || step == Last;

        void Run(Workers workers, int step, int rows, ReadOnlySpan<float> source, ReadOnlySpan<float> operand, Span<float> result)
        {
            if (HasOperand(step))
                Pool.Run<Sum, Bias>(workers, Shape(step, rows), source, result, new Operand(operand, channels, 0, 0, widths[step + 1] * channels));
            else
                Pool.Run<Sum, Identity>(workers, Shape(step, rows), source, result);
        }

        public float[] Whole()
        {
            int length = heights[^1] * widths[^1] * channels;
            float[] y = new float[images * length];
            for (int image = 0; image < images; image++)
            {
                ReadOnlySpan<float> source = x.AsSpan(image * heights[0] * widths[0] * channels);
                for (int i = 0; i < steps.Length; i++)
                {
                    ReadOnlySpan<float> operand = operands[i].AsSpan(image * heights[i + 1] * widths[i + 1] * channels);
                    if (i == Last)
                    {
                        Run(Workers.Inline, i, heights[i + 1], source, operand, y.AsSpan(image * length));
                        break;
                    }
                    float[] between = [.. Enumerable.Repeat(Border, (heights[i + 1] + steps[i + 1].Above + steps[i + 1].Below) * RowLength(i + 1))];
                    Run(Workers.Inline, i, heights[i + 1], source, operand, between.AsSpan(steps[i + 1].Above * (RowLength(i + 1) + channels)));
                    source = between;
                }
            }
            return y;
        }

        public float[] InBands(int rows) => Threads.Run(images * heights[^1] * widths[^1] * channels, (workers, y) => Bands(workers, rows, y));

        public float[] InBands(int rows, Workers workers)
        {
            float[] y = new float[images * heights[^1] * widths[^1] * channels];
            Bands(workers, rows, y);
            return y;
        }

        void Bands(Workers workers, int rows, Span<float> y)
        {
            BandStep[] bands =
            [
                .. steps.Select((step, i) => new BandStep(heights[i + 1])
                {
                    Stride = step.Stride, Window = step.Kernel, Above = step.Above, Length = RowLength(i), Left = step.Above * channels,
                    Width = widths[i] * channels, Border = Border,
                }),
            ];
            Kernels.Bands.Run(
                workers, images, rows, bands, OnBand, y, heights[^1] * widths[^1] * channels, widths[^1] * channels,
                new Operand(x, steps[0].Stride * widths[0] * channels, heights[0] * widths[0] * channels),
                OperandOf(0), OperandOf(1), OperandOf(Last));
        }

        /// <summary>The operand of a step, its rows those of the image.</summary>
        Operand OperandOf(int step) =>
            new(operands[step], widths[step + 1] * channels, heights[step + 1] * widths[step + 1] * channels);

        void OnBand(in Band band)
        {
            for (int i = 0; i < steps.Length; i++)
            {
                ReadOnlySpan<float> source = i == 0 ? band.Operand(0, 0) : band.Source(i);
                int operand = i == Last ? 3 : i + 1;
                Run(band.Workers, i, band.Rows(i), source, HasOperand(i) ? band.Operand(operand, i) : default, band.Result(i));
            }
        }
    }
}
