using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Reductions, extrema, and running sums.</summary>
internal static class Reductions
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Reduce("ReduceSum", inputSince: 13, Rounding.None) with { Types = TypeSets.Numbers },
        Reduce("ReduceMax", inputSince: 18, Rounding.None) with { Types = TypeSets.Numbers },
        Reduce("ReduceMin", inputSince: 18, Rounding.None) with { Types = TypeSets.Numbers },
        // Long products overflow or not with the order of their factors.
        Reduce("ReduceProd", inputSince: 18, Rounding.Rounds | Rounding.Jumps) with { MaximumRank = 1 },
        Reduce("ReduceMean", inputSince: 18) with { Types = TypeSets.Floats },
        Reduce("ReduceL1", inputSince: 18, Rounding.None),
        Reduce("ReduceL2", inputSince: 18),
        Reduce("ReduceSumSquare", inputSince: 18) with { Types = TypeSets.Floats },
        Reduce("ReduceLogSum", inputSince: 18, Rounding.Rounds | Rounding.Jumps),
        Reduce("ReduceLogSumExp", inputSince: 18) with { Types = TypeSets.Floats },
        Extremum("ArgMax"),
        Extremum("ArgMin"),
        new("CumSum", (g, x) => g.Node("CumSum", [x, g.Scalar(g.Random.Of(ElementType.Int32, ElementType.Int64), g.Random.Axis(x.Rank))],
            new() { ["exclusive"] = g.Random.Coin(), ["reverse"] = g.Random.Coin() }))
        {
            MinimumRank = 1, Since = 11, Types = TypeSets.Numbers, Rounding = Rounding.None,
        },
        new("CumProd", (g, x) => g.Node("CumProd", [x, g.Scalar(ElementType.Int64, g.Random.Axis(x.Rank))], new() { ["exclusive"] = g.Random.Coin(), ["reverse"] = g.Random.Coin() }))
        {
            MinimumRank = 1, Since = 26, Rounding = Rounding.Rounds | Rounding.Jumps,
        },
        new("TopK", TopK) { MinimumRank = 1, Since = 10, Types = TypeSets.Numbers, Rounding = Rounding.Jumps },
        new("Hardmax", (g, x) => g.Node("Hardmax", [x], Axis(g, x))) { MinimumRank = 1, Rounding = Rounding.Jumps },
        new("Softmax", (g, x) => g.Node("Softmax", [x], Axis(g, x))) { MinimumRank = 1, Types = TypeSets.Floats },
        new("LogSoftmax", (g, x) => g.Node("LogSoftmax", [x], Axis(g, x))) { MinimumRank = 1, Types = TypeSets.Floats },
    ];

    static OperatorEntry Reduce(string name, int inputSince, Rounding rounding = Rounding.Rounds) => new(name, (g, x) =>
    {
        long[]? axes = x.Rank == 0 || g.Random.Coin(0.15) ? null : g.Opset < 11 ? [.. g.Random.Axes(x.Rank).Select(axis => (axis + x.Rank) % x.Rank).Distinct()] : g.Random.Axes(x.Rank);
        object? keepDims = g.Random.Of<object?>(null, 0, 1);
        if (g.Opset < inputSince)
            g.Node(name, [x], new() { ["axes"] = axes, ["keepdims"] = keepDims });
        else
            g.Node(name, axes is null ? [x] : [x, g.Integers(axes)], new() { ["keepdims"] = keepDims, ["noop_with_empty_axes"] = g.Random.Of<object?>(null, 0, 1) });
    })
    { Rounding = rounding };

    static OperatorEntry Extremum(string name) => new(name, (g, x) => g.Node(name, [x], new()
    {
        ["axis"] = g.Opset < 11 ? g.Random.Next(x.Rank) : g.Random.Axis(x.Rank),
        ["keepdims"] = g.Random.Of<object?>(null, 0, 1),
        ["select_last_index"] = g.Opset < 12 ? null : g.Random.Of<object?>(null, 0, 1),
    }))
    { MinimumRank = 1, Rounding = Rounding.Jumps };

    static Attributes Axis(RandomGraph graph, Operand x) =>
        new() { ["axis"] = graph.Random.Coin(0.2) && x.Rank > 1 ? null : graph.Opset < 11 ? graph.Random.Next(x.Rank) : graph.Random.Axis(x.Rank) };

    static void TopK(RandomGraph graph, Operand x)
    {
        long axis = graph.Opset < 11 ? graph.Random.Next(x.Rank) : graph.Random.Axis(x.Rank);
        Operand k = graph.Integers(graph.Random.Between(1, (int)x.Dims[(axis + x.Rank) % x.Rank]));
        graph.Node("TopK", [x, k], new() { ["axis"] = axis, ["largest"] = graph.Opset < 11 ? null : graph.Random.Of<object?>(null, 0, 1) }, outputs: 2);
    }
}
