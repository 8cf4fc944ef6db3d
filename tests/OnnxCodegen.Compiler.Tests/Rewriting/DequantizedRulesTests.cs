using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

/// <summary>Dequantised tensors are multiplied as whole numbers; scales, which are powers of two here so that nothing rounds, come behind.</summary>
public class DequantizedRulesTests
{
    [Fact]
    public void Scales_come_behind_a_product_of_dequantised_matrices() => Rewritten.Becomes(
        """
        %1 = Map<Multiply(Cast(Subtract(Cast(x0), Cast(3))), 0.25)>(%0)
        %2 = Const<64x40>()
        %3 = Map<Multiply(Cast(Subtract(Cast(x0), Cast(0))), 0.5)>(%2)
        %4 = Contract<batch |; sum 1|0>(%1, %3)
        => %4
        """,
        """
        %1 = Const<64x40>()
        %2 = Map<Cast(Subtract(Cast(x0), 3))>(%0)
        %3 = Map<Cast(Subtract(Cast(x0), 0))>(%1)
        %4 = Contract<batch |; sum 1|0>(%2, %3)
        %5 = Map<Multiply(x0, 0.125)>(%4)
        => %5
        """,
        x => Contractions.MatMul(Dequantized(x[0], 0.25, 3), Dequantized(Whole(x, 1, 64, 40), 0.5, 0)), Bytes(2, 3, 64));

    [Fact]
    public void A_scale_per_column_does_too()
    {
        Tensor image = Bytes(1, 2, 4, 5, 6);
        Graph graph = Rewritten.Build(x =>
        {
            Value scales = x[0].Scope.Constant(new Tensor(ElementType.Float, [72], Enumerable.Range(0, 72).Select(i => i % 2 == 0 ? 0.5 : 0.25).ToArray()));
            Value none = x[0].Scope.Constant(new Tensor(ElementType.Int8, [72], new long[72]));
            Value weights = Quantization.DequantizeLinear(Whole(x, 2, 72, 4, 3, 3), scales, none, axis: 0);
            return [Convolutions.Conv(Dequantized(x[0], 0.25, 3), weights, pads: [1, 1, 1, 1])];
        }, image);

        Graph rewritten = Rewriter.Rewrite(graph);

        Assert.All(Contraction(rewritten).Inputs, factor => Assert.True(ValueRange.Of(factor).IsExactWhole));
        Rewritten.Same(GraphEvaluator.Run(graph, [image]), GraphEvaluator.Run(rewritten, [image]));
    }

    [Theory]
    [InlineData(1, 4, 72)]
    [InlineData(2, 4, 72)]
    [InlineData(72, 72, 72)]
    public void A_layer_between_quantisations_has_one_scale_and_one_shift(int groups, int channels, int outputs)
    {
        Tensor image = Bytes(1, 1, channels, 5, 6);
        Graph graph = Rewritten.Build(x =>
        {
            Value convolution = Convolutions.Conv(
                Dequantized(x[0], 0.25, 3), Dequantized(Whole(x, 2, outputs, channels / groups, 3, 3), 1, 0),
                x[0].Scope.Constant(Rewritten.Floats(3, outputs)), group: groups, pads: [1, 1, 1, 1]);
            return [Dequantized(Quantized(convolution, 2, 7), 2, 7)];
        }, image);

        Graph rewritten = Rewriter.Rewrite(graph);

        Node behind = Assert.Single(rewritten.Nodes, node => node.Primitive is Map map && map.Expression.Nodes().Any(part => part is Scalars.ScalarApply { Operation: Scalars.ScalarOperation.Round }));
        Scalars.ScalarExpr form = Scalars.FloatForm.Of(((Map)behind.Primitive).Expression, i => ValueRange.Of(behind.Inputs[i]))!.Expression;
        Assert.Equal("Multiply(Minimum(Maximum(Round(Add(Multiply(x0, 0.125), x1)), -7), 248), 2)", form.ToString());
        Rewritten.Same(GraphEvaluator.Run(graph, [image]), GraphEvaluator.Run(rewritten, [image]));
    }

    [Fact]
    public void Several_readers_read_whole_numbers()
    {
        Tensor matrix = Rewritten.Floats(1, 3, 64);
        Graph graph = Rewritten.Build(x =>
        {
            Value shared = Dequantized(Quantized(x[0], 0.25, 3), 0.25, 3);
            Value product = Contractions.MatMul(shared, Dequantized(Whole(x, 2, 64, 64), 0.5, 0));
            return [Dequantized(Quantized(product + shared, 2, 7), 2, 7)];
        }, matrix);

        Graph rewritten = Rewriter.Rewrite(graph);

        Value whole = Contraction(rewritten).Inputs[0];
        Assert.True(ValueRange.Of(whole).IsExactWhole);
        Assert.Equal(2, rewritten.Nodes.Count(node => node.Inputs.Contains(whole)));
        Assert.DoesNotContain(rewritten.Nodes, node => node.Outputs.Any(output => output.ElementType == ElementType.UInt8));
        Rewritten.Same(GraphEvaluator.Run(graph, [matrix]), GraphEvaluator.Run(rewritten, [matrix]));
    }

    [Fact]
    public void Exact_models_and_quantised_weights_alone_keep_their_scales()
    {
        Graph both = Rewritten.Build(x => [Contractions.MatMul(Dequantized(x[0], 0.25, 3), Dequantized(Whole(x, 1, 64, 40), 0.5, 0))], Bytes(2, 3, 64));
        Assert.False(ValueRange.Of(Contraction(Rewriter.Rewrite(both, Precision.Exact)).Inputs[0]).IsWhole);

        Graph weights = Rewritten.Build(x => [Contractions.MatMul(x[0], Dequantized(Whole(x, 1, 64, 40), 0.5, 0))], Rewritten.Floats(2, 3, 64));
        Assert.DoesNotContain(Rewriter.Rewrite(weights).Nodes.SkipWhile(node => node.Primitive is not Contract), node => node.Primitive is Map);
    }

    static Node Contraction(Graph graph) => Assert.Single(graph.Nodes, node => node.Primitive is Contract);

    static Value Quantized(Value x, double scale, long zero) =>
        Quantization.QuantizeLinear(x, x.Scope.Constant(ElementType.Float, scale), x.Scope.Constant(new Tensor(ElementType.UInt8, [], new[] { zero })));

    static Value Dequantized(Value x, double scale, long zero) =>
        Quantization.DequantizeLinear(x, x.Scope.Constant(ElementType.Float, scale), x.Scope.Constant(new Tensor(x.ElementType, [], new[] { zero })));

    static Value Whole(Value[] x, int seed, params long[] dims) => x[0].Scope.Constant(Integers(ElementType.Int8, seed, -8, dims));

    static Tensor Bytes(int seed, params long[] dims) => Integers(ElementType.UInt8, seed, 0, dims);

    static Tensor Integers(ElementType type, int seed, int low, long[] dims)
    {
        var random = new System.Random(seed);
        return new Tensor(type, dims, Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(_ => (long)random.Next(low, low + 17)).ToArray());
    }
}
