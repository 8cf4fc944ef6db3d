using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class FunctionInlinerTests
{
    [Fact]
    public void A_body_takes_the_place_of_its_call()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Named("first", Models.Node("f.Twice(x) -> t")), Models.Node("f.Twice(t) -> y")),
            Models.Function("f", "Twice", "a", "b", Models.Node("Identity(a) -> c"), Models.Node("Add(a, c) -> b")));

        Assert.Equal(
            [
                "Identity(x) -> first/c",
                "Add(x, first/c) -> t",
                "Identity(t) -> Twice/c",
                "Add(t, Twice/c) -> y",
            ],
            Inlined(model));
    }

    [Fact]
    public void Names_of_two_calls_never_meet()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("f.F(x) -> F/c"), Models.Node("f.F(F/c) -> F_1"), Models.Node("f.F(F_1) -> y")),
            Models.Function("f", "F", "a", "b", Models.Node("Relu(a) -> c"), Models.Node("Relu(c) -> b")));

        OnnxModel inlined = Sorted(model);

        Assert.Equal(6, inlined.Graph.Nodes.Select(node => node.Outputs[0]).Distinct().Count());
    }

    [Fact]
    public void Functions_call_functions()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("f.Outer(x) -> y")),
            Models.Function("f", "Outer", "a", "b", Named("n", Models.Node("f.Inner(a) -> c")), Models.Node("Relu(c) -> b")),
            Models.Function("f", "Inner", "a", "b", Models.Node("Neg(a) -> c"), Models.Node("Abs(c) -> b")));

        Assert.Equal(["Neg(x) -> Outer/n/c", "Abs(Outer/n/c) -> Outer/c", "Relu(Outer/c) -> y"], Inlined(model));
    }

    [Fact]
    public void Attributes_reach_the_body_with_their_defaults()
    {
        FunctionProto function = Models.Function(
            "f",
            "F",
            "a",
            "b",
            Models.Node("Op(a) -> b", Models.Reference("p", "given"), Models.Reference("q", "default"), Models.Reference("r", "absent")));
        function.Attribute.Add(["given", "absent"]);
        function.AttributeProto.Add(Models.Int("default", 7));

        GraphProto graph = Models.Graph(["x"], ["y"], Models.Node("f.F(x) -> y", Models.Int("given", 3)));
        OnnxNode node = Sorted(Model(graph, function)).Graph.Nodes[0];

        Assert.Equal(["p", "q"], node.Attributes.Select(attribute => attribute.Name));
        Assert.Equal([3L, 7L], node.Attributes.Select(attribute => attribute.Int));
    }

    [Fact]
    public void A_reference_outside_of_functions_is_refused()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("Op(x) -> y", Models.Reference("p", "q"))),
            Models.Function("f", "F", "a", "b"));
        Assert.Throws<ModelException>(() => FunctionInliner.Inline(model.Read()));
    }

    [Fact]
    public void Inputs_and_outputs_that_a_call_leaves_out_stay_out()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("f.F(x) -> , y")),
            Models.Function("f", "F", "a, b", "c, d", Models.Node("Op(a, b) -> c"), Models.Node("Neg(c) -> d")));

        Assert.Equal(["Op(x, ) -> F/c", "Neg(F/c) -> y"], Inlined(model));
    }

    [Fact]
    public void Inputs_that_are_outputs_are_copied()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y", "z"], Models.Node("f.F(x) -> y, z")),
            Models.Function("f", "F", "a", "a, a"));

        Assert.Equal(["Identity(x) -> y", "Identity(x) -> z"], Inlined(model));
    }

    [Fact]
    public void Every_node_keeps_the_versions_it_was_written_for()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("Relu(x) -> t"), Models.Node("f.F(t) -> y")),
            Models.Function("f", "F", "a", "b", Models.Node("Relu(a) -> b")));

        Assert.Equal([21L, 17L], Sorted(model).Graph.Nodes.Select(node => node.OpsetVersion));
    }

    [Fact]
    public void A_function_goes_before_the_operator_of_its_name()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("Gelu(x) -> y")),
            Models.Function("ai.onnx", "Gelu", "a", "b", Models.Node("Relu(a) -> b")));

        Assert.Equal(["Relu(x) -> y"], Inlined(model));
    }

    [Fact]
    public void Overloads_are_told_apart()
    {
        NodeProto call = Models.Node("f.F(x) -> y");
        call.Overload = "second";
        FunctionProto second = Models.Function("f", "F", "a", "b", Models.Node("Abs(a) -> b"));
        second.Overload = "second";

        Assert.Equal(["Abs(x) -> y"], Inlined(Model(
            Models.Graph(["x"], ["y"], call), second, Models.Function("f", "F", "a", "b", Models.Node("Neg(a) -> b")))));
    }

    [Fact]
    public void Calls_within_subgraphs_are_inlined()
    {
        GraphProto branch = Models.Graph([], ["z"], Models.Node("f.F(x) -> z"));
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node(
                "If(x) -> y",
                Models.Subgraph("then_branch", branch),
                Models.Subgraph("else_branch", branch))),
            Models.Function("f", "F", "a", "b", Models.Node("Relu(a) -> c"), Models.Node("Neg(c) -> b")));

        OnnxNode node = Sorted(model).Graph.Nodes[0];

        Assert.Equal(["Relu(x) -> F/c", "Neg(F/c) -> z"], node.Attribute("then_branch")!.Graph.Nodes.Select(Text));
        Assert.Equal(["Relu(x) -> F_1/c", "Neg(F_1/c) -> z"], node.Attribute("else_branch")!.Graph.Nodes.Select(Text));
    }

    [Fact]
    public void Subgraphs_of_a_body_see_its_values_and_attributes()
    {
        GraphProto branch = Models.Graph(["i"], ["z"], Models.Node("Op(a, c, i) -> z", Models.Reference("p", "q")));
        branch.Initializer.Add(Models.Raw("w", ElementType.Float, new byte[4], 1));
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("f.F(x) -> y", Models.Int("q", 5))),
            Models.Function("f", "F", "a", "b", Models.Node("Relu(a) -> c"), Models.Node("Loop(c) -> b", Models.Subgraph("body", branch))));

        OnnxGraph body = Sorted(model).Graph.Nodes[1].Attribute("body")!.Graph;

        Assert.Equal("Op(x, F/c, F/i) -> F/z", Text(body.Nodes[0]));
        Assert.Equal(5, body.Nodes[0].Attribute("p")!.Int);
        Assert.Equal("F/i", body.Inputs[0].Name);
        Assert.Equal("F/z", body.Outputs[0].Name);
        Assert.Equal("F/w", body.Initializers[0].Name);
    }

    [Fact]
    public void A_graph_given_as_attribute_keeps_the_names_of_its_caller()
    {
        GraphProto given = Models.Graph([], ["z"], Models.Node("Relu(a) -> z"));
        NodeProto user = Models.Node("If(p) -> b", new AttributeProto { Name = "then_branch", Type = 5, RefAttrName = "g" });
        ModelProto model = Model(
            Models.Graph(["x", "a"], ["y"], Models.Node("f.F(x) -> y", Models.Subgraph("g", given))),
            Models.Function("f", "F", "p", "b", user));

        OnnxNode node = Sorted(model).Graph.Nodes[0];

        Assert.Equal("If(x) -> y", Text(node));
        Assert.Equal("Relu(a) -> z", Text(node.Attribute("then_branch")!.Graph.Nodes[0]));
    }

    [Fact]
    public void Recursion_is_refused()
    {
        ModelProto model = Model(
            Models.Graph(["x"], ["y"], Models.Node("f.A(x) -> y")),
            Models.Function("f", "A", "a", "b", Models.Node("f.B(a) -> b")),
            Models.Function("f", "B", "a", "b", Models.Node("f.A(a) -> b")));

        ModelException exception = Assert.Throws<ModelException>(() => FunctionInliner.Inline(model.Read()));

        Assert.Contains("calls itself", exception.Message);
        Assert.Equal("f.A", exception.Operator);
    }

    [Fact]
    public void Functions_that_grow_or_nest_without_bound_are_refused()
    {
        FunctionProto Level(int i, int calls) => Models.Function(
            "f", $"F{i}", "a", "b0", [.. Enumerable.Range(0, calls).Select(k => Models.Node($"f.F{i + 1}(a) -> b{k}"))]);

        foreach (int calls in new[] { 1, 10 })
        {
            ModelProto model = Model(
                Models.Graph(["x"], ["y"], Models.Node("f.F0(x) -> y")),
                [.. Enumerable.Range(0, calls == 1 ? 500 : 20).Select(i => Level(i, calls))]);
            Assert.Throws<ModelException>(() => FunctionInliner.Inline(model.Read()));
        }
    }

    [Fact]
    public void A_call_with_more_inputs_than_its_function_is_refused() => Assert.Throws<ModelException>(() => Inlined(Model(
        Models.Graph(["x"], ["y"], Models.Node("f.F(x, x) -> y")),
        Models.Function("f", "F", "a", "b", Models.Node("Relu(a) -> b")))));

    [Fact]
    public void Every_model_of_the_test_data_is_inlined_and_sorted()
    {
        foreach (string path in Models.TestModels())
        {
            OnnxModel model = GraphOrder.Sort(FunctionInliner.Inline(ModelReader.Read(new FolderSource(path))));
            Assert.Empty(model.Functions);
        }
    }

    static ModelProto Model(GraphProto graph, params FunctionProto[] functions)
    {
        ModelProto model = Models.Model(graph);
        model.Functions.Add(functions);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "f", Version = 1 });
        return model;
    }

    static NodeProto Named(string name, NodeProto node)
    {
        node.Name = name;
        return node;
    }

    static OnnxModel Sorted(ModelProto model) => GraphOrder.Sort(FunctionInliner.Inline(model.Read()));

    static string[] Inlined(ModelProto model) => Sorted(model).Graph.Nodes.Select(Text).ToArray();

    static string Text(OnnxNode node) =>
        $"{node.DisplayOperator}({string.Join(", ", node.Inputs)}) -> {string.Join(", ", node.Outputs)}";
}
