using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Optional values and sequences that operators make of tensors, and what is read of them.</summary>
internal static class Optionals
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Of("OptionalGetElement", (g, x) => g.Node("OptionalGetElement", g.Inner("Optional", x))),
        Of("OptionalHasElement", (g, x) => g.Node("OptionalHasElement", g.Random.Coin() ? g.Inner("Optional", x) : g.Inner("Optional", [], new() { ["type"] = TypeOf(x) }))),
        Of("SequenceEmpty", (g, x) => g.Node("ConcatFromSequence", [g.Inner("SequenceInsert", g.Inner("SequenceEmpty", [], new() { ["dtype"] = (int)x.Type }), x)], new() { ["axis"] = 0 })) with { MinimumRank = 1, Since = 11 },
        Of("SequenceLength", (g, x) => g.Node("SequenceLength", g.Inner("SequenceConstruct", [.. Enumerable.Repeat(x, g.Random.Between(1, 3))]))) with { Since = 11 },
        Of("SequenceMap", SequenceMap) with { MinimumRank = 1, Since = 17, Types = [ElementType.Float] },
        Of("Constant", (g, x) => g.Node("Add", x, g.Inner("Constant", [], new() { ["value"] = RandomTensor.Of(g.Random, x.Type, x.Dims, -4, 4) }))) with { Since = 7, Types = TypeSets.Floats },
    ];

    static OperatorEntry Of(string name, System.Action<RandomGraph, Operand> add) => new(name, add) { Since = 15, Types = TypeSets.Any, Rounding = Rounding.None };

    static TypeProto TypeOf(Operand x) => new() { TensorType = new() { ElemType = (int)x.Type, Shape = new() } };

    static void SequenceMap(RandomGraph graph, Operand x)
    {
        Operand list = graph.Inner("SplitToSequence", [x], new() { ["axis"] = 0 });
        bool adds = graph.Random.Coin();
        Operand other = adds ? graph.Tensor(x.Type, [1, .. x.Dims[1..]]) : list;
        GraphProto body = ControlFlow.Body(
            [("a", x.Type, null), ("b", x.Type, null)], [ControlFlow.Node(adds ? "Add" : "Mul", "c", "a", "b")], [("c", x.Type)]);
        graph.Node("ConcatFromSequence", [graph.Inner("SequenceMap", [list, other], new() { ["body"] = body })], new() { ["axis"] = 0 });
    }
}
