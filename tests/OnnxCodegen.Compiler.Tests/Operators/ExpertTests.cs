using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Mixtures of experts.</summary>
public class ExpertTests
{
    static readonly Tensor Scores = Floats([1, 4], 0.99, 1, 0.5, -3);

    [Fact]
    public void Weights_of_their_own_are_the_shares_of_the_experts_that_scores_choose()
    {
        Tensor weights = Floats([1, 4], 0.25, 0.5, 9, 9);
        Assert.Equal([0.25, 0.5, 0, 0], Run(v => new ExpertRouting(2, false, false).Shares(v[0], v[1]), Scores, weights).Doubles);
        Assert.Equal([1.0 / 3, 2.0 / 3, 0, 0], Run(v => new ExpertRouting(2, true, false).Shares(v[0], v[1]), Scores, weights).Doubles.Select(x => Math.Round(x, 6)), (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void A_sparse_mixer_draws_two_experts_by_their_shares_among_those_nearly_as_good()
    {
        double[] shares = Run(v => new ExpertRouting(2, false, true).Shares(v[0]), Scores).Doubles;
        Assert.Equal([1.0, 1 / (1 + Math.Exp(-0.01)), 0, 0], shares, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Throws<ModelException>(() => Run(v => new ExpertRouting(1, false, true).Shares(v[0]), Scores));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Floats_of_8_bits_have_scales_of_experts_or_of_square_blocks(long blockSize)
    {
        Tensor x = Floats([1, 3], 1, 1, 1), router = Floats([1, 1], 1), first = Float8([1, 2, 3], 1, 2, 3, 4, 0.5, 1), second = Float8([1, 3, 2], 1, 0, 0, 1, 1, 1);
        Tensor blocks = Floats([1, 1, 2], 2, 10), more = Floats([1, 2, 1], 1, 3), one = Floats(2);
        Tensor y = blockSize == 0
            ? Run(v => QuantizedExperts.QMoE(v[0], v[1], v[2], null, null, v[3], fc1GlobalScale: v[4], fc2GlobalScale: v[4], activationType: "identity", quantType: "fp8"), x, router, first, second, one)
            : Run(v => QuantizedExperts.QMoE(v[0], v[1], v[2], v[4], null, v[3], v[5], activationType: "identity", blockSize: 2, quantType: "fp8"), x, router, first, second, blocks, more);
        Assert.Equal(blockSize == 0 ? [24.0, 22, 46] : [36.0, 19, 3 * 55], y.Doubles);
    }

    [Fact]
    public void Layers_may_have_integers_of_different_widths()
    {
        Tensor x = Floats([1, 2], 1, 1), router = Floats([1, 1], 1), one = Floats([1, 2], 1, 1);
        Tensor nibbles = new(ElementType.UInt8, [1, 2, 1], new long[] { 0x98, 0xA9 }), bytes = new(ElementType.UInt8, [1, 2, 2], new long[] { 129, 128, 128, 130 });
        Tensor y = Lowered.Run(v => QuantizedExperts.QMoE(v[0], v[1], v[2], v[4], null, v[3], v[4], activationType: "identity", fc2ExpertWeightBits: 8), x, router, nibbles, bytes, one);
        Assert.Equal([1.0, 6], y.Doubles);
    }

    static Tensor Float8(long[] dims, params double[] elements) => new(ElementType.Float8E4M3FN, dims, elements);
}
