using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Losses, and layers that do something in training alone.</summary>
internal static class Losses
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("NegativeLogLikelihoodLoss", (g, x) => Loss(g, x, "NegativeLogLikelihoodLoss", outputs: 1)) { MinimumRank = 2, Since = 12 },
        new("SoftmaxCrossEntropyLoss", (g, x) => Loss(g, x, "SoftmaxCrossEntropyLoss", outputs: 2)) { MinimumRank = 2, Since = 12 },
        new("Dropout", Dropout) { Types = TypeSets.Floats, Rounding = Rounding.None },
    ];

    static void Loss(RandomGraph graph, Operand x, string name, int outputs)
    {
        Random random = graph.Random;
        long classes = x.Dims[1];
        Operand target = graph.Tensor(random.Of(ElementType.Int32, ElementType.Int64), [x.Dims[0], .. x.Dims[2..]], 0, classes - 1);
        graph.Node(name, random.Coin() ? [x, target] : [x, target, graph.Tensor(x.Type, [classes], 0.5, 2)], new()
        {
            ["reduction"] = random.Of(null, "none", "sum", "mean"),
            ["ignore_index"] = random.Of<object?>(null, 0, -1),
        }, outputs);
    }

    static void Dropout(RandomGraph graph, Operand x)
    {
        // What the mask tells without training is left open before version 12.
        if (graph.Opset < 12)
            graph.Node("Dropout", [x], new() { ["ratio"] = graph.Random.Of<object?>(null, 0.25) });
        else
            graph.Node("Dropout", graph.Random.Coin() ? [x] : [x, graph.Scalar(ElementType.Float, 0.25), graph.Scalar(ElementType.Bool, 0)], [], outputs: 2);
    }
}
