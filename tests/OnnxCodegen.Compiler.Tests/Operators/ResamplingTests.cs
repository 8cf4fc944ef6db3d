using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class ResamplingTests
{
    static readonly Tensor X = Random(1, 1, 2, 4, 3);

    [Fact]
    public void A_nearest_resize_by_whole_numbers_repeats_elements()
    {
        Tensor y = RunFree(v => Resizing.Resize(v[0], null, Constant(v[0], 1, 1, 2, 3)), X);
        Assert.Equal([1, 2, 8, 9], y.Dims);
        int position = 0;
        foreach (long[] at in Coordinates.Of(y.Dims))
            Assert.Equal(X.Doubles[Coordinates.Offset([at[0], at[1], at[2] / 2, at[3] / 3], X.Strides())], y.Doubles[position++]);
    }

    [Theory]
    [InlineData("nearest", "half_pixel")]
    [InlineData("linear", "asymmetric")]
    [InlineData("cubic", "align_corners")]
    public void Scales_known_at_run_time_resize_as_scales_known_when_compiling(string mode, string coordinates)
    {
        Tensor scales = Doubles([4], 1, 1, 1.75, 0.6);
        Tensor expected = Run(v => Resize(v[0], Constant(v[0], scales.Doubles)), X);
        Assert.Equal([1, 2, 7, 1], expected.Dims);
        Equal(expected, RunFree(v => Resize(v[0], Views.Slice(v[1], 0, 0, 4)), X, scales));

        Value Resize(Value x, Value factors) => Resizing.Resize(x, null, factors, coordinateTransformationMode: coordinates, mode: mode);
    }

    [Fact]
    public void Scales_below_0_are_refused()
    {
        Tensor scales = Doubles([4], 1, 1, 1.75, -0.6);
        Assert.Throws<ModelException>(() => Run(v => Resizing.Resize(v[0], null, Constant(v[0], scales.Doubles)), X));
        Assert.Contains("negative", Assert.Throws<ModelException>(() => RunFree(v => Resizing.Resize(v[0], null, Views.Slice(v[1], 0, 0, 4)), X, scales)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("cubic")]
    public void Interpolation_reproduces_a_line(string mode)
    {
        Tensor line = Doubles([1, 1, 9], Enumerable.Range(0, 9).Select(i => (double)i).ToArray());
        Tensor y = Run(
            v => Resizing.Resize(v[0], null, null, v[1], coordinateTransformationMode: "align_corners", mode: mode), line, Integers(1, 1, 17));
        Equal(Enumerable.Range(3, 11).Select(i => i / 2.0).ToArray(), y.Doubles.Skip(3).Take(11).ToArray());
    }

    [Fact]
    public void A_policy_keeps_the_aspect_ratio()
    {
        Tensor y = Run(
            v => Resizing.Resize(v[0], null, null, v[1], axes: [2, 3], keepAspectRatioPolicy: "not_larger"), X, Integers(8, 12));
        Assert.Equal([1, 2, 8, 6], y.Dims);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("cubic")]
    [InlineData("nearest")]
    public void Sampling_at_the_elements_gives_the_elements(string mode)
    {
        Tensor theta = Doubles([1, 2, 3], 1, 0, 0, 0, 1, 0);
        Tensor y = Run(v => GridSampling.GridSample(v[0], GridSampling.AffineGrid(v[1], v[2]), mode: mode), X, theta, Integers(1, 2, 4, 3));
        Equal(X, y);
    }

    static Value Constant(Value x, params double[] scales) => x.Scope.Constant(Doubles([scales.Length], scales));
}
