using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators whose results are left to chance: the graphs tell their types and shapes, and whether means are where they belong.</summary>
internal static class Chances
{
    const int Count = 4000;

    /// <summary>How many standard errors a mean may be off.</summary>
    const double Errors = 6;

    static readonly ElementType[] Reals = [ElementType.Float, ElementType.Double];

    public static IEnumerable<OperatorEntry> All =>
    [
        Of("RandomUniform", (g, type) => Uniform(g, type, attributes => g.Inner("RandomUniform", [], With(attributes, "shape", Dims(g))))),
        Of("RandomUniformLike", (g, type) => Uniform(g, type, attributes => g.Inner("RandomUniformLike", [Many(g)], attributes))),
        Of("RandomNormal", (g, type) => Normal(g, type, attributes => g.Inner("RandomNormal", [], With(attributes, "shape", Dims(g))))),
        Of("RandomNormalLike", (g, type) => Normal(g, type, attributes => g.Inner("RandomNormalLike", [Many(g)], attributes))),
        Of("Bernoulli", Bernoulli) with { Since = 15 },
        Of("Multinomial", Multinomial),
        Of("DropoutInTraining", (g, _) => Dropout(g)) with { Since = 12 },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph, ElementType> add) =>
        new(name, (g, _) => add(g, g.Random.Of(Reals))) { MaximumRank = 1, Since = 9, Rounding = Rounding.None };

    static long[] Dims(RandomGraph graph) => graph.Random.Of<long[]>([Count], [2, Count / 2], [10, 4, Count / 40]);

    static Operand Many(RandomGraph graph) => graph.Tensor(ElementType.Float, Dims(graph));

    static Attributes With(Attributes attributes, string name, object value)
    {
        attributes[name] = value;
        return attributes;
    }

    static void Uniform(RandomGraph graph, ElementType type, Func<Attributes, Operand> draw)
    {
        double low = graph.Random.Of(-2, 0, 1), high = low + graph.Random.Of(1, 3);
        Operand x = draw(new() { ["low"] = low, ["high"] = high, ["dtype"] = (int)type, ["seed"] = graph.Random.Of<object?>(null, 3.0) });
        Tell(graph, x, type);
        graph.Node("Less", graph.Inner("ReduceMax", x), graph.Scalar(type, high + 1e-6));
        graph.Node("Less", graph.Scalar(type, low - 1e-6), graph.Inner("ReduceMin", x));
        HasMean(graph, x, type, (low + high) / 2, (high - low) / Math.Sqrt(12));
    }

    static void Normal(RandomGraph graph, ElementType type, Func<Attributes, Operand> draw)
    {
        double mean = graph.Random.Of(-2, 0, 1), scale = graph.Random.Of(0.5, 1, 3);
        Operand x = draw(new() { ["mean"] = mean, ["scale"] = scale, ["dtype"] = (int)type, ["seed"] = graph.Random.Of<object?>(null, 3.0) });
        Tell(graph, x, type);
        HasMean(graph, x, type, mean, scale);
        Operand distance = graph.Inner("Sub", x, graph.Scalar(type, mean));
        HasMean(graph, graph.Inner("Mul", distance, distance), type, scale * scale, Math.Sqrt(2) * scale * scale);
    }

    static void Bernoulli(RandomGraph graph, ElementType type)
    {
        double probability = graph.Random.Of(0.125, 0.5, 1);
        Operand x = graph.Inner("Bernoulli", [graph.Tensor(ElementType.Float, Dims(graph), probability, probability)], new() { ["dtype"] = (int)type });
        Tell(graph, x, type);
        HasMean(graph, x, type, probability, 0.5);
    }

    static void Multinomial(RandomGraph graph, ElementType type)
    {
        ElementType integers = graph.Random.Of(ElementType.Int32, ElementType.Int64);
        double[] logits = [graph.Random.Of(-1, 0), 0, graph.Random.Of(0, 1)];
        double sum = Math.Exp(logits[0]) + Math.Exp(logits[1]) + Math.Exp(logits[2]);
        Operand x = graph.Inner("Multinomial", [graph.Constant(RandomTensor.Of(ElementType.Float, [2, 3], [.. logits, .. logits]))], new() { ["sample_size"] = Count, ["dtype"] = (int)integers });
        Tell(graph, x, integers);
        int @class = graph.Random.Next(3);
        Operand hits = graph.Inner("Cast", [graph.Inner("Equal", x, graph.Scalar(integers, @class))], new() { ["to"] = (int)type });
        HasMean(graph, hits, type, Math.Exp(logits[@class]) / sum, 0.5);
    }

    static void Dropout(RandomGraph graph)
    {
        double ratio = graph.Random.Of(0.25, 0.5, 0.75);
        Operand x = Many(graph);
        Operand[] results = graph.Inner("Dropout", [x, graph.Scalar(ElementType.Float, ratio), graph.Scalar(ElementType.Bool, 1)], [], 2);
        Tell(graph, results[0], ElementType.Float);
        Operand kept = graph.Inner("Cast", [results[1]], new() { ["to"] = (int)ElementType.Float });
        HasMean(graph, kept, ElementType.Float, 1 - ratio, 0.5);
        Operand scaled = graph.Inner("Div", graph.Inner("Mul", x, kept), graph.Scalar(ElementType.Float, 1 - ratio));
        graph.Node("Less", graph.Inner("ReduceMax", graph.Inner("Abs", graph.Inner("Sub", results[0], scaled))), graph.Scalar(ElementType.Float, 1e-4));
    }

    /// <summary>Zeros of the type and shape.</summary>
    static void Tell(RandomGraph graph, Operand x, ElementType type) => graph.Node("Mul", x, graph.Scalar(type, 0));

    static void HasMean(RandomGraph graph, Operand x, ElementType type, double mean, double deviation)
    {
        Operand distance = graph.Inner("Abs", graph.Inner("Sub", graph.Inner("ReduceMean", [x], new() { ["keepdims"] = 0 }), graph.Scalar(type, mean)));
        graph.Node("Less", distance, graph.Scalar(type, Errors * deviation / Math.Sqrt(Count)));
    }
}
