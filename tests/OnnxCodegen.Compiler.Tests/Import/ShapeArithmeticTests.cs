using System;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

/// <summary>What exporters write to compute shapes vanishes while a model is imported, also where lengths are free.</summary>
public class ShapeArithmeticTests
{
    [Fact]
    public void A_reshape_to_a_concatenated_shape()
    {
        Graph graph = Import(
            "Shape(x) -> s", "Gather(s, zero) -> b", "Unsqueeze(b, axes) -> bs", "Concat(bs, rest) -> shape", "Reshape(x, shape) -> y");

        AssertKinds(graph, typeof(Reshape));
        Assert.Equal("[batch, 4, 3*n]", graph.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void An_expansion_where_ones_take_the_place_of_minus_ones()
    {
        Graph graph = ImportIntegers(
            "Shape(x) -> s", "ConstantOfShape(three) -> zeros", "Sub(zeros, one) -> minus", "Equal(s, minus) -> free",
            "Add(zeros, one) -> ones", "Where(free, ones, s) -> shape", "Expand(one, shape) -> y");

        AssertKinds(graph, typeof(View), typeof(Map), typeof(Const));
        Assert.Equal("[batch, n, 12]", graph.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void Positions_up_to_a_free_length()
    {
        Graph graph = ImportIntegers("Shape(x) -> s", "Gather(s, one0) -> n", "Range(zero, n, one0) -> y");

        AssertKinds(graph, typeof(Map));
        Assert.Equal("[n]", graph.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void Halves_of_an_axis()
    {
        Graph graph = Import(
            "Shape(x) -> s", "Gather(s, two0) -> n", "Div(n, two0) -> h", "Unsqueeze(h, axes) -> ends",
            "Slice(x, axes, ends, two) -> y");

        AssertKinds(graph, typeof(View));
        Assert.Equal("[batch, n, 6]", graph.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void Free_lengths_in_integer_arithmetic()
    {
        Graph graph = Import(
            "Shape(x) -> s", "Gather(s, one0) -> n", "Mul(n, two0) -> twice", "Div(twice, two0) -> same", "Cast32(same) -> narrow", "Cast64(narrow) -> wide",
            "Unsqueeze(wide, axes) -> w", "Concat(w, minus1) -> shape", "Reshape(x, shape) -> y");

        AssertKinds(graph, typeof(Reshape));
        Assert.Equal("[n, 12*batch]", graph.Outputs[0].Value.Shape.ToString());
    }

    [Fact]
    public void A_shape_that_is_an_input_is_read_at_run_time()
    {
        ModelProto model = Models.Model(Models.Graph(["x"], ["y"], Models.Node("Reshape(x, shape) -> y")));
        model.Graph.Input.Add(Models.Value("shape", ElementType.Int64, 3));

        Graph graph = model.Graph();

        Assert.Equal(3, graph.Outputs[0].Value.Rank);
        Assert.Equal([3, 1, 4], GraphEvaluator.Run(graph, [new Tensor(ElementType.Float, [2, 6], new double[12]), Tensor.Vector([3, 1, -1])])[0].Dims);
    }

    static void AssertKinds(Graph graph, params Type[] allowed) =>
        Assert.All(graph.Nodes, node => Assert.Contains(node.Primitive.GetType(), allowed.Append(typeof(Parameter))));

    static Graph Import(params string[] nodes) => Import(ElementType.Float, nodes);

    static Graph ImportIntegers(params string[] nodes) => Import(ElementType.Int64, nodes);

    /// <param name="result">The type of the output y.</param>
    static Graph Import(ElementType result, string[] nodes)
    {
        var graph = new GraphProto { Name = "shapes" };
        graph.Input.Add(Models.Value("x", ElementType.Float, "batch", "n", 12));
        graph.Output.Add(Models.Value("y", result));
        graph.Node.Add(nodes.Select(Node));
        graph.Initializer.Add(Scalar("zero", 0));
        graph.Initializer.Add(Scalar("one0", 1));
        graph.Initializer.Add(Scalar("two0", 2));
        graph.Initializer.Add(Models.Int64("one", 1, [1]));
        graph.Initializer.Add(Models.Int64("two", 1, [2]));
        graph.Initializer.Add(Models.Int64("three", 1, [3]));
        graph.Initializer.Add(Models.Int64("axes", 1, [0]));
        graph.Initializer.Add(Models.Int64("minus1", 1, [-1]));
        graph.Initializer.Add(Models.Int64("rest", 2, [4, -1]));
        return Models.Model(graph).Graph();
    }

    static NodeProto Node(string text) => text switch
    {
        _ when text.StartsWith("Concat", StringComparison.Ordinal) => Models.Node(text, Models.Int("axis", 0)),
        _ when text.StartsWith("Cast32", StringComparison.Ordinal) => Models.Node(text.Replace("Cast32", "Cast", StringComparison.Ordinal), Models.Int("to", 6)),
        _ when text.StartsWith("Cast64", StringComparison.Ordinal) => Models.Node(text.Replace("Cast64", "Cast", StringComparison.Ordinal), Models.Int("to", 7)),
        _ when text.StartsWith("ConstantOfShape", StringComparison.Ordinal) =>
            Models.Node(text, new AttributeProto { Name = "value", Type = 4, T = Models.Int64("value", 1, [0]) }),
        _ => Models.Node(text),
    };

    static TensorProto Scalar(string name, long value) => new() { Name = name, DataType = (int)ElementType.Int64, Int64Data = { value } };
}
