using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators that choose elements by indices or conditions.</summary>
internal static class Selection
{
    public static IEnumerable<OperatorEntry> All =>
    [
        // ONNX Runtime moves the first string of each slice alone.
        Of("Gather", Gather) with { Since = 11, Types = [.. TypeSets.Any.Where(type => type != ElementType.String)] },
        Of("GatherElements", GatherElements) with { Since = 11 },
        Of("GatherND", GatherND) with { Since = 12 },
        Of("ScatterElements", ScatterElements) with { Since = 11, Types = TypeSets.Numbers },
        Of("ScatterND", ScatterND) with { Since = 11, Types = TypeSets.Numbers },
        Of("OneHot", OneHot) with { MinimumRank = 0, MaximumRank = 3, Since = 11, Types = [ElementType.Int64] },
        Of("NonZero", (g, x) => g.Node("NonZero", x)) with { Since = 9, Types = [ElementType.Float, ElementType.Int32, ElementType.Int64, ElementType.Bool], Rounding = Rounding.Jumps },
        Of("Compress", Compress) with { Since = 11 },
        Of("Unique", (g, x) => g.Node("Unique", [x], new() { ["sorted"] = g.Random.Coin() }, outputs: 4)) with { Since = 11, Types = [ElementType.Int64, ElementType.Float, ElementType.String], Rounding = Rounding.Jumps },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph, Operand> add) =>
        new(name, add) { MinimumRank = 1, Types = TypeSets.Any, Rounding = Rounding.None };

    static Operand Indices(RandomGraph graph, long[] dims, long length) =>
        graph.Tensor(graph.Random.Of(ElementType.Int64, ElementType.Int64, ElementType.Int32), dims, -length, length - 1);

    static void Gather(RandomGraph graph, Operand x)
    {
        long axis = graph.Random.Axis(x.Rank);
        Operand indices = Indices(graph, graph.Random.Several(graph.Random.Between(0, 2), () => (long)graph.Random.Between(1, 5)), x.Dims[(axis + x.Rank) % x.Rank]);
        graph.Node("Gather", [x, indices], new() { ["axis"] = axis });
    }

    static void GatherElements(RandomGraph graph, Operand x)
    {
        long axis = graph.Random.Axis(x.Rank);
        long[] dims = Within(graph.Random, x.Dims);
        graph.Node("GatherElements", [x, Indices(graph, dims, x.Dims[(axis + x.Rank) % x.Rank])], new() { ["axis"] = axis });
    }

    static void GatherND(RandomGraph graph, Operand x)
    {
        int batch = graph.Random.Between(0, x.Rank - 1), depth = graph.Random.Between(1, x.Rank - batch);
        long[] dims = [.. x.Dims[..batch], .. graph.Random.Several(graph.Random.Between(0, 2), () => (long)graph.Random.Between(1, 4)), depth];
        long length = x.Dims[batch..(batch + depth)].Min();
        graph.Node("GatherND", [x, graph.Tuples(dims, length)], new() { ["batch_dims"] = batch });
    }

    static void ScatterElements(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        int axis = random.Next(x.Rank);
        long[] dims = Within(random, x.Dims);
        string? reduction = Reduction(graph);
        // Without a reduction no two updates may meet: one slice alone is written.
        if (reduction is null or "none")
            dims[axis] = 1;
        Operand indices = Indices(graph, dims, x.Dims[axis]);
        graph.Node("ScatterElements", [x, indices, graph.Tensor(x.Type, dims)], new() { ["axis"] = random.Coin() ? axis : axis - x.Rank, ["reduction"] = reduction });
    }

    static void ScatterND(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        string? reduction = Reduction(graph);
        int depth = random.Between(1, x.Rank);
        long updates = reduction is null or "none" ? 1 : random.Between(1, 5), length = x.Dims[..depth].Min();
        Operand indices = graph.Tuples([updates, depth], length);
        graph.Node("ScatterND", [x, indices, graph.Tensor(x.Type, [updates, .. x.Dims[depth..]])], new() { ["reduction"] = reduction });
    }

    static string? Reduction(RandomGraph graph) => graph.Opset switch
    {
        < 16 => null,
        < 18 => graph.Random.Of(null, "none", "add", "mul"),
        _ => graph.Random.Of(null, "none", "add", "mul", "min", "max"),
    };

    static void OneHot(RandomGraph graph, Operand x)
    {
        ElementType type = graph.Random.Of(ElementType.Float, ElementType.Int64);
        Operand depth = graph.Integers(graph.Random.Between(1, 6));
        graph.Node("OneHot", [x, depth, graph.Tensor(type, [2])], new() { ["axis"] = graph.Random.Axis(x.Rank + 1) });
    }

    static void Compress(RandomGraph graph, Operand x)
    {
        bool flat = graph.Random.Coin(0.3);
        int axis = graph.Random.Next(x.Rank);
        long length = flat ? x.Dims.Aggregate(1L, (product, n) => product * n) : x.Dims[axis];
        Operand condition = graph.Tensor(ElementType.Bool, [graph.Random.Between(1, (int)length)]);
        graph.Node("Compress", [x, condition], new() { ["axis"] = flat ? null : axis });
    }

    static long[] Within(Random random, long[] dims) => [.. dims.Select(n => (long)random.Between(1, (int)n))];
}
