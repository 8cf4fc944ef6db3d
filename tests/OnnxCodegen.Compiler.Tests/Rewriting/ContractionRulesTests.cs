using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class ContractionRulesTests
{
    /// <summary>Weights that are too large to be scaled while the graph is built stay in the graph, as work that is done once.</summary>
    [Fact]
    public void A_scale_per_column_goes_into_large_weights() => Rewritten.Becomes(
        """
        %1 = Const<64x32>()
        %2 = Contract<batch |; sum 1|0>(%0, %1)
        %3 = Const<32>()
        %4 = Map<Multiply(x0, x1)>(%2, %3)
        => %4
        """,
        """
        %1 = Const<64x32>()
        %2 = Const<1x32>()
        %3 = Map<Multiply(x0, x1)>(%1, %2)
        %4 = Contract<batch |; sum 1|0>(%0, %3)
        => %4
        """,
        x => Contractions.MatMul(x[0], Constant(x, 1, 64, 32)) * Constant(x, 2, 32), Rewritten.Floats(3, 2, 64));

    [Fact]
    public void A_bias_before_the_scale_becomes_one_shift() => Rewritten.Becomes(
        """
        %1 = Const<3x2>()
        %2 = Contract<batch |; sum 1|0>(%0, %1)
        %3 = Const<2>()
        %4 = Map<Add(x0, x1)>(%2, %3)
        %5 = Const<2>()
        %6 = Map<Multiply(x0, x1)>(%4, %5)
        %7 = Const<2>()
        %8 = Map<Add(x0, x1)>(%6, %7)
        %9 = Map<Maximum(x0, 0)>(%8)
        => %9
        """,
        """
        %1 = Const<3x2>()
        %2 = Contract<batch |; sum 1|0>(%0, %1)
        %3 = Const<2>()
        %4 = Map<Maximum(Add(x0, x1), 0)>(%2, %3)
        => %4
        """,
        x => Algebra.Map(
            ((Contractions.MatMul(x[0], Constant(x, 1, 3, 2)) + Constant(x, 2, 2)) * Constant(x, 3, 2)) + Constant(x, 4, 2),
            a => Algebra.Maximum(a, 0)),
        Rewritten.Floats(5, 2, 3));

    [Fact]
    public void A_scale_that_is_no_weight_stays() => Rewritten.Stays(
        """
        %2 = Const<3x2>()
        %3 = Contract<batch |; sum 1|0>(%0, %2)
        %4 = Map<Multiply(x0, x1)>(%3, %1)
        => %4
        """,
        x => Contractions.MatMul(x[0], Constant(x, 1, 3, 2)) * x[1], Rewritten.Floats(3, 2, 3), Rewritten.Floats(4, 2));

    [Fact]
    public void A_scale_along_the_rows_stays() => Rewritten.Stays(
        """
        %1 = Const<3x2>()
        %2 = Contract<batch |; sum 1|0>(%0, %1)
        %3 = Const<4x1>()
        %4 = Map<Multiply(x0, x1)>(%2, %3)
        => %4
        """,
        x => Contractions.MatMul(x[0], Constant(x, 1, 3, 2)) * Constant(x, 2, 4, 1), Rewritten.Floats(3, 4, 3));

    [Fact]
    public void A_product_that_others_read_keeps_its_weights()
    {
        Graph graph = Rewritten.Build(x =>
        {
            Value product = Contractions.MatMul(x[0], Constant(x, 1, 3, 2));
            return [product * Constant(x, 2, 2), product];
        }, Rewritten.Floats(3, 4, 3));

        Assert.Equal(Rewritten.Text(graph), Rewritten.Text(Rewriter.Rewrite(graph)));
    }

    [Fact]
    public void Exact_models_scale_behind_the_product()
    {
        Graph graph = Rewritten.Build(x => [Contractions.MatMul(x[0], Constant(x, 1, 3, 2)) * Constant(x, 2, 2)], Rewritten.Floats(3, 4, 3));

        Assert.Equal(Rewritten.Text(graph), Rewritten.Text(Rewriter.Rewrite(graph, Precision.Exact)));
    }

    /// <summary>Behind the permutation, and the reshape of a grouped convolution, that lead from the contraction to the images.</summary>
    [Theory]
    [InlineData(1, 4, 6)]
    [InlineData(2, 4, 6)]
    [InlineData(4, 4, 4)]
    [InlineData(4, 4, 8)]
    public void A_normalisation_goes_into_the_weights_of_a_convolution(int groups, int channels, int outputs)
    {
        Tensor image = Rewritten.Floats(1, 2, channels, 5, 4);
        Graph graph = Rewritten.Build(x =>
        {
            Value convolution = Convolutions.Conv(x[0], Constant(x, 2, outputs, channels / groups, 3, 2), Constant(x, 3, outputs), group: groups, pads: [1, 0, 1, 1]);
            return [BatchNormalizations.BatchNormalization7(
                convolution, Constant(x, 4, outputs), Constant(x, 5, outputs), Constant(x, 6, outputs), Positive(x, 7, outputs))];
        }, image);

        Graph rewritten = Rewriter.Rewrite(graph);

        Map behind = Assert.Single(rewritten.Nodes.Select(n => n.Primitive).OfType<Map>());
        Assert.Equal("Add(x0, x1)", behind.Expression.ToString());
        Rewritten.Same(GraphEvaluator.Run(graph, [image]), GraphEvaluator.Run(rewritten, [image]));
    }

    static Value Constant(Value[] x, int seed, params long[] dims) => x[0].Scope.Constant(Rewritten.Floats(seed, dims));

    static Value Positive(Value[] x, int seed, params long[] dims)
    {
        Tensor numbers = Rewritten.Floats(seed, dims);
        return x[0].Scope.Constant(new Tensor(numbers.Type, dims, numbers.Doubles.Select(number => Math.Abs(number) + 0.5).ToArray()));
    }
}
