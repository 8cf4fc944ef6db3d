using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Images, boxes and regions.</summary>
internal static class Vision
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Image("GridSample", GridSample) with { Since = 16 },
        Image("RoiAlign", RoiAlign) with { Since = 10 },
        Image("MaxRoiPool", MaxRoiPool),
        Image("MaxUnpool", MaxUnpool) with { Since = 9, Rounding = Rounding.Jumps },
        new("NonMaxSuppression", (g, _) => NonMaxSuppression(g)) { MaximumRank = 1, Since = 10, Rounding = Rounding.None },
        Image("DeformConv", DeformableConvolution) with { Since = 19 },
        new("Col2Im", (g, _) => Col2Im(g)) { MaximumRank = 1, Since = 18, Rounding = Rounding.None },
        new("Det", (g, x) => g.Node("Det", g.Floats([.. x.Dims, 1 + (x.Dims[0] % 5), 1 + (x.Dims[0] % 5)]))) { MinimumRank = 1, MaximumRank = 2, Since = 11 },
    ];

    static OperatorEntry Image(string name, Action<RandomGraph, Operand> add) => new(name, add) { MinimumRank = 4, MaximumRank = 4 };

    static void GridSample(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        graph.Node("GridSample", [x, graph.Tensor(ElementType.Float, [x.Dims[0], random.Between(1, 6), random.Between(1, 6), 2], -1.5, 1.5)], new()
        {
            ["mode"] = graph.Opset < 20 ? random.Of(null, "bilinear", "bicubic", "nearest") : random.Of(null, "linear", "cubic", "nearest"),
            ["padding_mode"] = random.Of(null, "zeros", "border", "reflection"),
            ["align_corners"] = random.Of<object?>(null, 0, 1),
        });
    }

    static void RoiAlign(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long count = random.Between(1, 4);
        Operand images = graph.Constant(RandomTensor.Of(random, ElementType.Int64, [count], 0, x.Dims[0] - 1));
        graph.Node("RoiAlign", [x, Boxes(graph, count, x), images], new()
        {
            ["mode"] = random.Of(null, "avg"),
            ["output_height"] = random.Between(1, 4),
            ["output_width"] = random.Between(1, 4),
            ["sampling_ratio"] = random.Between(0, 3),
            ["spatial_scale"] = random.Of(null, 0.5, (object)1.0),
            ["coordinate_transformation_mode"] = graph.Opset < 16 ? null : random.Of(null, "half_pixel", "output_half_pixel"),
        });
    }

    /// <summary>Corners x1, y1, x2, y2 of regions, the second one above the first.</summary>
    static Operand Boxes(RandomGraph graph, long count, Operand x) => graph.Constant(RandomTensor.Of(ElementType.Float, [count, 4],
        [.. Enumerable.Range(0, (int)count).SelectMany(_ =>
        {
            double left = graph.Random.Between(0, (int)x.Dims[3] - 1), top = graph.Random.Between(0, (int)x.Dims[2] - 1);
            // What lies beyond the image by a rounding is zero.
            return new[] { left, top, Math.Min(left + graph.Random.Between(1, 5), x.Dims[3] - 0.5), Math.Min(top + graph.Random.Between(1, 5), x.Dims[2] - 0.5) };
        })]));

    static void MaxRoiPool(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long count = random.Between(1, 4);
        double[] regions = [.. Enumerable.Range(0, (int)count).SelectMany(_ =>
        {
            double left = random.Between(0, (int)x.Dims[3] - 1), top = random.Between(0, (int)x.Dims[2] - 1);
            return new[] { random.Next((int)x.Dims[0]), left, top, random.Between((int)left, (int)x.Dims[3] - 1), random.Between((int)top, (int)x.Dims[2] - 1) };
        })];
        graph.Node("MaxRoiPool", [x, graph.Constant(RandomTensor.Of(ElementType.Float, [count, 5], regions))], new() { ["pooled_shape"] = new long[] { random.Between(1, 3), random.Between(1, 3) } });
    }

    static void MaxUnpool(RandomGraph graph, Operand x)
    {
        long[] window = [Math.Min(2, x.Dims[2]), Math.Min(2, x.Dims[3])];
        Operand[] pooled = graph.Node("MaxPool", [x], new() { ["kernel_shape"] = window, ["strides"] = window }, outputs: 2);
        graph.Node("MaxUnpool", pooled, new() { ["kernel_shape"] = window, ["strides"] = window });
    }

    static void NonMaxSuppression(RandomGraph graph)
    {
        Random random = graph.Random;
        long images = random.Between(1, 2), classes = random.Between(1, 3), boxes = random.Between(1, 12);
        // Scores that differ, as the standard does not say which of equal ones comes first.
        double[] scores = [.. random.Permutation((int)(images * classes * boxes)).Select(rank => rank / 64.0)];
        Operand?[] limits = [graph.Integers(random.Between(0, 5)), graph.Constant(RandomTensor.Of(ElementType.Float, [1], random.Of(0.25, 0.5, 0.75))), random.Coin() ? graph.Constant(RandomTensor.Of(ElementType.Float, [1], 0.1)) : null];
        graph.Node("NonMaxSuppression",
            [graph.Tensor(ElementType.Float, [images, boxes, 4], 0, 4), graph.Constant(RandomTensor.Of(ElementType.Float, [images, classes, boxes], scores)), .. limits],
            new() { ["center_point_box"] = random.Of<object?>(null, 0, 1) });
    }

    static void DeformableConvolution(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long[] kernel = [Math.Min(random.Between(1, 3), x.Dims[2]), Math.Min(random.Between(1, 3), x.Dims[3])];
        long[] pads = [.. kernel.Concat(kernel).Select(k => (long)random.Between(0, (int)k - 1))], strides = [random.Between(1, 2), random.Between(1, 2)];
        long group = random.Coin() ? 1 : random.Divisor(x.Dims[1]), offsets = random.Divisor(x.Dims[1]), maps = group * random.Between(1, 3);
        long[] output = [Count(0), Count(1)];
        Operand?[] inputs =
        [
            x, graph.Floats([maps, x.Dims[1] / group, .. kernel]), graph.Tensor(ElementType.Float, [x.Dims[0], offsets * kernel[0] * kernel[1] * 2, .. output], -2, 2),
            random.Coin() ? graph.Floats(maps) : null, random.Coin() ? graph.Tensor(ElementType.Float, [x.Dims[0], offsets * kernel[0] * kernel[1], .. output], 0, 1) : null,
        ];
        graph.Node("DeformConv", inputs, new() { ["kernel_shape"] = kernel, ["pads"] = pads, ["strides"] = strides, ["group"] = group, ["offset_group"] = offsets });

        long Count(int axis) => ((x.Dims[2 + axis] + pads[axis] + pads[axis + 2] - kernel[axis]) / strides[axis]) + 1;
    }

    static void Col2Im(RandomGraph graph)
    {
        Random random = graph.Random;
        long[] image = [random.Between(4, 7), random.Between(4, 7)], block = [random.Between(1, 3), random.Between(1, 3)], strides = [random.Between(1, 2), random.Between(1, 2)];
        long[] pads = [random.Between(0, 1), random.Between(0, 1), random.Between(0, 1), random.Between(0, 1)];
        long blocks = Count(0) * Count(1);
        graph.Node("Col2Im", [graph.Floats(random.Between(1, 2), random.Between(1, 3) * block[0] * block[1], blocks), graph.Integers(image), graph.Integers(block)],
            new() { ["strides"] = strides, ["pads"] = pads });

        long Count(int axis) => ((image[axis] + pads[axis] + pads[axis + 2] - block[axis]) / strides[axis]) + 1;
    }
}
