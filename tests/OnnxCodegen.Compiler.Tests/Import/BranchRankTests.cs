using System;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

/// <summary>Branches whose results differ in rank.</summary>
public class BranchRankTests
{
    static readonly Tensor X = new(ElementType.Float, [2, 3], new double[] { 1, 2, 3, 4, 5, 6 });

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void What_follows_becomes_part_of_both(long condition)
    {
        Graph graph = Model(
            Branch("Reshape(x, flat) -> then"), Branch("Abs(x) -> else"),
            Models.Node("ReduceSum(r) -> sum", Models.Int("keepdims", 0)), Models.Node("Sqrt(sum) -> y")).Graph();

        Assert.IsType<If>(graph.Outputs[0].Value.Producer.Primitive);
        Assert.Equal(Math.Sqrt(21), GraphEvaluator.Run(graph, [Condition(condition), X])[0].Doubles[0], 1e-6);
    }

    /// <summary>Exporters leave both ways of a squeeze in a model that only one of them works in.</summary>
    [Fact]
    public void A_branch_in_which_the_rest_has_no_meaning_is_refused_at_run_time()
    {
        Graph graph = Model(
            Branch("Reshape(x, flat) -> then"), Branch("Abs(x) -> else"),
            Models.Node("Transpose(r) -> y", new AttributeProto { Name = "perm", Type = 7, Ints = { 1, 0 } })).Graph();

        Assert.DoesNotContain(graph.Nodes, node => node.Primitive is If);
        Check check = Assert.Single(graph.Scope!.Checks);
        Assert.Equal("0", check.Expected.ToString());
        Assert.Contains(graph.Nodes, node => node.Primitive is Parameter { Name: "condition" });
        Assert.Equal([3, 2], GraphEvaluator.Run(graph, [Condition(0), X])[0].Dims);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Single_elements_have_the_smaller_rank(long condition)
    {
        Graph graph = Model(
            Branch("ReduceSum(x) -> then", Models.Int("keepdims", 1)), Branch("ReduceMax(x) -> else", Models.Int("keepdims", 0)),
            Models.Node("Identity(r) -> y")).Graph();

        Tensor y = GraphEvaluator.Run(graph, [Condition(condition), X])[0];
        Assert.Empty(y.Dims);
        Assert.Equal(condition == 1 ? 21 : 6, y.Doubles[0]);
    }

    [Fact]
    public void Results_of_the_model_carry_their_shape() => Assert.IsType<HeldTensorType>(
        Model(Branch("Reshape(x, flat) -> then"), Branch("Abs(x) -> else"), Models.Node("Abs(r) -> y")).Graph().Outputs[0].Value.Type);

    static Tensor Condition(long value) => new(ElementType.Bool, [], new[] { value });

    static GraphProto Branch(string node, params AttributeProto[] attributes)
    {
        var graph = new GraphProto { Name = "branch" };
        graph.Node.Add(Models.Node(node, attributes));
        graph.Output.Add(Models.Value(node.Split(" -> ")[1], ElementType.Float));
        return graph;
    }

    static ModelProto Model(GraphProto then, GraphProto otherwise, params NodeProto[] rest)
    {
        var graph = new GraphProto { Name = "branches" };
        graph.Input.Add(Models.Value("condition", ElementType.Bool));
        graph.Input.Add(Models.Value("x", ElementType.Float, 2, 3));
        graph.Initializer.Add(Models.Int64("flat", 1, [-1]));
        graph.Node.Add(Models.Node("If(condition) -> r", Models.Subgraph("then_branch", then), Models.Subgraph("else_branch", otherwise)));
        graph.Node.Add(rest.ToArray());
        graph.Output.Add(Models.Value("y", ElementType.Float));
        return Models.Model(graph, 17);
    }
}
