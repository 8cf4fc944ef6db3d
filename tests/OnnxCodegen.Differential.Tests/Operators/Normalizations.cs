using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Normalisations. Their operands are exact, as a variance near zero makes any error large.</summary>
internal static class Normalizations
{
    const double Epsilon = 0.1;

    public static IEnumerable<OperatorEntry> All =>
    [
        new("BatchNormalization", BatchNormalization) { MinimumRank = 2, MaximumRank = 5 },
        new("InstanceNormalization", (g, x) => g.Node("InstanceNormalization", [x, g.Floats(x.Dims[1]), g.Floats(x.Dims[1])], new() { ["epsilon"] = Epsilon })) { MinimumRank = 3 },
        new("LayerNormalization", LayerNormalization) { MinimumRank = 1, Since = 17 },
        new("RMSNormalization", RootMeanSquare) { MinimumRank = 1, Since = 23 },
        new("GroupNormalization", GroupNormalization) { MinimumRank = 3, Since = 21 },
        new("LpNormalization", (g, x) => g.Node("LpNormalization", [x], new() { ["axis"] = g.Random.Axis(x.Rank), ["p"] = g.Random.Of(1, 2) }))
        {
            MinimumRank = 1, Rounding = Rounding.Rounds | Rounding.Jumps,
        },
        new("LRN", (g, x) => g.Node("LRN", [x], new() { ["size"] = g.Random.Of(1, 3, 5), ["alpha"] = 0.5, ["beta"] = 0.75, ["bias"] = 2.0 })) { MinimumRank = 4 },
        new("MeanVarianceNormalization", MeanVariance) { MinimumRank = 4, Since = 9, Rounding = Rounding.Rounds | Rounding.Jumps },
    ];

    static void BatchNormalization(RandomGraph graph, Operand x)
    {
        long channels = x.Dims[1];
        Operand variance = graph.Tensor(ElementType.Float, [channels], 0.5, 4);
        graph.Node("BatchNormalization", [x, graph.Floats(channels), graph.Floats(channels), graph.Floats(channels), variance],
            new() { ["epsilon"] = graph.Random.Of<object?>(null, 0.5) });
    }

    static void LayerNormalization(RandomGraph graph, Operand x)
    {
        long axis = graph.Random.Axis(x.Rank);
        long[] normalized = x.Dims[(int)((axis + x.Rank) % x.Rank)..];
        Operand scale = graph.Floats(normalized);
        graph.Node("LayerNormalization", graph.Random.Coin() ? [x, scale] : [x, scale, graph.Floats(normalized)],
            new() { ["axis"] = axis, ["epsilon"] = Epsilon }, outputs: graph.Random.Of(1, 3));
    }

    static void RootMeanSquare(RandomGraph graph, Operand x)
    {
        long axis = graph.Random.Axis(x.Rank);
        graph.Node("RMSNormalization", [x, graph.Floats(x.Dims[(int)((axis + x.Rank) % x.Rank)..])], new() { ["axis"] = axis, ["epsilon"] = Epsilon });
    }

    /// <summary>Over all axes where few elements would share a mean: their variance may be zero, and its root NaN by rounding.</summary>
    static void MeanVariance(RandomGraph graph, Operand x)
    {
        const int ManyElements = 8;
        long[] axes = graph.Random.Axes(x.Rank);
        bool areFew = axes.Aggregate(1L, (product, axis) => product * x.Dims[(axis + x.Rank) % x.Rank]) < ManyElements;
        graph.Node("MeanVarianceNormalization", [x], new() { ["axes"] = areFew ? [0, 1, 2, 3] : axes });
    }

    static void GroupNormalization(RandomGraph graph, Operand x) =>
        graph.Node("GroupNormalization", [x, graph.Floats(x.Dims[1]), graph.Floats(x.Dims[1])],
            new() { ["num_groups"] = graph.Random.Divisor(x.Dims[1]), ["epsilon"] = Epsilon });
}
