using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

/// <summary>Sums of products of small integers become sums of floats with the same results.</summary>
public class IntegerContractionsTests
{
    [Theory]
    [InlineData(7, 1)]
    [InlineData(258, 1)]
    [InlineData(300, 2)]
    [InlineData(1000, 4)]
    public void Products_of_matrices_are_split_where_floats_would_round(int terms, int parts)
    {
        Tensor a = Random(1, ElementType.UInt8, 3, terms);
        Tensor b = Random(2, ElementType.UInt8, terms, 5);
        AssertSame(parts, v => MatrixProducts.MatMulInteger(v[0], v[1], null, null), a, b);
    }

    [Fact]
    public void Longer_sums_stay_as_they_are() => AssertSame(
        0, v => MatrixProducts.MatMulInteger(v[0], v[1], null, null),
        Random(1, ElementType.UInt8, 2, 2000), Random(2, ElementType.UInt8, 2000, 2));

    /// <summary>Sums up to 2³¹ with weights are whole in the kernel for whole numbers, which gives the nearest floats.</summary>
    [Theory]
    [InlineData(2000, 9)]
    [InlineData(30000, 8)]
    public void Long_sums_with_weights_that_are_read_as_floats_are_rounded_once(int terms, int columns)
    {
        Tensor weights = Random(7, ElementType.Int8, terms, columns);
        AssertSame(1, v => Algebra.Map(
            MatrixProducts.MatMulInteger(v[0], v[0].Scope.Constant(weights), null, null), sum => Algebra.Cast(sum, ElementType.Float) * 0.37), Random(1, ElementType.UInt8, 3, terms));
    }

    [Fact]
    public void Long_sums_that_are_read_as_integers_stay_as_they_are() => AssertSame(
        0, v => MatrixProducts.MatMulInteger(v[0], v[0].Scope.Constant(Random(7, ElementType.Int8, 3000, 9)), null, null), Random(1, ElementType.UInt8, 3, 3000));

    [Fact]
    public void Weights_tell_how_large_sums_can_be()
    {
        Tensor weights = new(ElementType.Int8, [600, 4], Enumerable.Range(0, 2400).Select(i => (long)((i % 21) - 10)).ToArray());
        AssertSame(1, v => MatrixProducts.MatMulInteger(v[0], v[0].Scope.Constant(weights), null, null), Random(1, ElementType.UInt8, 3, 600));
    }

    [Theory]
    [InlineData(1, 3, 128, 1)]
    [InlineData(1, 60, 128, 1)]
    [InlineData(1, 60, 0, 2)]
    [InlineData(4, 8, 0, 1)]
    public void Convolutions_stay_convolutions(int groups, int channels, long zeroPoint, int parts)
    {
        Tensor x = Random(3, ElementType.UInt8, 1, channels, 5, 6);
        Tensor w = Random(4, ElementType.Int8, 8, channels / groups, 3, 3);
        AssertSame(
            parts,
            v => Convolutions.ConvInteger(
                v[0], v[1], v[0].Scope.Constant(new Tensor(ElementType.UInt8, [], new[] { zeroPoint })), null, group: groups, pads: [1, 1, 1, 1]),
            x, w);
    }

    [Fact]
    public void A_quantised_layer_has_floats_alone_inside()
    {
        Tensor x = Random(5, ElementType.UInt8, 1, 4, 6, 6);
        Tensor w = Random(6, ElementType.Int8, 8, 4, 3, 3);
        Tensor bias = new(ElementType.Int32, [8], Enumerable.Range(-4, 8).Select(i => i * 1000L).ToArray());
        AssertSame(
            1,
            v =>
            {
                Scope scope = v[0].Scope;
                Value scale = scope.Constant(ElementType.Float, 0.05);
                Value zero = scope.Constant(new Tensor(ElementType.UInt8, [], new long[] { 120 }));
                Value none = scope.Constant(new Tensor(ElementType.Int8, [], new long[] { 0 }));
                return Convolutions.QLinearConv(v[0], scale, zero, v[1], scale, none, scope.Constant(ElementType.Float, 0.9), zero, scope.Constant(bias));
            },
            x, w);
    }

    /// <param name="parts">The contractions of floats that are expected; 0 where integers stay.</param>
    static void AssertSame(int parts, Func<Value[], Value> lowering, params Tensor[] inputs)
    {
        var scope = new Scope();
        Value[] values = inputs.Select((x, i) => scope.Add(new Parameter($"x{i}", new TensorType(x.Type, Shape.Of(x.Dims))))).ToArray();
        var before = new Graph("test", values, [new GraphOutput("y", lowering(values))]);
        Graph after = Rewriter.Rewrite(before);
        IEnumerable<Contract> contractions = after.Nodes.Select(node => node.Primitive).OfType<Contract>();
        Assert.Equal(Enumerable.Repeat(parts == 0 ? ElementType.Int32 : ElementType.Float, Math.Max(parts, 1)), contractions.Select(c => c.Accumulate));
        Assert.Equal(GraphEvaluator.Run(before, inputs)[0].Data, GraphEvaluator.Run(after, inputs)[0].Data);
    }

    static Tensor Random(int seed, ElementType type, params long[] dims)
    {
        var random = new System.Random(seed);
        long count = dims.Aggregate(1L, (a, b) => a * b);
        int low = (int)ElementConversion.Minimum(type), high = (int)ElementConversion.Maximum(type);
        return new Tensor(type, dims, Enumerable.Range(0, (int)count).Select(_ => (long)random.Next(low, high + 1)).ToArray());
    }
}
