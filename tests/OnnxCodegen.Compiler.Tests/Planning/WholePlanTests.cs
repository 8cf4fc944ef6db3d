using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Products of small integers with weights are computed by the kernels for whole numbers.</summary>
public class WholePlanTests
{
    [Theory]
    [InlineData(300, 40, true)]
    [InlineData(300, 4, false)]
    [InlineData(8, 40, false)]
    public void Long_sums_with_several_columns_are(int terms, int columns, bool isWhole)
    {
        Plan plan = Plan(x => MatrixProducts.MatMulInteger(x, Weights(x, terms, columns), null, null), 3, terms);
        Assert.Equal(isWhole, Assert.Single(plan.Calls.OfType<MatMulCall>()).IsWhole);
        Assert.Equal(isWhole, Assert.Single(plan.Prepare.OfType<PackMatrix>()).IsWhole);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(64, false)]
    public void Convolutions_are_but_for_those_of_single_channels(int groups, bool isWhole)
    {
        Plan plan = Plan(x => Convolutions.ConvInteger(x, Weights(x, 64, 64 / groups, 1, 1), null, null, group: groups), 1, 64, 9, 9);
        Assert.Equal(isWhole, Assert.Single(plan.Calls.OfType<ConvolveCall>()).IsWhole);
    }

    /// <summary>Winograd's algorithm rounds.</summary>
    [Fact]
    public void Sums_that_must_be_exact_are_taken_one_by_one()
    {
        Plan plan = Plan(x => Convolutions.ConvInteger(x, Weights(x, 64, 64, 3, 3), null, null, pads: [1, 1, 1, 1]), 1, 64, 56, 56);
        Assert.All(plan.Calls.OfType<ConvolveCall>(), call => Assert.False(call.IsWinograd));
    }

    [Fact]
    public void Factors_of_more_than_sixteen_bits_are_not()
    {
        Plan plan = Plan(
            x => Contractions.MatMul(Algebra.Map(x, a => Algebra.Cast(a, ElementType.Float) * 129), Algebra.Cast(Weights(x, 300, 40), ElementType.Float)), Precision.Exact, 3, 300);
        Assert.False(Assert.Single(plan.Calls.OfType<MatMulCall>()).IsWhole);
    }

    /// <summary>What float kernels would round is never theirs.</summary>
    [Fact]
    public void Long_sums_are_packed_for_whole_numbers_however_few_rows_there_are()
    {
        Plan plan = Plan(x => Algebra.Cast(MatrixProducts.MatMulInteger(x, Weights(x, 20000, 12), null, null), ElementType.Float), 1, 20000);
        Assert.True(Assert.Single(plan.Calls.OfType<MatMulCall>()).IsWhole);
    }

    static Value Weights(Value x, params long[] dims)
    {
        long count = dims.Aggregate(1L, (a, b) => a * b);
        return x.Scope.Constant(new Tensor(ElementType.Int8, dims, Enumerable.Range(0, (int)count).Select(i => (long)((i % 21) - 10)).ToArray()));
    }

    static Plan Plan(Func<Value, Value> build, params long[] dims) => Plan(build, Precision.Default, dims);

    static Plan Plan(Func<Value, Value> build, Precision precision, params long[] dims)
    {
        var scope = new Scope();
        Value x = scope.Add(new Parameter("x", new TensorType(ElementType.UInt8, Shape.Of(dims))));
        return Planner.Plan(Rewriter.Rewrite(new Graph("test", [x], [new GraphOutput("y", build(x))]), precision));
    }
}
