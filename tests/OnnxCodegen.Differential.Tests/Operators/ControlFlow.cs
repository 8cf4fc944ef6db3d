using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Branches and loops over small graphs that read a tensor from around.</summary>
internal static class ControlFlow
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("If", If) { Since = 11, Rounding = Rounding.None },
        new("Loop", Loop) { Since = 11, Rounding = Rounding.None },
        new("Scan", Scan) { MinimumRank = 1, MaximumRank = 3, Since = 11, Rounding = Rounding.None },
    ];

    static void If(RandomGraph graph, Operand x)
    {
        Operand other = graph.Tensor(x.Type, graph.Random.Coin() ? x.Dims : []);
        graph.Node("If", [graph.Scalar(ElementType.Bool, graph.Random.Next(2))], new()
        {
            ["then_branch"] = Body([], [Node(graph.Random.Of("Add", "Mul"), "then", x.Name, other.Name)], [("then", x.Type)]),
            ["else_branch"] = Body([], [Node("Neg", "less", x.Name), Node("Sub", "else", "less", other.Name)], [("else", x.Type)]),
        });
    }

    static void Loop(RandomGraph graph, Operand x)
    {
        bool stops = graph.Random.Coin();
        Operand limit = graph.Scalar(ElementType.Int64, graph.Random.Between(0, 3));
        NodeProto[] nodes =
        [
            stops ? Node("Less", "goes", "i", limit.Name) : Node("Identity", "goes", "condition"),
            Node("Sub", "next", "carried", x.Name), Node("Neg", "kept", "next"),
        ];
        graph.Node("Loop", [graph.Scalar(ElementType.Int64, graph.Random.Between(0, 6)), stops || graph.Random.Coin() ? graph.Scalar(ElementType.Bool, 1) : null, graph.Tensor(x.Type, x.Dims)], new()
        {
            ["body"] = Body([("i", ElementType.Int64, []), ("condition", ElementType.Bool, []), ("carried", x.Type, x.Dims)], nodes, [("goes", ElementType.Bool), ("next", x.Type), ("kept", x.Type)]),
        }, outputs: 2);
    }

    static void Scan(RandomGraph graph, Operand x)
    {
        long[] slice = x.Dims[1..];
        graph.Node("Scan", [graph.Tensor(x.Type, slice), x], new()
        {
            ["body"] = Body([("sum", x.Type, slice), ("x", x.Type, slice)], [Node("Add", "next", "sum", "x"), Node("Neg", "kept", "next")], [("next", x.Type), ("kept", x.Type)]),
            ["num_scan_inputs"] = 1,
            ["scan_input_directions"] = new long[] { graph.Random.Next(2) },
            ["scan_output_directions"] = new long[] { graph.Random.Next(2) },
            ["scan_output_axes"] = new long[] { graph.Random.Next(x.Rank) },
        }, outputs: 2);
    }

    public static NodeProto Node(string name, string output, params string[] inputs) => new() { OpType = name, Input = { inputs }, Output = { output } };

    public static GraphProto Body((string Name, ElementType Type, long[]? Dims)[] inputs, NodeProto[] nodes, (string Name, ElementType Type)[] outputs) => new()
    {
        Name = string.Join(", ", nodes.Select(node => $"{node.Output[0]} = {node.OpType}({string.Join(", ", node.Input)})")),
        Node = { nodes },
        Input = { inputs.Select(input => Declared(input.Name, input.Type, input.Dims)) },
        Output = { outputs.Select(output => Declared(output.Name, output.Type, null)) },
    };

    static ValueInfoProto Declared(string name, ElementType type, long[]? dims) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new()
            {
                ElemType = (int)type,
                Shape = dims is null ? null : new TensorShapeProto { Dim = { dims.Select(length => new TensorShapeProto.Types.Dimension { DimValue = length }) } },
            },
        },
    };
}
