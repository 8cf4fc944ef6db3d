using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Operations on floating numbers and texts.</summary>
public class FloatElementsTests
{
    const double Tolerance = 4e-15;

    static IEnumerable<double> Small => Enumerable.Range(-20, 40).Where(i => i != 0).Select(i => Math.Sign(i) * Math.Pow(10, -Math.Abs(i) / 2.5));

    [Fact]
    public void Exponential_and_logarithm_near_zero_do_not_cancel()
    {
        foreach (double x in Small)
        {
            AssertRelative(Series(x, n => 1m / n), Elements.ExponentialMinusOne(x));
            if (Math.Abs(x) < 0.5)
                AssertRelative(Series(x, n => -(n - 1m) / n), Elements.LogarithmOnePlus(x));
        }
        Assert.Equal([-1, -1, double.PositiveInfinity, double.NaN, 0], new[] { -1e3, double.NegativeInfinity, 1e3, double.NaN, 0 }.Select(Elements.ExponentialMinusOne));
        Assert.Equal([double.NegativeInfinity, double.NaN, double.PositiveInfinity, double.NaN, 0], new[] { -1, -2, double.PositiveInfinity, double.NaN, 0 }.Select(Elements.LogarithmOnePlus));
        Assert.Equal((float)(Math.E - 1), Elements.ExponentialMinusOne(1f));
        Assert.Equal(MathF.Log(3), Elements.LogarithmOnePlus(2f));
    }

    [Theory]
    [InlineData(1e-10, 1.1283791670955126e-10)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(2.5, 0.9995930479825550)]
    [InlineData(3, 0.9999779095030014)]
    [InlineData(7, 1)]
    [InlineData(0, 0)]
    public void The_error_function_is_odd_and_has_its_values(double x, double erf)
    {
        AssertRelative(erf, Elements.ErrorFunction(x));
        AssertRelative(-erf, Elements.ErrorFunction(-x));
        Assert.Equal((float)erf, Elements.ErrorFunction((float)x), 1e-7f);
    }

    [Fact]
    public void The_inverse_undoes_the_error_function()
    {
        for (double y = -0.9999; y < 1; y += 0.0101)
        {
            Assert.Equal(y, Elements.ErrorFunction(Elements.InverseErrorFunction(y)), 1e-14);
            Assert.Equal((float)Elements.InverseErrorFunction(y), Elements.InverseErrorFunction((float)y), 1e-2f);
        }
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.NaN, 0], new[] { 1, -1, 1.5, double.NaN, 0 }.Select(Elements.InverseErrorFunction));
    }

    [Fact]
    public void The_sign_keeps_NaN_and_the_remainder_has_the_sign_of_the_divisor()
    {
        Assert.Equal([1, -1, 0, 0, float.NaN, 1], new[] { 5f, -0.1f, 0f, -0f, float.NaN, float.PositiveInfinity }.Select(Elements.Sign));
        Assert.Equal([1.5f, 0.5f, -0.5f, -1.5f, float.NaN], new[] { (5.5f, 2f), (-5.5f, 2f), (5.5f, -2f), (-5.5f, -2f), (1f, 0f) }.Select(p => Elements.Modulo(p.Item1, p.Item2)));
    }

    [Fact]
    public void The_sigmoid_goes_from_zero_to_one()
    {
        Assert.Equal([0, 0.5, 1], new[] { -1e4, 0, 1e4 }.Select(Elements.Sigmoid));
        Assert.Equal([0, 0.5f, 1], new[] { -1e4f, 0, 1e4f }.Select(Elements.Sigmoid));
        AssertRelative(1 / (1 + Math.Exp(-2)), Elements.Sigmoid(2d));
    }

    [Fact]
    public void Numbers_are_texts_and_back()
    {
        Assert.Equal(["NaN", "INF", "-INF", "0.1", "-0", "1E+20"], new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.1f, -0f, 1e20f }.Select(Elements.ToText));
        Assert.Equal(["NaN", "INF", "-INF", "0.1"], new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.1 }.Select(Elements.ToText));
        Assert.Equal(["-7", "True", "False"], [Elements.ToText(-7L), Elements.ToText(true), Elements.ToText(false)]);
        Assert.Equal([double.NaN, double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, -1.5e3], new[] { "NaN", "INF", "+INF", "-inf", " -1.5e3" }.Select(Elements.Parse));
        Assert.Throws<FormatException>(() => Elements.Parse("one"));
    }

    static void AssertRelative(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected), $"{actual}, expected {expected}");

    /// <summary>x plus further terms: term n is the one before it times x times a ratio.</summary>
    static double Series(double x, Func<int, decimal> ratio)
    {
        // Scaled by x, so that the fixed point of decimals costs no digits.
        decimal term = 1, sum = 1;
        for (int n = 2; n < 100; n++)
        {
            term *= (decimal)x * ratio(n);
            sum += term;
        }
        return x * (double)sum;
    }
}
