using System;
using System.Linq;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class VectorMathTests
{
    [Fact]
    public void Exp_keeps_to_its_error_bound_and_its_limits()
    {
        for (float x = -87; x < 88; x += 0.0137f)
            Assert.True(Math.Abs(VectorMath.Exp(x) - Math.Exp(x)) <= 2.5e-7 * Math.Exp(x), $"exp({x})");
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp(float.PositiveInfinity));
        Assert.Equal(0, VectorMath.Exp(float.NegativeInfinity));
        Assert.True(float.IsNaN(VectorMath.Exp(float.NaN)));
    }

    [Fact]
    public void Tanh_sigmoid_and_erf_keep_to_their_error_bounds()
    {
        for (float x = -10; x < 10; x += 0.00713f)
        {
            Assert.True(Math.Abs(VectorMath.Tanh(x) - Math.Tanh(x)) <= 1e-6 * Math.Abs(Math.Tanh(x)) + 1e-9, $"tanh({x})");
            double sigmoid = 1 / (1 + Math.Exp(-x));
            Assert.True(Math.Abs(VectorMath.Sigmoid(x) - sigmoid) <= 1e-6 * sigmoid, $"sigmoid({x})");
            double erf = Kernels.Elements.ErrorFunction((double)x);
            Assert.True(Math.Abs(VectorMath.Erf(x) - erf) <= 1e-6 * Math.Abs(erf) + 1e-9, $"erf({x})");
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        float[] x = Numbers.Random(16, 7).Select(v => v * 20).ToArray();
        Vector512<float> wide = Vector512.Create(x);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(VectorMath.Tanh(x[i]), VectorMath.Tanh(wide)[i]);
            Assert.Equal(VectorMath.Exp(x[i]), VectorMath.Exp(wide)[i]);
            Assert.Equal(VectorMath.Erf(x[i]), VectorMath.Erf(Vector128.Create(x[i]))[0]);
            Assert.Equal(VectorMath.Sigmoid(x[i]), VectorMath.Sigmoid(Vector256.Create(x[i]))[0]);
        }
    }
}
