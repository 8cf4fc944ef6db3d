using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Operators on sequences and strings, between operators that make these of tensors and tensors of these.</summary>
internal static class Sequences
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Of("SequenceAt", SequenceAt),
        Of("SequenceErase", SequenceErase),
        Of("SequenceInsert", SequenceInsert),
        Of("ConcatFromSequence", ConcatFromSequence),
        Of("SequenceConstruct", SequenceConstruct),
        Of("CastToString", CastToString) with { MinimumRank = 0, Types = [ElementType.Float, ElementType.Int64, ElementType.Int32] },
        Of("RegexFullMatch", (g, x) => g.Node("RegexFullMatch", [g.Inner("Cast", [x], new() { ["to"] = (int)ElementType.String })], new() { ["pattern"] = g.Random.Of("[0-4]+", "-?\\d", "1|2|30?", ".*1.*") })) with { MinimumRank = 0, Since = 20, Types = [ElementType.Int64] },
        Of("StringConcat", StringConcat) with { Since = 20, Types = [ElementType.UInt8] },
    ];

    static OperatorEntry Of(string name, Action<RandomGraph, Operand> add) =>
        new(name, add) { MinimumRank = 1, Since = 11, Types = TypeSets.Any, Rounding = Rounding.None };

    /// <summary>Parts along an axis, and their number.</summary>
    static (Operand Parts, int Count) Split(RandomGraph graph, Operand x, int axis, bool keepDims = true)
    {
        long length = x.Dims[axis];
        switch (keepDims ? graph.Random.Next(3) : 0)
        {
            case 0:
                return (graph.Inner("SplitToSequence", [x], new() { ["axis"] = axis, ["keepdims"] = keepDims }), (int)length);
            case 1:
                long size = graph.Random.Between(1, (int)length);
                return (graph.Inner("SplitToSequence", [x, graph.Scalar(ElementType.Int64, size)], new() { ["axis"] = axis }), (int)((length + size - 1) / size));
            default:
                long first = graph.Random.Between(0, (int)length);
                return (graph.Inner("SplitToSequence", [x, graph.Integers(first, length - first)], new() { ["axis"] = axis }), 2);
        }
    }

    static Operand Position(RandomGraph graph, int count) => graph.Scalar(ElementType.Int64, graph.Random.Between(-count, count - 1));

    static void SequenceAt(RandomGraph graph, Operand x)
    {
        (Operand parts, int count) = Split(graph, x, graph.Random.Next(x.Rank), graph.Random.Coin());
        graph.Node("SequenceAt", parts, Position(graph, count));
    }

    static void SequenceErase(RandomGraph graph, Operand x)
    {
        (Operand parts, int count) = Split(graph, x, graph.Random.Next(x.Rank));
        graph.Node("SequenceLength", graph.Inner("SequenceErase", [parts, graph.Random.Coin() ? Position(graph, count) : null], []));
    }

    static void SequenceInsert(RandomGraph graph, Operand x)
    {
        int axis = graph.Random.Next(x.Rank);
        (Operand parts, int count) = Split(graph, x, axis);
        Operand longer = graph.Inner("SequenceInsert", [parts, x, graph.Random.Coin() ? Position(graph, count) : null], []);
        graph.Node("ConcatFromSequence", [longer], new() { ["axis"] = axis });
    }

    static void ConcatFromSequence(RandomGraph graph, Operand x)
    {
        (Operand parts, _) = Split(graph, x, graph.Random.Next(x.Rank), keepDims: false);
        graph.Node("ConcatFromSequence", [parts], new() { ["axis"] = graph.Random.Axis(x.Rank), ["new_axis"] = 1 });
    }

    static void SequenceConstruct(RandomGraph graph, Operand x)
    {
        Operand list = graph.Inner("SequenceConstruct", [.. Enumerable.Repeat(x, graph.Random.Between(1, 3))], []);
        graph.Node("ConcatFromSequence", [list], new() { ["axis"] = graph.Random.Axis(x.Rank) });
    }

    static void CastToString(RandomGraph graph, Operand x) =>
        graph.Node("Cast", [graph.Inner("Cast", [x], new() { ["to"] = (int)ElementType.String })], new() { ["to"] = (int)x.Type });

    static void StringConcat(RandomGraph graph, Operand x)
    {
        Operand y = graph.Tensor(ElementType.UInt8, graph.Random.BroadcastingTo(x.Dims), 0, 100);
        Operand[] texts = [.. new[] { x, y }.Select(digits => graph.Inner("Cast", [digits], new() { ["to"] = (int)ElementType.String }))];
        graph.Node("Cast", [graph.Inner("StringConcat", texts, [])], new() { ["to"] = (int)ElementType.Int64 });
    }
}
