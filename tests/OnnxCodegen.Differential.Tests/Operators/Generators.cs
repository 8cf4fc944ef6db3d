using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators whose results depend on sizes and attributes more than on elements.</summary>
internal static class Generators
{
    static readonly ElementType[] Reals = [ElementType.Float, ElementType.Double];

    public static IEnumerable<OperatorEntry> All =>
    [
        new("Range", (g, _) => Range(g)) { MaximumRank = 1, Since = 11, Rounding = Rounding.None },
        new("ConstantOfShape", ConstantOfShape) { MaximumRank = 3, Since = 9, Types = TypeSets.Any, Rounding = Rounding.None },
        new("EyeLike", (g, x) => g.Node("EyeLike", [x], new() { ["dtype"] = (int)g.Random.Of(TypeSets.Numbers), ["k"] = g.Random.Between(-3, 3) })) { MinimumRank = 2, MaximumRank = 2, Since = 9, Types = TypeSets.Numbers, Rounding = Rounding.None },
        new("Size", (g, x) => g.Node("Size", x)) { Types = TypeSets.Any, Rounding = Rounding.None },
        new("CastLike", (g, x) => g.Node("CastLike", x, g.Tensor(g.Random.Of(TypeSets.Numbers), [1]))) { Since = 15, Types = TypeSets.Any, Rounding = Rounding.Jumps },
        new("CenterCropPad", CenterCropPad) { MinimumRank = 1, Since = 18, Types = TypeSets.Numbers, Rounding = Rounding.None },
        Window("HannWindow"),
        Window("HammingWindow"),
        Window("BlackmanWindow"),
        new("MelWeightMatrix", (g, _) => MelWeightMatrix(g)) { MaximumRank = 1, Since = 17 },
        new("AffineGrid", (g, _) => AffineGrid(g)) { MaximumRank = 1, Since = 20 },
    ];

    static OperatorEntry Window(string name) => new(name, (g, _) => g.Node(name, [g.Scalar(g.Random.Of(ElementType.Int32, ElementType.Int64), g.Random.Between(2, 40))],
        new() { ["periodic"] = g.Random.Of<object?>(null, 0, 1), ["output_datatype"] = (int)g.Random.Of(Reals) }))
    { MaximumRank = 1, Since = 17 };

    static void Range(RandomGraph graph)
    {
        ElementType type = graph.Random.Of(ElementType.Float, ElementType.Double, ElementType.Int32, ElementType.Int64);
        double step = graph.Random.Of(1, 2, 3) * graph.Random.Of(1, -1) * (type is ElementType.Float or ElementType.Double ? 0.25 : 1);
        graph.Node("Range", graph.Scalar(type, graph.Random.Between(-9, 9)), graph.Scalar(type, graph.Random.Between(-9, 9)), graph.Scalar(type, step));
    }

    static void ConstantOfShape(RandomGraph graph, Operand x) => graph.Node("ConstantOfShape", [graph.Integers(x.Dims)],
        new() { ["value"] = graph.Random.Coin(0.2) ? null : RandomTensor.Of(graph.Random, x.Type, [1], -4, 4) });

    static void CenterCropPad(RandomGraph graph, Operand x)
    {
        long[] axes = graph.Random.Axes(x.Rank);
        graph.Node("CenterCropPad", [x, graph.Integers([.. axes.Select(_ => (long)graph.Random.Between(1, 9))])], new() { ["axes"] = axes });
    }

    static void MelWeightMatrix(RandomGraph graph)
    {
        int length = graph.Random.Of(16, 32, 64), rate = graph.Random.Of(8000, 16000);
        double low = graph.Random.Between(0, 500), high = graph.Random.Between(1000, rate / 2);
        graph.Node("MelWeightMatrix",
            [graph.Scalar(ElementType.Int64, graph.Random.Between(1, 9)), graph.Scalar(ElementType.Int64, length), graph.Scalar(ElementType.Int64, rate), graph.Scalar(ElementType.Float, low), graph.Scalar(ElementType.Float, high)],
            new() { ["output_datatype"] = (int)graph.Random.Of(Reals) });
    }

    static void AffineGrid(RandomGraph graph)
    {
        int axes = graph.Random.Between(2, 3);
        long batch = graph.Random.Between(1, 3);
        long[] size = [batch, graph.Random.Between(1, 3), .. graph.Random.Several(axes, () => (long)graph.Random.Between(2, 6))];
        graph.Node("AffineGrid", [graph.Floats(batch, axes, axes + 1), graph.Integers(size)], new() { ["align_corners"] = graph.Random.Of<object?>(null, 0, 1) });
    }
}
