using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class RewriterTests
{
    [Fact]
    public void What_nothing_reads_is_no_part_of_a_graph() => Rewritten.Becomes(
        "=> %0",
        "=> %0",
        x =>
        {
            _ = Algebra.Exp(x[0]);
            return x[0];
        },
        Rewritten.Floats(1, 3));

    [Fact]
    public void What_is_known_is_computed_up_to_a_size() => Rewritten.Stays(
        """
        %1 = Const<3>()
        %2 = Const<2000>()
        %3 = Map<Exponential(x0)>(%2)
        %4 = Map<Add(x0, x1)>(%0, %1)
        %5 = Concat<0>(%4, %3)
        => %5
        """,
        x =>
        {
            Scope scope = x[0].Scope;
            Value small = Algebra.Exp(scope.Constant(Rewritten.Floats(2, 3)));
            Value large = Algebra.Exp(scope.Constant(Rewritten.Floats(3, 2000)));
            return scope.Add(new Primitives.Concat(0), x[0] + small, large);
        },
        Rewritten.Floats(1, 3));

    /// <summary>Products of small constants may take long all the same.</summary>
    [Fact]
    public void Work_on_constants_has_a_budget()
    {
        var scope = new Scope();
        Value weights = scope.Constant(Rewritten.Floats(1, 32, 2000));

        Value product = Contractions.Contract(weights, weights, [], [], [1], [1]);

        Assert.Null(product.Literal);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    public void Long_chains_are_rewritten(int nodes)
    {
        Graph graph = Chain(nodes);

        Graph rewritten = Rewriter.Rewrite(graph);

        Assert.InRange(rewritten.Nodes.Count, nodes / 2, graph.Nodes.Count);
    }

    [Fact]
    public void The_time_grows_with_the_nodes()
    {
        Seconds(500);
        double few = Math.Min(Seconds(2_000), Seconds(2_000));

        Assert.InRange(Seconds(20_000), 0, Math.Max(1, 40 * few));
    }

    [Fact]
    public void Rewriting_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => Rewriter.Rewrite(Chain(10), Precision.Default, new CancellationToken(true)));

    static double Seconds(int nodes)
    {
        Graph graph = Chain(nodes);
        var watch = Stopwatch.StartNew();
        Rewriter.Rewrite(graph);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Nodes of many kinds, none of which fold into one.</summary>
    static Graph Chain(int nodes) => Rewritten.Build(x =>
    {
        Value value = x[0];
        for (int i = 0; i < nodes / 4; i++)
        {
            Value exponential = Algebra.Exp(Algebra.Tanh(value) + i);
            value = Views.Permute(exponential / Reductions.Sum(exponential, 1), [1, 0]);
        }
        return [value];
    }, Rewritten.Floats(1, 4, 4));
}
