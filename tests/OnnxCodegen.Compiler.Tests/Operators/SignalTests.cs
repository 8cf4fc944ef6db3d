using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class SignalTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(70)]
    public void The_inverse_transform_gives_the_signal_back(int length)
    {
        Tensor x = Random(1, 2, length, 2);
        Equal(x, Run(v => FourierOperators.DFT(FourierOperators.DFT(v[0]), inverse: true), x));
        Equal(x, RunFree(v => FourierOperators.DFT17(FourierOperators.DFT17(Complex(v[0]), axis: 1), axis: 1, inverse: true), x));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(70)]
    public void Half_a_spectrum_is_that_of_a_real_signal(int length)
    {
        Tensor x = Random(2, 3, length, 1);
        Tensor n = Tensor.Scalar(length);
        Equal(x, Run(v => FourierOperators.DFT(FourierOperators.DFT(v[0], onesided: true), v[1], inverse: true, onesided: true), x, n));
    }

    [Fact]
    public void A_product_with_the_matrix_is_the_transform()
    {
        Tensor x = new(ElementType.Float, [2, 10, 2], Random(3, 2, 10, 2).Doubles.Select(e => ElementConversion.Round(e, ElementType.Float)).ToArray());
        foreach ((bool isInverse, bool isOneSided) in ((bool, bool)[])[(false, false), (false, true), (true, false)])
        {
            Tensor product = Run(v => FourierOperators.DFT(v[0], inverse: isInverse, onesided: isOneSided), x);
            long results = isOneSided ? 6 : 10;
            Tensor direct = DirectTransform.Of(x, 10, results, 2, isInverse);
            Assert.Equal(direct.Dims, product.Dims);
            Assert.All(direct.Doubles.Zip(product.Doubles, (a, b) => a - b), d => Assert.InRange(d, -1e-6, 1e-6));
        }
    }

    [Fact]
    public void Signals_are_cut_or_filled_to_the_length()
    {
        Tensor x = Random(4, 1, 5, 1);
        Tensor longer = Run(v => FourierOperators.DFT(v[0], v[1]), x, Tensor.Scalar(8));
        Tensor filled = Run(v => FourierOperators.DFT(v[0]), Doubles([1, 8, 1], [.. x.Doubles, 0, 0, 0]));
        Equal(filled, longer);
        Equal(Run(v => FourierOperators.DFT(v[0]), Doubles([1, 3, 1], x.Doubles[..3])), Run(v => FourierOperators.DFT(v[0], v[1]), x, Tensor.Scalar(3)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-2)]
    public void The_axis_may_be_known_at_run_time_alone(long axis)
    {
        Tensor x = Random(5, 3, 4, 5, 2);
        Tensor expected = Run(v => FourierOperators.DFT17(v[0], axis: axis, onesided: false), x);
        Equal(expected, Run(v => FourierOperators.DFT(v[0], axis: v[1]), x, Tensor.Scalar(axis)));
    }

    [Fact]
    public void The_axis_of_the_parts_is_none_of_the_signal() =>
        Assert.Throws<ModelException>(() => Run(v => FourierOperators.DFT17(v[0], axis: 2), Random(1, 2, 4, 2)));

    [Fact]
    public void A_short_transform_is_that_of_weighted_frames()
    {
        Tensor signal = Random(6, 2, 11, 1);
        Tensor window = Random(7, 4);
        Tensor y = Run(v => FourierOperators.STFT(v[0], v[1], v[2]), signal, Tensor.Scalar(3), window);
        Assert.Equal([2L, 3, 3, 2], y.Dims);
        double[] frame = [.. Enumerable.Range(0, 4).Select(i => signal.Doubles[11 + 3 + i] * window.Doubles[i])];
        Tensor expected = DirectTransform.Of(Doubles([1, 4, 1], frame), 4, 3, 2, false);
        Equal(expected.Doubles, y.Doubles[(((1 * 3) + 1) * 6)..(((1 * 3) + 2) * 6)]);
        Equal(y, Run(v => FourierOperators.STFT(v[0], v[1], v[2]), Doubles([2, 11], signal.Doubles), Tensor.Scalar(3), window));
    }

    [Fact]
    public void Mel_filters_are_triangles_of_height_one()
    {
        Tensor Number(double hertz) => Doubles([], hertz);
        Tensor y = Run(
            v => MelFilters.MelWeightMatrix(v[0], v[1], v[2], v[3], v[4]), Tensor.Scalar(4), Tensor.Scalar(64), Tensor.Scalar(8000), Number(0), Number(4000));
        Assert.Equal([33L, 4], y.Dims);
        for (int filter = 0; filter < 4; filter++)
        {
            double[] weights = [.. Enumerable.Range(0, 33).Select(bin => y.Doubles[(bin * 4) + filter])];
            Assert.Equal(1, weights.Max());
            int peak = Array.IndexOf(weights, 1);
            Assert.All(Enumerable.Range(1, peak), i => Assert.True(weights[i - 1] <= weights[i]));
            Assert.All(Enumerable.Range(peak + 1, 32 - peak), i => Assert.True(weights[i] <= weights[i - 1]));
        }
    }

    /// <summary>The last axis, whose length of 2 must be known.</summary>
    static Value Complex(Value x) => Views.Reshape(x, x.Shape[0], x.Shape[1], 2);
}
