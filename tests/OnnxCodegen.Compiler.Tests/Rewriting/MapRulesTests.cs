using System.Linq;
using OnnxCodegen.Compiler.Rewriting;
using OnnxCodegen.Compiler.Scalars;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class MapRulesTests
{
    static readonly Tensor X = Rewritten.Floats(1, 2, 3);

    [Fact]
    public void A_map_takes_in_the_map_that_it_reads() => Rewritten.Becomes(
        """
        %2 = Map<Exponential(x0)>(%0)
        %3 = Map<Add(x0, x1)>(%2, %1)
        => %3
        """,
        """
        %2 = Map<Add(Exponential(x1), x0)>(%1, %0)
        => %2
        """,
        x => Algebra.Exp(x[0]) + x[1], X, Rewritten.Floats(2, 2, 3));

    [Fact]
    public void A_costly_map_that_several_read_is_computed_once() => Rewritten.Stays(
        """
        %1 = Map<HyperbolicTangent(Exponential(Negate(x0)))>(%0)
        %2 = Reduce<Sum; 0,1>(%1)
        %3 = Map<Divide(x0, x1)>(%1, %2)
        => %3
        """,
        x =>
        {
            Value costly = Algebra.Map(x[0], a => Algebra.Tanh(Algebra.Exp(-a)));
            return costly / Reductions.Sum(costly, 1);
        },
        X);

    [Fact]
    public void A_short_map_that_several_read_is_computed_for_each() => Rewritten.Becomes(
        """
        %1 = Map<Absolute(Negate(x0))>(%0)
        %2 = Reduce<Sum; 0,1>(%1)
        %3 = Map<Divide(x0, x1)>(%1, %2)
        => %3
        """,
        """
        %1 = Map<Absolute(Negate(x0))>(%0)
        %2 = Reduce<Sum; 0,1>(%1)
        %3 = Map<Divide(Absolute(Negate(x1)), x0)>(%2, %0)
        => %3
        """,
        x =>
        {
            Value brief = Algebra.Map(x[0], a => ScalarExpr.Apply(ScalarOperation.Absolute, -a));
            return brief / Reductions.Sum(brief, 1);
        },
        X);

    [Fact]
    public void A_function_that_several_read_is_computed_once_even_if_it_is_a_single_operation() => Rewritten.Stays(
        """
        %1 = Map<Multiply(x0, Sigmoid(x0))>(%0)
        %2 = Reduce<Sum; 0,1>(%1)
        %3 = Map<Multiply(x0, x1)>(%1, %2)
        => %3
        """,
        x =>
        {
            Value gated = Algebra.Map(x[0], a => a * Algebra.Sigmoid(a));
            return gated * Reductions.Sum(gated, 1);
        },
        X);

    [Fact]
    public void A_smaller_map_is_not_computed_for_every_element_that_it_broadcasts_to() => Rewritten.Stays(
        """
        %2 = Map<Exponential(x0)>(%0)
        %3 = Map<Add(x0, x1)>(%1, %2)
        => %3
        """,
        x => x[1] + Algebra.Exp(x[0]), Rewritten.Floats(2, 3), X);

    [Fact]
    public void A_map_that_gives_its_input_vanishes() => Rewritten.Becomes(
        """
        %1 = Map<x0>(%0)
        => %1
        """,
        "=> %0",
        x => x[0].Scope.Add(new Primitives.Map(ScalarExpr.Input(0, ElementType.Float), x[0].Shape), x[0]), X);

    [Fact]
    public void A_map_that_broadcasts_its_input_stays() => Rewritten.Stays(
        """
        %1 = Map<x0>(%0)
        => %1
        """,
        x => x[0].Scope.Add(new Primitives.Map(ScalarExpr.Input(0, ElementType.Float), Shape.Of(4, 2, 3)), x[0]), X);

    [Fact]
    public void Literals_are_computed_and_factors_of_one_vanish() => Rewritten.Becomes(
        """
        %1 = Map<Divide(Multiply(Multiply(x0, 1), Add(1.5, 2)), 1)>(%0)
        => %1
        """,
        """
        %1 = Map<Multiply(x0, 3.5)>(%0)
        => %1
        """,
        x => Algebra.Map(x[0], a => (a * 1 * (ScalarExpr.Literal(ElementType.Float, 1.5) + 2)) / 1), X);

    [Fact]
    public void Inputs_that_do_not_count_are_not_read() => Rewritten.Becomes(
        """
        %2 = Map<Select(1, x0, x1)>(%0, %1)
        => %2
        """,
        "=> %0",
        x => Algebra.Map(x[0], x[1], (a, b) => Algebra.Select(ScalarExpr.Literal(ElementType.Bool, 1), a, b)), X, Rewritten.Floats(2, 2, 3));

    [Fact]
    public void Functions_grow_to_a_limit()
    {
        Graph graph = Rewritten.Build(x => [Enumerable.Range(0, 200).Aggregate(x[0], (value, _) => Algebra.Exp(value))], X);

        Graph rewritten = Rewriter.Rewrite(graph);

        Assert.All(rewritten.Nodes.Select(n => n.Primitive).OfType<Primitives.Map>(), map => Assert.InRange(map.Expression.OperationCount, 1, 64));
        Assert.InRange(rewritten.Nodes.Count, 4, 8);
    }
}
