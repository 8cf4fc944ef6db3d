using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Operators of com.microsoft whose operands are packed or lie in orders of their own.</summary>
public class PackedOperatorTests
{
    [Theory]
    [InlineData(0, 2, 64)]
    [InlineData(1, 2, 64)]
    [InlineData(2, 3, 64)]
    public void Matrices_come_back_from_every_order(long order, long rows, long columns)
    {
        Tensor x = Random(1, 2, rows, columns);
        Equal(x, Run(v => MatrixOrders.ToRows(MatrixOrders.FromRows(v[0], order), order), x));
        Assert.Equal(order == 1, x.Doubles.SequenceEqual(Run(v => MatrixOrders.FromRows(v[0], order), x).Doubles));
    }

    [Fact]
    public void Orders_are_by_columns_and_by_groups_of_columns()
    {
        Tensor small = Doubles([2, 3], 0, 1, 2, 3, 4, 5);
        Assert.Equal([0, 3, 1, 4, 2, 5], Run(v => MatrixOrders.FromRows(v[0], 0), small).Doubles);
        Tensor wide = Doubles([2, 64], [.. Enumerable.Range(0, 128).Select(i => (double)i)]);
        Assert.Equal([.. Enumerable.Range(0, 32), .. Enumerable.Range(64, 32), .. Enumerable.Range(32, 32), .. Enumerable.Range(96, 32)],
            Run(v => MatrixOrders.FromRows(v[0], 2), wide).Doubles.Select(e => (int)e));
        Assert.Throws<ModelException>(() => Run(v => MatrixOrders.FromRows(v[0], 3), wide));
    }

    [Fact]
    public void Ordered_products_are_those_of_the_real_matrices()
    {
        Tensor a = Bytes([2, 3], 1, -2, 3, 4, 5, -6), b = Bytes([3, 2], 7, 8, 9, 1, 2, 3), c = Bytes([2, 2], 1, 2, 3, 4), scale = Single(0.5), bias = new(ElementType.Float, [2], new double[] { 1, -1 });
        Func<Value[], Value> plain = v => OrderedOperators.QOrderedMatMul(v[0], v[1], v[2], v[1], v[1], 1, 0, 1);
        Func<Value[], Value> whole = v => OrderedOperators.QOrderedMatMul(v[0], v[1], v[2], v[1], v[1], 1, 0, 1, v[3], v[4], v[1]);

        // The columns of the second matrix are 7, 8, 9 and 1, 2, 3.
        Assert.Equal([9L, 3, 7, -2], Run(plain, a, scale, b).Longs);
        Assert.Equal([12L, 3, 12, 0], Run(whole, a, scale, b, bias, c).Longs);
    }

    [Fact]
    public void Quantised_elements_are_real_again()
    {
        Tensor x = new(ElementType.Float, [1, 4], new double[] { -1, 0.5, 100, -0.25 });
        Assert.Equal([-2L, 1, 127, 0], Run(v => OrderedOperators.QuantizeWithOrder(v[0], v[1], 1, 1), x, Single(0.5)).Longs);
        Tensor half = Run(v => OrderedOperators.DequantizeWithOrder(v[0], v[1], 0, 1, ElementType.Float16), Bytes([2, 2], 1, 2, 3, 4), Single(0.5));
        Assert.Equal(ElementType.Float16, half.Type);
        Assert.Equal([0.5, 1.5, 1, 2], half.Doubles);
    }

    [Fact]
    public void A_mask_is_a_bit_for_each_element()
    {
        Tensor x = new(ElementType.Float, [3, 11], new double[33]);
        IReadOnlyList<Tensor> results = RunAll(v => MaskedOperators.BitmaskDropout(v[0]) is var (y, m) ? [y, m] : [], false, x);
        Assert.Equal([0xFFFFFFFFL, 1], results[1].Longs);
        Assert.Equal(ElementType.UInt32, results[1].Type);
        Tensor mask = RunAll(v => MaskedOperators.BitmaskBiasDropout(v[0], v[0], v[0], v[1], v[2], 3) is var (y, m) ? [y, m] : [], true, x, Single(0.5), new Tensor(ElementType.Bool, [], new long[] { 1 }))[1];
        Assert.InRange(System.Numerics.BitOperations.PopCount((ulong)mask.Longs[0]), 1, 31);
    }

    [Fact]
    public void Hidden_elements_are_no_maxima()
    {
        Tensor x = new(ElementType.Float, [1, 2, 4], new double[] { 1, 5, 3, 9, -4, -2, -3, -1 }), mask = new(ElementType.Int32, [1, 1, 4], new long[] { 1, 1, 0, 0 });
        Assert.Equal([5, float.MinValue, -2, float.MinValue], Run(v => MaskedOperators.MaxpoolWithMask(v[0], v[1], [2], strides: [2]), x, mask).Doubles);
    }

    [Fact]
    public void Matrices_of_8_bit_floats_are_multiplied_with_their_scales()
    {
        Tensor a = new(ElementType.Float8E4M3FN, [1, 2], new double[] { 1, 2 }), b = new(ElementType.Float8E5M2, [2, 2], new double[] { 4, -8, 0.5, 1 }), c = new(ElementType.Float, [2], new double[] { 1, 1 });
        Tensor y = Run(v => PackedProducts.GemmFloat8(v[0], v[1], v[2], v[3], v[3], v[3], "RELU", 2, 1, ElementType.Float16, 0, 1), a, b, c, Single(0.5));
        Assert.Equal(ElementType.Float16, y.Type);
        Assert.Equal([0, 0.5 * ((2 * 0.25 * 2.5) + 1)], y.Doubles);
    }

    [Theory]
    [InlineData(0, 32, 8)]
    [InlineData(1, 32, 3)]
    [InlineData(2, 64, 8)]
    public void Columns_of_4_bit_blocks_are_multiplied(long type, int block, int offset)
    {
        const int Rows = 70, Columns = 2;
        var random = new System.Random(1);
        var bytes = new List<long>();
        var columns = new double[Columns, Rows];
        for (int column = 0; column < Columns; column++)
        {
            for (int start = 0; start < Rows; start += block)
            {
                float scale = random.Next(1, 9) / 8f;
                bytes.AddRange(BitConverter.GetBytes(scale).Select(b => (long)b));
                if (type == 1)
                    bytes.Add(offset);
                for (int unit = 0; unit < block; unit += 32)
                {
                    long[] codes = [.. Enumerable.Range(0, 32).Select(_ => (long)random.Next(16))];
                    bytes.AddRange(Enumerable.Range(0, 16).Select(i => codes[i] | (codes[i + 16] << 4)));
                    for (int i = 0; i < 32 && start + unit + i < Rows; i++)
                        columns[column, start + unit + i] = (codes[i] - offset) * scale;
                }
            }
        }
        double[] row = [.. Enumerable.Range(0, Rows).Select(i => (i % 7) - 3.0)];
        Tensor y = Run(
            v => PackedProducts.MatMulFpQ4(v[0], v[1], v[2].Scope.Constant(Tensor.Vector([Rows, Columns])), type),
            new Tensor(ElementType.Float, [1, Rows], row), new Tensor(ElementType.UInt8, [bytes.Count], bytes.ToArray()), Integers(Rows, Columns));
        for (int column = 0; column < Columns; column++)
            Assert.Equal(row.Select((a, i) => a * columns[column, i]).Sum(), y.Doubles[column], 1e-3);
    }

    [Fact]
    public void Packed_sequences_are_convolved_one_by_one()
    {
        Tensor tokens = Random(1, 5, 2), weight = Random(2, 2, 1, 3), state = Random(3, 2, 2, 2), ends = new(ElementType.Int32, [3], new long[] { 0, 2, 5 }), counts = new(ElementType.Int32, [2], new long[] { 1, 9 });
        IReadOnlyList<Tensor> packed = RunAll(
            v => RaggedConvolutions.VarlenCausalConvWithState(v[0], v[1], v[2], null, v[3], v[4], "silu", stateUpdateCapacity: 4), true, tokens, weight, ends, state, counts);
        var expected = new List<double>();
        for (int sample = 0; sample < 2; sample++)
        {
            (int start, int length) = ((int)ends.Longs[sample], (int)(ends.Longs[sample + 1] - ends.Longs[sample]));
            Tensor x = Doubles([1, 2, length], [.. Enumerable.Range(0, 2).SelectMany(c => Enumerable.Range(start, length).Select(t => tokens.Doubles[(t * 2) + c]))]);
            IReadOnlyList<Tensor> alone = RunAll(
                v => CausalConvolution.CausalConvWithState(v[0], v[1], null, v[2], "silu") is var (y, present) ? [y, present] : [], false, x, weight, Doubles([1, 2, 2], state.Doubles[(sample * 4)..((sample * 4) + 4)]));
            expected.AddRange(Enumerable.Range(0, length).SelectMany(t => Enumerable.Range(0, 2).Select(c => alone[0].Doubles[(c * length) + t])));
            Equal(alone[1].Doubles, packed[1].Doubles[(sample * 4)..((sample * 4) + 4)]);
        }
        Equal([.. expected], packed[0].Doubles);
        Equal([.. tokens.Doubles.Take(2), 0, 0, 0, 0, 0, 0, .. tokens.Doubles.Skip(4), 0, 0], packed[2].Doubles);
    }

    static Tensor Single(double value) => new(ElementType.Float, [], new[] { value });

    static Tensor Bytes(long[] dims, params long[] elements) => new(ElementType.Int8, dims, elements);
}
