using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class GraphOrderTests
{
    [Fact]
    public void Sorted_nodes_stay_in_their_order()
    {
        Assert.Equal(
            ["b", "a", "y"],
            Sorted(Models.Graph(["x"], ["y"], Models.Node("Relu(x) -> b"), Models.Node("Relu(x) -> a"), Models.Node("Add(a, b) -> y"))));
    }

    [Fact]
    public void Unsorted_nodes_are_sorted_stably()
    {
        Assert.Equal(
            ["a", "c", "b", "y"],
            Sorted(Models.Graph(
                ["x"],
                ["y"],
                Models.Node("Relu(c) -> b"),
                Models.Node("Relu(x) -> a"),
                Models.Node("Add(a, b) -> y"),
                Models.Node("Relu(x) -> c"))));
    }

    [Fact]
    public void Random_graphs_are_sorted_whatever_their_order()
    {
        var random = new Random(7);
        for (int round = 0; round < 50; round++)
        {
            int count = random.Next(1, 40);
            NodeProto[] nodes = Enumerable.Range(0, count)
                .Select(i => Models.Node($"Add({Earlier(i)}, {Earlier(i)}) -> v{i}"))
                .ToArray();
            random.Shuffle(nodes);
            GraphProto graph = Models.Graph(["x"], [$"v{count - 1}"], nodes);

            var made = new HashSet<string> { "x" };
            foreach (OnnxNode node in GraphOrder.Sort(Models.Model(graph).Read()).Graph.Nodes)
            {
                Assert.All(node.Inputs, input => Assert.Contains(input, made));
                made.UnionWith(node.Outputs);
            }
            Assert.Equal(count + 1, made.Count);
        }

        string Earlier(int i) => i == 0 || random.Next(5) == 0 ? "x" : $"v{random.Next(i)}";
    }

    [Fact]
    public void Values_that_subgraphs_capture_come_first()
    {
        GraphProto inner = Models.Graph([], ["z"], Models.Node("Add(z0, late) -> z"), Models.Node("Relu(x) -> z0"));
        GraphProto graph = Models.Graph(
            ["x"],
            ["y"],
            Models.Node("If(x) -> y", Models.Subgraph("then_branch", inner)),
            Models.Node("Relu(x) -> late"));

        OnnxGraph sorted = GraphOrder.Sort(Models.Model(graph).Read()).Graph;

        Assert.Equal(["late", "y"], sorted.Nodes.Select(node => node.Outputs[0]));
        Assert.Equal(["z0", "z"], sorted.Nodes[1].Attribute("then_branch")!.Graph.Nodes.Select(node => node.Outputs[0]));
    }

    [Fact]
    public void Twenty_thousand_nodes_in_a_chain_are_sorted()
    {
        NodeProto[] nodes = Enumerable.Range(0, 20_000).Select(i => Models.Node($"Relu(v{i}) -> v{i + 1}")).Reverse().ToArray();

        List<string> sorted = Sorted(Models.Graph(["v0"], ["v20000"], nodes));

        Assert.Equal("v1", sorted[0]);
        Assert.Equal("v20000", sorted[^1]);
    }

    [Fact]
    public void A_cycle_is_refused()
    {
        ModelException exception = Refusal(Models.Graph(
            ["x"],
            ["y"],
            Models.Node("Relu(a) -> y"),
            Models.Node("Add(x, b) -> a"),
            Models.Node("Neg(a) -> b")));
        Assert.Contains("cycle", exception.Message);
        Assert.True(exception.Operator is "Add" or "Neg");
        Assert.Contains("cycle", Refusal(Models.Graph(["x"], ["y"], Models.Node("Add(x, y) -> y"))).Message);
    }

    [Fact]
    public void A_value_that_nothing_makes_is_refused()
    {
        ModelException exception = Refusal(Models.Graph(["x"], ["y"], Models.Node("Add(x, nowhere) -> y")));
        Assert.Equal(("model.onnx", "y", "Add"), (exception.Model, exception.Node, exception.Operator));
        Assert.Contains("'nowhere'", exception.Message);

        GraphProto inner = Models.Graph([], ["z"], Models.Node("Neg(nowhere) -> z"));
        ModelException within = Refusal(Models.Graph(["x"], ["y"], Models.Node("If(x) -> y", Models.Subgraph("then_branch", inner))));
        Assert.Equal(("z", "Neg"), (within.Node, within.Operator));

        Assert.Contains("'y'", Refusal(Models.Graph(["x"], ["y"])).Message);
    }

    [Fact]
    public void A_value_that_is_made_twice_is_refused()
    {
        Assert.Contains("'y'", Refusal(Models.Graph(["x"], ["y"], Models.Node("Relu(x) -> y"), Models.Node("Neg(x) -> y"))).Message);
        Assert.Contains("'x'", Refusal(Models.Graph(["x"], ["x"], Models.Node("Relu(x) -> x"))).Message);
    }

    [Fact]
    public void Optional_inputs_and_outputs_that_are_left_out_have_no_order()
    {
        Assert.Equal(["a", "y"], Sorted(Models.Graph(["x"], ["y"], Models.Node("Op(x, , x) -> a, "), Models.Node("Op(a) -> y, "))));
    }

    static List<string> Sorted(GraphProto graph) =>
        GraphOrder.Sort(Models.Model(graph).Read()).Graph.Nodes.Select(node => node.Outputs[0]).ToList();

    static ModelException Refusal(GraphProto graph) =>
        Assert.Throws<ModelException>(() => GraphOrder.Sort(Models.Model(graph).Read()));
}
