using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class ElementwiseTests
{
    [Fact]
    public void Operands_broadcast()
    {
        Tensor sum = Run(x => Arithmetic.Add(x[0], x[1]), Counting(2, 3), Floats(10, 20, 30));
        Assert.Equal([2L, 3], sum.Dims);
        Assert.Equal([10, 21, 32, 13, 24, 35], sum.Doubles);
    }

    [Fact]
    public void Early_versions_align_the_second_operand_at_an_axis()
    {
        Tensor sum = Run(x => Arithmetic.Add1(x[0], x[1], axis: 0, broadcast: 1), Counting(2, 3), Floats(10, 20));
        Assert.Equal([10, 11, 12, 23, 24, 25], sum.Doubles);
    }

    [Fact]
    public void Division_of_integers_truncates_and_never_fails()
    {
        Tensor quotient = Run(x => Arithmetic.Div(x[0], x[1]), Longs(7, -7, 7, long.MinValue), Longs(2, 2, 0, -1));
        Assert.Equal([3, -3, 0, long.MinValue], quotient.Longs);
    }

    [Fact]
    public void Remainders_take_the_sign_that_fmod_chooses()
    {
        Assert.Equal([2L, -2], Run(x => Arithmetic.Mod(x[0], x[1]), Longs(-7, 7), Longs(3, -3)).Longs);
        Assert.Equal([-1L, 1], Run(x => Arithmetic.Mod(x[0], x[1], fmod: 1), Longs(-7, 7), Longs(3, -3)).Longs);
    }

    [Fact]
    public void A_power_has_the_type_of_its_base()
    {
        Tensor power = Run(x => Arithmetic.Pow(x[0], x[1]), Integers(ElementType.Int32, 4, 9), Floats(0.5, 2.5));
        Assert.Equal(ElementType.Int32, power.Type);
        Assert.Equal([2L, 243], power.Longs);
    }

    [Fact]
    public void The_upper_bound_of_a_clip_wins()
    {
        Tensor five = Tensor.Scalar(ElementType.Float, 5);
        Tensor two = Tensor.Scalar(ElementType.Float, 2);
        Assert.Equal([2.0, 2], Run(x => Activations.Clip(x[0], x[1], x[2]), Floats(0, 9), five, two).Doubles);
        Assert.Equal([0.0, 2], Run(x => Activations.Clip(x[0], null, x[1]), Floats(0, 9), two).Doubles);
    }

    [Fact]
    public void NaN_passes_through_maxima()
    {
        Assert.Equal([double.NaN, 0.0], Run(x => Activations.Relu(x[0]), Floats(double.NaN, -1)).Doubles);
        Assert.Equal([double.NaN], Run(x => Arithmetic.Max([x[0], x[1]]), Floats(1), Floats(double.NaN)).Doubles);
    }

    [Fact]
    public void NaN_is_neither_greater_nor_less()
    {
        Assert.Equal([0L], Run(x => Comparison.GreaterOrEqual(x[0], x[1]), Floats(double.NaN), Floats(1)).Longs);
        Assert.Equal([0L], Run(x => Comparison.Less(x[0], x[1]), Floats(double.NaN), Floats(1)).Longs);
    }

    [Fact]
    public void Infinities_are_told_apart_by_sign()
    {
        Tensor x = Floats(double.NegativeInfinity, 0, double.PositiveInfinity);
        Assert.Equal([1L, 0, 1], Run(v => Comparison.IsInf(v[0]), x).Longs);
        Assert.Equal([0L, 0, 1], Run(v => Comparison.IsInf(v[0], detectNegative: 0), x).Longs);
        Assert.Equal([1L, 0, 0], Run(v => Comparison.IsInf(v[0], detectPositive: 0), x).Longs);
    }

    [Fact]
    public void Shifts_by_the_width_give_zero() =>
        Assert.Equal([4L, 0], Run(x => Bits.BitShift(x[0], x[1], "LEFT"), Integers(ElementType.UInt8, 1, 1), Integers(ElementType.UInt8, 2, 8)).Longs);

    [Theory]
    [InlineData("none", 0.8413447)]
    [InlineData("tanh", 0.8411920)]
    public void Gelu_has_two_forms(string approximate, double expected) =>
        Assert.Equal(expected, Run(x => Activations.Gelu(x[0], approximate), Floats(1)).Doubles[0], 6);

    [Fact]
    public void Mish_is_x_far_above_zero_and_zero_far_below()
    {
        double[] y = Run(x => Activations.Mish(x[0]), Floats(-1000, -1, 0, 1, 1000)).Doubles;
        double[] expected = [0, -0.30340147, 0, 0.86509839, 1000];
        Assert.All(expected.Zip(y), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Softplus_does_not_overflow() =>
        Assert.Equal([1000.0, 0], Run(x => Activations.Softplus(x[0]), Floats(1000, -1000)).Doubles);

    [Theory]
    [InlineData(nameof(ElementType.Int8), 300, 44)]
    [InlineData(nameof(ElementType.Int32), 3e10, int.MaxValue)]
    [InlineData(nameof(ElementType.UInt32), -3, 0)]
    [InlineData(nameof(ElementType.UInt64), -3, 0)]
    [InlineData(nameof(ElementType.Int4), 9, -7)]
    [InlineData(nameof(ElementType.Bool), 0.5, 1)]
    public void Casts_to_integers_follow_the_type(string type, double value, long expected) =>
        Assert.Equal([expected], Run(x => Casting.Cast1(x[0], type), Floats(value)).Longs);

    [Theory]
    [InlineData("up", 3, 4)]
    [InlineData("down", 3, 2)]
    [InlineData("nearest", 2.9, 2)]
    [InlineData("nearest", 3, 4)]
    public void Casts_to_powers_of_two_round_as_asked(string mode, double value, double expected) =>
        Assert.Equal([expected], Run(x => Casting.Cast(x[0], ElementType.Float8E8M0, roundMode: mode), Floats(value)).Doubles);

    [Fact]
    public void Bits_keep_their_pattern() =>
        Assert.Equal([0x3F800000L], Run(x => Casting.BitCast(x[0], ElementType.Int32), Floats(1)).Longs);

    [Fact]
    public void Dropout_passes_its_input_when_it_does_not_train()
    {
        var results = RunAll(x => Both(Dropouts.Dropout(x[0])), Counting(3));
        Assert.Equal([0.0, 1, 2], results[0].Doubles);
        Assert.Equal([1L, 1, 1], results[1].Longs);
    }

    [Fact]
    public void Random_numbers_depend_on_the_seed_alone()
    {
        Tensor x = Counting(1000);
        Tensor first = Run(v => RandomNumbers.RandomUniformLike(v[0], seed: 1), x);
        Tensor second = Run(v => RandomNumbers.RandomUniformLike(v[0], seed: 2), x);
        Assert.NotEqual(first.Doubles, second.Doubles);
        Assert.All(first.Doubles, u => Assert.InRange(u, 0, 1));
        Assert.InRange(Mean(first), 0.45, 0.55);
        Assert.InRange(Mean(Run(v => RandomNumbers.RandomNormalLike(v[0], mean: 3, seed: 1), x)), 2.9, 3.1);
    }

    static Value[] Both((Value First, Value Second) pair) => [pair.First, pair.Second];

    static double Mean(Tensor x)
    {
        double sum = 0;
        Array.ForEach(x.Doubles, value => sum += value);
        return sum / x.Length;
    }
}
