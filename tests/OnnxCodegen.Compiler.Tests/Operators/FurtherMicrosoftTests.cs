using System;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Operators of the domain com.microsoft, by their definitions.</summary>
public class FurtherMicrosoftTests
{
    [Fact]
    public void A_real_spectrum_is_half_of_the_complex_one_and_gives_the_signal_back()
    {
        Tensor x = Random(1, 2, 6);
        Tensor spectrum = Run(v => RealSpectra.Rfft(v[0]), x);

        Assert.Equal([2L, 4, 2], spectrum.Dims);
        Complex second = x.Doubles.Take(6).Select((s, n) => s * Complex.Exp(-2 * Math.PI * Complex.ImaginaryOne * n / 6)).Aggregate((a, b) => a + b);
        Equal([second.Real, second.Imaginary], spectrum.Doubles[2..4]);
        Equal(x, Run(v => RealSpectra.Irfft(v[0], 1), spectrum));
        Equal(x, Run(v => RealSpectra.Irfft(RealSpectra.Rfft(v[0], signalNdim: 2), 2), x));
    }

    [Theory]
    [InlineData(0, 0x2362F9DEL)]
    [InlineData(42, 0x379FAE8FL)]
    public void Hashes_are_those_of_MurmurHash3(long seed, long expected)
    {
        Tensor zero = new(ElementType.Int32, [1], new long[] { 0 });
        Assert.Equal(expected, Run(v => Hashes.MurmurHash3(v[0], seed: seed), zero).Longs[0]);
        Assert.Equal(unchecked((int)expected), Run(v => Hashes.MurmurHash3(v[0], false, seed), zero).Longs[0]);
    }

    [Fact]
    public void Sums_of_images_are_normalised_by_groups_in_both_layouts()
    {
        Tensor x = Random(1, 2, 3, 4), skip = Random(2, 2, 4), bias = Random(3, 4), scale = Random(4, 4), shift = Random(5, 4);
        Tensor last = Run(v => SkipNormalizations.SkipGroupNorm(v[0], v[1], v[2], v[3], v[4], 2, 1).Y, x, scale, shift, skip, bias);
        Tensor first = Run(v => Views.Permute(SkipNormalizations.SkipGroupNorm(
            Views.Permute(v[0], [0, 2, 1]), v[1], v[2], v[3], v[4], 2, 1, channelsLast: 0).Y, [0, 2, 1]), x, scale, shift, skip, bias);
        Tensor plain = Run(v => SkipNormalizations.GroupNorm(v[0] + Views.Unsqueeze(v[3], 1) + v[4], v[1], v[2], 2, 1), x, scale, shift, skip, bias);
        Equal(plain, last);
        Equal(plain, first);
    }

    [Fact]
    public void Images_with_channels_last_are_convolved_in_their_order()
    {
        Tensor x = Random(1, 1, 5, 4, 2), w = Random(2, 3, 2, 3, 2), z = Random(3, 1, 3, 3, 3);
        Tensor plain = Run(v => Views.Permute(Convolutions.Conv(Views.Permute(v[0], [0, 3, 1, 2]), v[1]), [0, 2, 3, 1]), x, w);
        Equal(plain, Run(v => FusedProducts.NhwcConv(v[0], v[1]), x, w));
        Equal(Run(v => Activations.Relu(v[0] + v[1]), plain, z), Run(v => FusedProducts.NhwcFusedConv(v[0], v[1], null, v[2], "Relu"), x, w, z));
    }

    [Fact]
    public void Runs_of_an_axis_overlap()
    {
        Tensor y = RunFree(v => FurtherOperators.UnfoldTensor(v[0], 3, 0, 2), Doubles([6], 0, 1, 2, 3, 4, 5));
        Assert.Equal([2L, 3], y.Dims);
        Assert.Equal([0.0, 1, 2, 2, 3, 4], y.Doubles);
    }

    [Fact]
    public void Bytes_are_summed_as_integers_of_32_bits()
    {
        Tensor y = Run(v => FurtherOperators.ReduceSumInteger(v[0], [1], false), new Tensor(ElementType.UInt8, [2, 2], new long[] { 200, 100, 255, 255 }));
        Assert.Equal(ElementType.UInt32, y.Type);
        Assert.Equal([300L, 510], y.Longs);
    }

    [Fact]
    public void Rows_of_a_table_are_looked_up() => Assert.Equal(
        [3.0, 4, 1, 2], Run(v => FurtherOperators.TorchEmbedding(v[0], v[1]), Doubles([2, 2], 1, 2, 3, 4), Integers(1, 0)).Doubles);

    [Fact]
    public void Gates_of_positions_are_sums_of_halves()
    {
        Tensor q = Doubles([1, 1, 2], 1, 2), zero = Doubles([2], 0, 0), position = Doubles([1, 1, 1, 1], 3), w = Doubles([2, 2], 1, 0, 0, 1), a = Doubles([1, 1, 1, 1], 4);
        double update = 1 / (1 + Math.Exp(-1)), reset = 1 / (1 + Math.Exp(-2));
        Equal([((update * ((reset * 4) - 1)) + 2) * 3], Run(v => Gates.GatedRelativePositionBias(v[0], v[1], v[2], v[3], v[1], v[4], numHeads: 1), q, zero, position, w, a).Doubles);
    }

    [Fact]
    public void Floats_of_4_and_8_bits_are_scaled_by_blocks()
    {
        Tensor a = new(ElementType.Float, [1, 4], new double[] { 1.0, 1, 1, 1 }), one = new(ElementType.Float, [], new double[] { 2.0 });
        // 1, 2, 3 and 6 in E2M1, the first in the lower bits; the scales 1 and 2 in E4M3.
        Tensor packed = new(ElementType.UInt8, [1, 2], new long[] { 0x42, 0x75 }), scales = new(ElementType.UInt8, [1, 2], new long[] { 0x38, 0x40 });
        Assert.Equal([2 * (1 + 2 + (2 * (3 + 6)))], Run(v => BlockQuantization.MatMulBlockQuantizedFp4Weight(v[0], v[1], v[2], v[3], blockSize: 2), a, packed, scales, one).Doubles);
        Tensor eight = new(ElementType.Float8E4M3FN, [1, 4], new double[] { 1.0, 2, 3, 6 }), real = new(ElementType.Float, [1, 2], new double[] { 1.0, 2 });
        Assert.Equal([1 + 2 + (2.0 * (3 + 6))], Run(v => BlockQuantization.MatMulBlockQuantizedFp8Weight(v[0], v[1], v[2], blockSize: 2), a, eight, real).Doubles);
    }

    [Fact]
    public void A_gated_layer_and_projections_share_a_normalised_input()
    {
        Tensor a = Floats([2, 16], 1), skip = Floats([2, 16], 2), scale = Floats([16], 3);
        Tensor b = new(ElementType.UInt8, [2, 1, 8], Enumerable.Range(0, 16).Select(i => (long)(i * 17)).ToArray()), scales = Floats([2], 4);
        Tensor normed = Run(v => SkipNormalizations.SkipSimplifiedLayerNormalization(v[0], v[1], v[2], epsilon: 1e-5).Output, a, skip, scale);
        Tensor product = Run(v => BlockQuantization.MatMulNBits(v[0], v[1], v[2], null, null, null, 16, 2, 16), normed, b, scales);
        double[] mlp = Run(v => BlockQuantization.MatMulNBitsMlp(v[0], v[1], v[2], v[3], v[4], null, v[3], v[4], null, 16, 2, 16, "silu").Y, a, skip, scale, b, scales).Doubles;
        double[] values = Run(v => BlockQuantization.MatMulNBitsQkv(v[0], v[1], v[2], v[3], v[4], null, v[3], v[4], null, v[3], v[4], null, 16, 2, 2, 16).V, a, skip, scale, b, scales).Doubles;
        for (int i = 0; i < mlp.Length; i++)
        {
            double x = product.Doubles[i];
            Assert.Equal(x / (1 + Math.Exp(-x)) * x, mlp[i], 1e-3);
            Assert.Equal(x, values[i], 1e-4);
        }
    }

    static Tensor Floats(long[] dims, int seed) => new(ElementType.Float, dims, Random(seed, dims).Doubles.Select(x => (double)(float)x).ToArray());
}
