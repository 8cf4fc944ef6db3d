using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class GraphImporterTests
{
    [Theory]
    [InlineData(3, 7)]
    [InlineData(8, 13)]
    [InlineData(13, 25)]
    public void Every_version_of_the_format_is_imported(long irVersion, long opset) =>
        Assert.Equal(2, Models.Model(Models.Graph(["x"], ["y"], Models.Node("Abs(x) -> y")), opset, irVersion).Graph().Nodes.Count);

    /// <summary>Before version 4 of the format initializers stand among the inputs too.</summary>
    [Fact]
    public void Initializers_among_the_inputs_are_no_inputs()
    {
        ModelProto model = Models.Model(Models.Graph(["x", "w"], ["y"], Models.Node("Add(x, w) -> y")), 7, 3);
        model.Graph.Initializer.Add(Models.Raw("w", ElementType.Float, new byte[4], 1));

        Assert.Single(model.Graph().Inputs);
    }

    [Fact]
    public void Free_lengths_of_one_name_are_one()
    {
        ModelProto model = Models.Model(Models.Graph([], ["y"], Models.Node("Add(a, b) -> y")));
        model.Graph.Input.Add(Models.Value("a", ElementType.Float, "n", 3));
        model.Graph.Input.Add(Models.Value("b", ElementType.Float, "n", 1));

        Graph graph = model.Graph();

        Assert.Equal("[n, 3]", graph.Outputs[0].Value.Shape.ToString());
        Assert.Empty(graph.Scope!.Checks);
    }

    [Fact]
    public void Free_lengths_can_be_given()
    {
        ModelProto model = Models.Model(Models.Graph(["x"], ["y"], Models.Node("Abs(x) -> y")));

        Graph graph = GraphImporter.Import(model.Read(), new Dictionary<string, long> { ["n"] = 5 });

        Assert.Equal("[2, 5]", graph.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void All_problems_are_told_at_once() => Assert.Equal(
        ["Nothing", "Softmax", "Gather"],
        Models.Model(Models.Graph(
            ["x"], ["y"],
            Models.Node("Nothing(x) -> a"), Models.Node("Softmax(x) -> b", Models.Int("nonsense", 1)), Models.Node("Abs(a) -> c"), Models.Node("Gather(x) -> y")))
            .Problems().Select(problem => problem.Operator));

    [Theory]
    [InlineData(33, 1)]
    [InlineData(1, 1L << 40)]
    [InlineData(2, 1L << 30)]
    public void Tensors_that_are_too_large_are_refused(int rank, long length)
    {
        ModelProto model = Models.Model(Models.Graph([], ["y"], Models.Node("Abs(x) -> y")));
        model.Graph.Input.Add(Models.Value("x", ElementType.Float, Enumerable.Repeat((object)length, rank).ToArray()));

        Assert.Contains("tensor", Assert.Single(model.Problems()).Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Sizes_that_overflow_are_refused()
    {
        ModelProto model = Models.Model(Models.Graph(["x"], ["y"], Models.Node("Tile(x, repeats) -> y")));
        model.Graph.Initializer.Add(Models.Int64("repeats", 2, [long.MaxValue, long.MaxValue]));

        Assert.Single(model.Problems());
    }

    [Fact]
    public void Windows_larger_than_their_image_are_refused()
    {
        ModelProto model = Models.Model(Models.Graph([], ["y"], Models.Node("MaxPool(x) -> y", new AttributeProto { Name = "kernel_shape", Type = 7, Ints = { 5, 5 } })));
        model.Graph.Input.Add(Models.Value("x", ElementType.Float, 1, 1, 3, 3));

        Assert.Contains("length -1", Assert.Single(model.Problems()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_twenty_thousand_nodes_is_imported()
    {
        const int Nodes = 20_000;
        ModelProto model = Models.Model(Models.Graph(
            ["v0"], [$"v{Nodes}"], Enumerable.Range(0, Nodes).Select(i => Models.Node($"Softplus(v{i}) -> v{i + 1}")).ToArray()));

        Assert.Equal(Nodes + 1, model.Graph().Nodes.Count);
    }
}
