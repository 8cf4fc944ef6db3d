using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Operators of the domain com.microsoft.</summary>
public class MicrosoftTests
{
    [Fact]
    public void Transpositions_of_matrices_and_of_batches_come_before_the_product()
    {
        Tensor a = Counting(3, 2, 4), b = Counting(2, 4, 5);
        Tensor plain = Run(v => Contractions.MatMul(Views.Permute(v[0], [1, 0, 2]), v[1]) * 0.5, a, b);
        Tensor fused = Run(v => FusedProducts.FusedMatMul(v[0], v[1], alpha: 0.5, transBatchA: 1), a, b);
        Assert.Equal(plain.Doubles, fused.Doubles);
        Assert.Equal([2L, 3, 5], fused.Dims);
        Tensor columns = Run(v => FusedProducts.FusedMatMul(v[0], v[1], transA: 1), Counting(4, 3), Counting(4, 2));
        Assert.Equal(Run(v => Contractions.MatMul(Views.Permute(v[0], [1, 0]), v[1]), Counting(4, 3), Counting(4, 2)).Doubles, columns.Doubles);
    }

    [Fact]
    public void Activations_have_their_parameters()
    {
        Tensor x = Floats([1, 1, 2, 2], -2, -1, 1, 3);
        Tensor one = Floats([1, 1, 1, 1], 1);
        Assert.Equal([-0.5, -0.25, 1, 3], Run(v => FusedProducts.FusedConv(v[0], v[1], activation: "LeakyRelu", activationParams: [0.25]), x, one).Doubles);
        Assert.Equal([-1.0, -1, 1, 2], Run(v => FusedProducts.FusedConv(v[0], v[1], activation: "Clip", activationParams: [-1, 2]), x, one).Doubles);
        Assert.Equal([0.0, 0, 2, 6], Run(v => FusedProducts.FusedConv(v[0], v[1], null, v[0], "Relu"), x, one).Doubles);
    }

    [Fact]
    public void Sums_are_normalised_and_given()
    {
        Tensor x = Floats([1, 1, 4], 1, 2, 3, 4), skip = Floats([1, 1, 4], 1, 0, -1, 2), ones = Floats(1, 1, 1, 1);
        var results = RunAll(v =>
        {
            var r = SkipNormalizations.SkipSimplifiedLayerNormalization(v[0], v[1], v[2], null, 0);
            return [r.Output, r.Sum];
        }, x, skip, ones);
        Assert.Equal([2.0, 2, 2, 6], results[1].Doubles);
        Assert.Equal([0.577, 0.577, 0.577, 1.732], results[0].Doubles.Select(y => Math.Round(y, 3)));
    }

    [Fact]
    public void Hidden_keys_take_no_part()
    {
        Tensor q = Counting(2, 1, 4), k = Counting(2, 3, 4);
        Tensor counts = Integers(ElementType.Int32, 1, 2);
        Tensor flags = new(ElementType.Int32, [2, 3], new long[] { 1, 0, 0, 1, 1, 0 });
        Tensor byCount = Run(v => FusedAttentions.MultiHeadAttention(v[0], v[1], v[1], keyPaddingMask: v[2], numHeads: 2).Output, q, k, counts);
        Tensor byFlag = Run(v => FusedAttentions.MultiHeadAttention(v[0], v[1], v[1], keyPaddingMask: v[2], numHeads: 2).Output, q, k, flags);
        Assert.Equal(byFlag.Doubles, byCount.Doubles);
        Assert.Equal([0.0, 1, 2, 3], byCount.Doubles.Take(4));
    }

    [Fact]
    public void A_memory_that_grows_gives_what_the_whole_sequence_gives()
    {
        Tensor x = Lowered.Random(1, 1, 5, 8);
        Tensor total = Integers(ElementType.Int32, 5), last = Integers(ElementType.Int32, 4);
        Tensor whole = Lowered.Run(v => GroupQueryAttentions.GroupQueryAttention(v[0], Head(v[0]), Head(v[0]), null, null, v[2], v[1], numHeads: 4, kvNumHeads: 1).Output, x, total, last);
        Tensor step = Lowered.Run(
            v =>
            {
                Value first = Views.Slice(v[0], 1, 0, 4), second = Views.Slice(v[0], 1, 4, 1);
                Value three = v[0].Scope.Constant(Integers(ElementType.Int32, 3)), four = v[0].Scope.Constant(Integers(ElementType.Int32, 4));
                var past = GroupQueryAttentions.GroupQueryAttention(first, Head(first), Head(first), null, null, three, four, numHeads: 4, kvNumHeads: 1);
                return GroupQueryAttentions.GroupQueryAttention(second, Head(second), Head(second), past.PresentKey, past.PresentValue, v[2], v[1], numHeads: 4, kvNumHeads: 1).Output;
            },
            x, total, last);
        Lowered.Equal([.. whole.Doubles.Skip(32)], step.Doubles);

        static Value Head(Value x) => Views.Slice(x, 2, 0, 2);
    }

    [Fact]
    public void Numbers_of_few_bits_come_out_of_bytes_from_the_lowest_bits_on()
    {
        Tensor bytes = Integers(ElementType.UInt8, 0x21, 0xF3);
        Assert.Equal([1L, 2, 3, 15], Run(v => PackedNumbers.Unpack(v[0], 4), bytes).Longs);
        Assert.Equal([1L, 0, 2, 0, 3, 0, 3, 3], Run(v => PackedNumbers.Unpack(v[0], 2), bytes).Longs);
    }

    [Fact]
    public void Packed_weights_are_scaled_by_blocks()
    {
        Tensor a = Floats([1, 18], [.. Enumerable.Repeat(1.0, 18)]);
        Tensor packed = new(ElementType.UInt8, [1, 2, 8], (long[])[.. Enumerable.Repeat(0x99L, 8), .. Enumerable.Repeat(0xAAL, 8)]);
        Tensor scales = Floats([1, 2], 1, 10);
        Assert.Equal([(16 * 1) + (2 * 20.0)], Run(v => BlockQuantization.MatMulNBits(v[0], v[1], v[2], null, null, null, 18, 1, 16), a, packed, scales).Doubles);
        Tensor zeros = new(ElementType.UInt8, [1, 1], new long[] { 0x09 });
        Assert.Equal([2 * 100.0], Run(v => BlockQuantization.MatMulNBits(v[0], v[1], v[2], v[3], null, null, 18, 1, 16), a, packed, scales, zeros).Doubles);
    }

    [Fact]
    public void Slices_of_packed_tables_become_real_and_those_outside_are_zero()
    {
        Tensor data = new(ElementType.UInt8, [2, 8], (long[])[.. Enumerable.Repeat(0x98L, 8), .. Enumerable.Repeat(0xA8L, 8)]);
        Tensor scales = Floats([2, 1], 1, 10);
        Tensor rows = Run(v => BlockQuantization.GatherBlockQuantized(v[0], v[1], v[2], blockSize: 16), data, Longs(1, 2), scales);
        Assert.Equal([2L, 16], rows.Dims);
        Assert.Equal([0.0, 20, 0, 20], rows.Doubles.Take(4));
    }

    [Fact]
    public void Tokens_go_to_the_experts_that_the_router_prefers()
    {
        Tensor x = Floats([2, 2], 1, 2, 3, 4), router = Floats([2, 3], 9, 0, 0, 0, 0, 9);
        Tensor first = Floats([3, 2, 2], 1, 0, 0, 1, 5, 5, 5, 5, 2, 0, 0, 2), second = Floats([3, 2, 2], 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1);
        Tensor y = Run(v => Experts.MoE(v[0], v[1], v[2], null, v[3], activationType: "identity", k: 1, normalizeRoutingWeights: true), x, router, first, second);
        Assert.Equal([1.0, 2, 6, 8], y.Doubles);
    }

    [Fact]
    public void Quantised_operators_quantise_the_real_result()
    {
        Tensor a = Integers(ElementType.UInt8, 10, 20, 250), half = Tensor.Scalar(ElementType.Float, 0.5), three = Tensor.Scalar(ElementType.UInt8, 3);
        Assert.Equal([17L, 37, 255], Run(v => QuantizedOperators.QLinearAdd(v[0], v[1], v[2], v[0], v[1], v[2], v[1], v[2]), a, half, three).Longs);
        Assert.Equal([10L, 20, 250, 10, 20, 250], Run(v => QuantizedOperators.QLinearConcat(v[1], v[2], [v[0], v[1], v[2], v[0], v[1], v[2]], 0), a, half, three).Longs);
    }

    [Fact]
    public void Distances_are_those_between_rows() => Assert.Equal(
        [0.0, 5, 5, 0],
        Run(v => FurtherOperators.CDist(v[0], v[0], "euclidean"), Floats([2, 2], 0, 0, 3, 4)).Doubles);

    [Fact]
    public void A_repeated_sequence_of_tokens_is_forbidden()
    {
        Tensor ids = new(ElementType.Int64, [1, 4], new long[] { 1, 2, 0, 1 });
        Assert.Equal([0, 0, double.NegativeInfinity], Run(v => FurtherOperators.NGramRepeatBlock(v[0], v[1], 2), ids, Floats([1, 3], 0, 0, 0)).Doubles);
    }
}
