using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Resize and Upsample, also of the result of a convolution, whose channels lie side by side.</summary>
internal static class Resampling
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("Resize", Resize) { MinimumRank = 4, MaximumRank = 4, Since = 10 },
        new("Upsample", (g, x) => g.Node("Upsample", [x, Scales(g, x)], new() { ["mode"] = g.Random.Of("nearest", "linear") })) { MinimumRank = 4, Since = 9, Until = 10 },
    ];

    static void Resize(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        if (random.Coin())
            x = Convolved(graph, x);
        if (graph.Opset < 11)
        {
            graph.Node("Resize", [x, Scales(graph, x)], new() { ["mode"] = random.Of("nearest", "linear") });
            return;
        }
        string mode = random.Of("nearest", "linear", "cubic");
        bool bySizes = random.Coin();
        Operand? sizes = bySizes ? graph.Integers(x.Dims[0], x.Dims[1], Size(2), Size(3)) : null;
        graph.Node("Resize", bySizes ? [x, null, null, sizes] : [x, null, Scales(graph, x)], new()
        {
            ["mode"] = mode,
            ["coordinate_transformation_mode"] = random.Of(null, "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"),
            ["nearest_mode"] = mode == "nearest" ? random.Of(null, "round_prefer_floor", "round_prefer_ceil", "floor", "ceil") : null,
            ["cubic_coeff_a"] = mode == "cubic" ? random.Of<object?>(null, -0.5) : null,
            ["exclude_outside"] = mode == "cubic" ? random.Coin() : null,
        });

        long Size(int axis) => random.Between(1, (int)(2 * x.Dims[axis]) + 1);
    }

    static Operand Convolved(RandomGraph graph, Operand x)
    {
        long maps = graph.Random.Between(1, 20);
        Operand[] y = graph.Node("Conv", [x, graph.Floats(maps, x.Dims[1], 3, 3)], new() { ["pads"] = new long[] { 1, 1, 1, 1 } });
        return new Operand(y[0].Name, ElementType.Float, [x.Dims[0], maps, .. x.Dims[2..]]);
    }

    static Operand Scales(RandomGraph graph, Operand x) =>
        graph.Constant(RandomTensor.Of(ElementType.Float, [4], 1, 1, graph.Random.Of(1, 1.5, 2, 3), graph.Random.Of(1, 2, 2.5)));
}
