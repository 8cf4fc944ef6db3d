using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators that left the standard, which old models still carry.</summary>
internal static class Removed
{
    const int Removal = 10;

    public static IEnumerable<OperatorEntry> All =>
    [
        new("Affine", (g, x) => g.Node("Affine", [x], Slopes(g))) { Until = Removal, Rounding = Rounding.None },
        new("ParametricSoftplus", (g, x) => g.Node("ParametricSoftplus", [x], Slopes(g))) { Until = Removal },
        new("ScaledTanh", (g, x) => g.Node("ScaledTanh", [x], Slopes(g))) { Until = Removal },
        new("ThresholdedReluOfOld", (g, x) => g.Node("ThresholdedRelu", [x], new() { ["alpha"] = g.Random.Of<object?>(null, 0.5) })) { Until = Removal, Rounding = Rounding.Jumps },
        Image("ImageScaler", (g, x) => g.Node("ImageScaler", [x], new() { ["scale"] = 0.5, ["bias"] = g.Random.Several((int)x.Dims[1], () => g.Random.Between(-8, 8) / 8.0) })),
        Image("Crop", Crop),
        new("Scale", (g, x) => g.Node("Scale", [x], new() { ["scale"] = g.Random.Of(0.5, 3) })) { Until = Removal, Rounding = Rounding.None },
        new("DynamicSlice", DynamicSlice) { MinimumRank = 1, Until = Removal, Types = TypeSets.Numbers, Rounding = Rounding.None },
        new("Scatter", Scatter) { MinimumRank = 1, Since = 9, Until = 11, Types = TypeSets.Any, Rounding = Rounding.None },
    ];

    static OperatorEntry Image(string name, Action<RandomGraph, Operand> add) => new(name, add) { MinimumRank = 4, MaximumRank = 4, Until = Removal, Rounding = Rounding.None };

    static Attributes Slopes(RandomGraph graph) => new() { ["alpha"] = graph.Random.Of(0.5, 1.5), ["beta"] = graph.Random.Of(0.25, 1) };

    static void Crop(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long left = random.Between(0, (int)x.Dims[3] - 1), top = random.Between(0, (int)x.Dims[2] - 1);
        bool isSized = random.Coin();
        long right = random.Between(0, (int)(x.Dims[3] - left) - 1), bottom = random.Between(0, (int)(x.Dims[2] - top) - 1);
        graph.Node("Crop", [x], new() { ["border"] = new[] { left, top, right, bottom }, ["scale"] = isSized ? new[] { x.Dims[2] - top, x.Dims[3] - left } : null });
    }

    static void DynamicSlice(RandomGraph graph, Operand x)
    {
        long[] axes = [.. graph.Random.Axes(x.Rank).Select(axis => (axis + x.Rank) % x.Rank)];
        long[] starts = [.. axes.Select(axis => (long)graph.Random.Between(0, (int)x.Dims[axis] - 1))];
        long[] ends = [.. axes.Select((axis, i) => (long)graph.Random.Between((int)starts[i] + 1, (int)x.Dims[axis] + 2))];
        graph.Node("DynamicSlice", x, graph.Integers(starts), graph.Integers(ends), graph.Integers(axes));
    }

    static void Scatter(RandomGraph graph, Operand x)
    {
        int axis = graph.Random.Next(x.Rank);
        long[] dims = [.. x.Dims];
        // One slice alone, so that no two updates meet.
        dims[axis] = 1;
        graph.Node("Scatter", [x, graph.Tensor(ElementType.Int64, dims, 0, x.Dims[axis] - 1), graph.Tensor(x.Type, dims)], new() { ["axis"] = axis });
    }
}
