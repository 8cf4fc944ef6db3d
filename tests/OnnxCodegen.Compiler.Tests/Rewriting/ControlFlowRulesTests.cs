using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class ControlFlowRulesTests
{
    static readonly Tensor Condition = new(ElementType.Bool, [], new[] { 1L });
    static readonly Tensor X = Rewritten.Floats(1, 3);
    static readonly Tensor Y = Rewritten.Floats(2, 3);

    [Fact]
    public void Branches_compute_and_take_in_what_is_read()
    {
        Graph graph = Rewritten.Build(x => [Conditional.Of(
            x[0],
            scope => [Algebra.Exp(scope.Capture(x[1])), Algebra.Tanh(scope.Capture(x[2]))],
            scope => [scope.Capture(x[2]), scope.Capture(x[1])])[0]], Condition, X, Y);

        Graph rewritten = Rewriter.Rewrite(graph);

        Node branch = Assert.Single(rewritten.Nodes, n => n.Primitive is If);
        var bodies = (If)branch.Primitive;
        Assert.Equal("%1 = Map<Exponential(x0)>(%0)\n=> %1", Rewritten.Text(bodies.Then));
        Assert.Equal("=> %0", Rewritten.Text(bodies.Else));
        Assert.Equal(3, branch.Inputs.Count);
        Rewritten.Same(GraphEvaluator.Run(graph, [Condition, X, Y]), GraphEvaluator.Run(rewritten, [Condition, X, Y]));
    }

    [Fact]
    public void Loops_stack_and_take_in_what_is_read()
    {
        Graph graph = Rewritten.Build(x => [Iteration.Over(x[0].Scope, 4, null, [x[0]], (scope, index, carried) => new LoopRun(
            null, [carried[0] + 1], [Algebra.Exp(scope.Capture(x[1])), Algebra.Tanh(carried[0])]))[2]], X, Y);

        Graph rewritten = Rewriter.Rewrite(graph);

        Node loop = Assert.Single(rewritten.Nodes, n => n.Primitive is Loop);
        Assert.Equal("%1 = Map<Add(x0, 1)>(%0)\n%2 = Map<HyperbolicTangent(x0)>(%0)\n=> %1, %2", Rewritten.Text(((Loop)loop.Primitive).Body));
        Assert.Single(loop.Inputs);
        Rewritten.Same(GraphEvaluator.Run(graph, [Y, X]), GraphEvaluator.Run(rewritten, [Y, X]));
    }

    [Fact]
    public void Graphs_within_are_rewritten()
    {
        Graph graph = Rewritten.Build(x => [Conditional.Of(
            x[0],
            scope => [Algebra.Sqrt(Algebra.Exp(scope.Capture(x[1])))],
            scope => [scope.Capture(x[1])])[0]], Condition, X);

        var branch = (If)Rewriter.Rewrite(graph).Nodes.Single(n => n.Primitive is If).Primitive;

        Assert.Equal("%1 = Map<SquareRoot(Exponential(x0))>(%0)\n=> %1", Rewritten.Text(branch.Then));
    }
}
