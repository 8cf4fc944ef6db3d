using System.Linq;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class ViewRulesTests
{
    static readonly Tensor X = Rewritten.Floats(1, 2, 3);

    [Fact]
    public void A_view_of_a_view_is_one_view() => Rewritten.Becomes(
        """
        %1 = View<[3, 2]; 0:0/1, 0:1/0>(%0)
        %2 = View<[2, 2]; 1:1/0, 0:0/1>(%1)
        => %2
        """,
        """
        %1 = View<[2, 2]; 0:0/1, 1:1/0>(%0)
        => %1
        """,
        x => Views.Slice(Views.Permute(x[0], [1, 0]), 0, 1, 2), X);

    [Fact]
    public void A_transposition_and_its_inverse_vanish() => Rewritten.Becomes(
        """
        %1 = View<[3, 2]; 0:0/1, 0:1/0>(%0)
        %2 = View<[2, 3]; 0:0/1, 0:1/0>(%1)
        => %2
        """,
        "=> %0",
        x => Views.Permute(Views.Permute(x[0], [1, 0]), [1, 0]), X);

    [Fact]
    public void A_reshape_of_a_reshape_is_one_reshape() => Rewritten.Becomes(
        """
        %1 = Reshape<[6]>(%0)
        %2 = Reshape<[3, 2]>(%1)
        => %2
        """,
        """
        %1 = Reshape<[3, 2]>(%0)
        => %1
        """,
        x => Views.Reshape(Views.Reshape(x[0], 6), 3, 2), X);

    [Fact]
    public void A_reshape_back_vanishes() => Rewritten.Becomes(
        """
        %1 = Reshape<[6]>(%0)
        %2 = Reshape<[2, 3]>(%1)
        => %2
        """,
        "=> %0",
        x => Views.Reshape(Views.Reshape(x[0], 6), 2, 3), X);

    [Fact]
    public void A_transposition_behind_a_map_undoes_one_before_it() => Rewritten.Becomes(
        """
        %1 = View<[3, 2]; 0:0/1, 0:1/0>(%0)
        %2 = Map<Exponential(x0)>(%1)
        %3 = View<[2, 3]; 0:0/1, 0:1/0>(%2)
        => %3
        """,
        """
        %1 = Map<Exponential(x0)>(%0)
        => %1
        """,
        x => Views.Permute(Algebra.Exp(Views.Permute(x[0], [1, 0])), [1, 0]), X);

    [Fact]
    public void Weights_and_coordinates_of_the_map_follow() => Rewritten.Becomes(
        """
        %1 = View<[3, 2]; 0:0/1, 0:1/0>(%0)
        %2 = Const<2>()
        %3 = Map<Add(Add(x0, x1), Cast(i0))>(%1, %2)
        %4 = View<[2, 3]; 0:0/1, 0:1/0>(%3)
        => %4
        """,
        """
        %1 = Const<2x1>()
        %2 = Map<Add(Add(x0, x1), Cast(i1))>(%0, %1)
        => %2
        """,
        x =>
        {
            Value transposed = Views.Permute(x[0], [1, 0]);
            Value bias = x[0].Scope.Constant(Rewritten.Floats(2, 2));
            Value sum = Algebra.MapOver(
                x[0].Scope, transposed.Shape, [transposed, bias],
                e => e[0] + e[1] + Algebra.Cast(Scalars.ScalarExpr.Index(0), ElementType.Float));
            return Views.Permute(sum, [1, 0]);
        },
        X);

    [Fact]
    public void A_reshape_behind_a_map_undoes_one_before_it() => Rewritten.Becomes(
        """
        %2 = Reshape<[6]>(%0)
        %3 = Map<Multiply(x0, x1)>(%2, %1)
        %4 = Reshape<[2, 3]>(%3)
        => %4
        """,
        """
        %2 = Reshape<[]>(%1)
        %3 = Map<Multiply(x0, x1)>(%0, %2)
        => %3
        """,
        x => Views.Reshape(Views.Reshape(x[0], 6) * x[1], 2, 3), X, Rewritten.Floats(2, 1));

    [Fact]
    public void A_map_that_others_read_too_keeps_its_transposition() => Rewritten.Stays(
        """
        %1 = View<[3, 2]; 0:0/1, 0:1/0>(%0)
        %2 = Map<Exponential(x0)>(%1)
        %3 = View<[2, 3]; 0:0/1, 0:1/0>(%2)
        %4 = Contract<batch |; sum 0|1>(%2, %3)
        => %4
        """,
        x =>
        {
            Value exponential = Algebra.Exp(Views.Permute(x[0], [1, 0]));
            return Contractions.Contract(exponential, Views.Permute(exponential, [1, 0]), [], [], [0], [1]);
        },
        X);

    [Fact]
    public void Long_chains_of_transpositions_vanish()
    {
        Graph graph = Rewritten.Build(x => [Enumerable.Range(0, 1000).Aggregate(x[0], (value, _) => Views.Permute(value, [1, 0]))], X);

        Assert.Equal("=> %0", Rewritten.Text(Compiler.Rewriting.Rewriter.Rewrite(graph)));
    }
}
