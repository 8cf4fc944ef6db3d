using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators that move elements, joined or apart, without choosing them by data.</summary>
internal static class Movement
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Of("Transpose", (g, x) => g.Node("Transpose", [x], new() { ["perm"] = g.Random.Coin(0.2) ? null : g.Random.Permutation(x.Rank) })) with { MaximumRank = 5 },
        Of("Reshape", Reshape),
        Of("Flatten", (g, x) => g.Node("Flatten", [x], new() { ["axis"] = g.Random.Between(0, x.Rank) })) with { Since = 9 },
        Of("Squeeze", Squeeze),
        Of("Unsqueeze", Unsqueeze) with { MinimumRank = 0 },
        Of("Concat", Concat),
        Of("Split", Split),
        Of("Slice", Slice),
        Of("Pad", Pad) with { Types = TypeSets.Numbers },
        Of("Tile", (g, x) => g.Node("Tile", x, g.Integers(g.Random.Several(x.Rank, () => (long)g.Random.Between(1, 3))))) with { Types = TypeSets.Numbers },
        Of("DepthToSpace", DepthToSpace) with { MinimumRank = 4, Since = 11, Types = TypeSets.Floats },
        Of("SpaceToDepth", SpaceToDepth) with { MinimumRank = 4, Types = TypeSets.Floats },
        Of("Trilu", (g, x) => g.Node("Trilu", g.Random.Coin() ? [x] : [x, g.Scalar(ElementType.Int64, g.Random.Between(-3, 3))], new() { ["upper"] = g.Random.Coin() }))
            with { MinimumRank = 2, Since = 14, Types = TypeSets.Floats },
        Of("ReverseSequence", ReverseSequence) with { MinimumRank = 2, Since = 10 },
        Of("Shape", (g, x) => g.Node("Shape", [x], new() { ["start"] = g.Opset < 15 ? null : g.Random.Between(-2, 2) })) with { MinimumRank = 0 },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph, Operand> add) =>
        new(name, add) { MinimumRank = 1, Types = TypeSets.Any, Rounding = Rounding.None };

    static void Reshape(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long rest = x.Dims.Aggregate(1L, (product, n) => product * n);
        var shape = new List<long>();
        while (shape.Count < 3 && rest > 1)
        {
            long factor = shape.Count < x.Rank && rest % x.Dims[shape.Count] == 0 && random.Coin() ? x.Dims[shape.Count] : random.Divisor(rest);
            shape.Add(shape.Count < x.Rank && factor == x.Dims[shape.Count] && random.Coin() ? 0 : factor);
            rest /= factor;
        }
        shape.Add(random.Coin() ? -1 : rest);
        graph.Node("Reshape", x, graph.Integers([.. shape]));
    }

    static void Squeeze(RandomGraph graph, Operand x)
    {
        long[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => x.Dims[axis] == 1).Select(axis => (long)axis)];
        // Which axes are dropped must be known when compiling, so all axes of length 1 are only meant where they are given.
        if (graph.Opset < 13)
            graph.Node("Squeeze", [x], new() { ["axes"] = axes });
        else
            graph.Node("Squeeze", x, graph.Integers(axes));
    }

    static void Unsqueeze(RandomGraph graph, Operand x)
    {
        int added = graph.Random.Between(1, 2);
        long[] axes = [.. graph.Random.Permutation(x.Rank + added).Take(added)];
        if (graph.Opset < 13)
            graph.Node("Unsqueeze", [x], new() { ["axes"] = axes });
        else
            graph.Node("Unsqueeze", x, graph.Integers(axes));
    }

    static void Concat(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        int axis = random.Next(x.Rank);
        Operand[] others = random.Several(random.Between(0, 2), () =>
        {
            long[] dims = [.. x.Dims];
            dims[axis] = random.Between(1, 5);
            return random.Coin(0.2) ? x : graph.Tensor(x.Type, dims);
        });
        graph.Node("Concat", random.Coin() ? [x, .. others] : [.. others, x], new() { ["axis"] = graph.Opset >= 11 && random.Coin() ? axis - x.Rank : axis });
    }

    static void Split(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        int axis = random.Next(x.Rank);
        long length = x.Dims[axis];
        if (random.Coin(0.3) && (graph.Opset < 18 || length % 2 == 0) && length % 2 == 0)
        {
            graph.Node("Split", [x], new() { ["axis"] = axis, ["num_outputs"] = graph.Opset < 18 ? null : 2 }, outputs: 2);
            return;
        }
        long first = random.Between(0, (int)length), second = random.Between(0, (int)(length - first));
        long[] parts = [first, second, length - first - second];
        if (graph.Opset < 13)
            graph.Node("Split", [x], new() { ["axis"] = axis, ["split"] = parts }, outputs: 3);
        else
            graph.Node("Split", [x, graph.Integers(parts)], new() { ["axis"] = axis }, outputs: 3);
    }

    static void Slice(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long[] axes = [.. random.Axes(x.Rank).Select(axis => graph.Opset < 10 ? (axis + x.Rank) % x.Rank : axis)];
        long[] steps = [.. axes.Select(_ => graph.Opset < 10 ? 1L : random.Of(1, 1, 2, 3, -1, -2))];
        long[] starts = new long[axes.Length], ends = new long[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            int length = (int)x.Dims[(axes[i] + x.Rank) % x.Rank];
            (starts[i], ends[i]) = (random.Between(-length - 1, length + 1), random.Coin(0.2) ? (steps[i] > 0 ? int.MaxValue : int.MinValue) : random.Between(-length - 1, length + 1));
        }
        if (graph.Opset < 10)
            graph.Node("Slice", [x], new() { ["starts"] = starts, ["ends"] = ends, ["axes"] = axes });
        else
            graph.Node("Slice", x, graph.Integers(starts), graph.Integers(ends), graph.Integers(axes), graph.Integers(steps));
    }

    static void Pad(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        string mode = random.Of(graph.Opset >= 19 ? ["constant", "constant", "reflect", "edge", "wrap"] : (string[])["constant", "reflect", "edge"]);
        long[] axes = graph.Opset >= 18 && random.Coin() ? random.Axes(x.Rank) : [.. Enumerable.Range(0, x.Rank).Select(axis => (long)axis)];
        int[] most = [.. axes.Select(axis => mode == "constant" ? 3 : (int)Math.Min(3, x.Dims[(axis + x.Rank) % x.Rank] - 1))];
        long[] pads = [.. Enumerable.Range(0, 2 * axes.Length).Select(i => (long)random.Between(mode == "constant" && random.Coin(0.2) ? -1 : 0, most[i % axes.Length]))];
        if (graph.Opset < 11)
            graph.Node("Pad", [x], new() { ["mode"] = mode, ["pads"] = pads, ["value"] = 1.5 });
        else
            graph.Node("Pad", [x, graph.Integers(pads), random.Coin() ? null : graph.Scalar(x.Type, 1), axes.Length == x.Rank ? null : graph.Integers(axes)], new() { ["mode"] = mode });
    }

    static void DepthToSpace(RandomGraph graph, Operand x)
    {
        // The channels are made to fit.
        long block = x.Dims[1] % 9 == 0 ? 3 : x.Dims[1] % 4 == 0 ? 2 : 1;
        graph.Node("DepthToSpace", [x], new() { ["blocksize"] = block, ["mode"] = graph.Random.Of(null, "DCR", "CRD") });
    }

    static void SpaceToDepth(RandomGraph graph, Operand x)
    {
        long block = x.Dims[2] % 3 == 0 && x.Dims[3] % 3 == 0 ? 3 : x.Dims[2] % 2 == 0 && x.Dims[3] % 2 == 0 ? 2 : 1;
        graph.Node("SpaceToDepth", [x], new() { ["blocksize"] = block });
    }

    static void ReverseSequence(RandomGraph graph, Operand x)
    {
        int batch = graph.Random.Next(2);
        long[] lengths = graph.Random.Several((int)x.Dims[batch], () => (long)graph.Random.Between(1, (int)x.Dims[1 - batch]));
        graph.Node("ReverseSequence", [x, graph.Integers(lengths)], new() { ["batch_axis"] = batch, ["time_axis"] = 1 - batch });
    }
}
