using System;
using System.Linq;
using System.Reflection;
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
        for (float x = -25; x < 25; x += 0.00713f)
        {
            AssertNear(x / (1 + Math.Exp(-x)), VectorMath.Silu(x), $"silu({x})");
            AssertNear(1 / (1 + Math.Exp(-x)), VectorMath.Sigmoid(x), $"sigmoid({x})");
        }
        for (float x = -87; x < 1e4f; x += 1.713f)
            Assert.True(Math.Abs(VectorMath.Sigmoid(x) - (1 / (1 + Math.Exp(-x)))) <= 2e-6 / (1 + Math.Exp(-x)), $"sigmoid({x})");
        Assert.Equal([0, 1, 0, 1], new[] { float.NegativeInfinity, float.PositiveInfinity, -1e30f, 1e30f }.Select(VectorMath.Sigmoid));
        Assert.Equal([float.PositiveInfinity, 0, 1e30f], new[] { float.PositiveInfinity, -1e30f, 1e30f }.Select(VectorMath.Silu));
        for (float x = -10; x < 10; x += 0.00713f)
        {
            Assert.True(Math.Abs(VectorMath.Tanh(x) - Math.Tanh(x)) <= 1e-6 * Math.Abs(Math.Tanh(x)) + 1e-9, $"tanh({x})");
            double erf = Kernels.Elements.ErrorFunction((double)x);
            Assert.True(Math.Abs(VectorMath.Erf(x) - erf) <= 1e-6 * Math.Abs(erf) + 1e-9, $"erf({x})");
        }
    }

    [Fact]
    public void Logarithms_and_powers_less_one_keep_to_their_error_bounds_and_their_limits()
    {
        for (float x = -17; x < 88; x += 0.00913f)
            AssertNear(Kernels.Elements.ExponentialMinusOne((double)x), VectorMath.Expm1(x), $"expm1({x})");
        for (float x = 1e-30f; x < 1e30f; x *= 1.37f)
        {
            AssertNear(Math.Log(x), VectorMath.Log(x), $"log({x})");
            AssertNear(Kernels.Elements.LogarithmOnePlus((double)x), VectorMath.Log1p(x), $"log1p({x})");
            float below = -MathF.Min(x, 0.999f);
            AssertNear(Kernels.Elements.LogarithmOnePlus((double)below), VectorMath.Log1p(below), $"log1p({below})");
            AssertNear(Kernels.Elements.ExponentialMinusOne((double)below), VectorMath.Expm1(below), $"expm1({below})");
        }
        Assert.Equal([0, -1, -1, float.PositiveInfinity, float.PositiveInfinity],
            new[] { 0, -40, float.NegativeInfinity, 89.5f, float.PositiveInfinity }.Select(VectorMath.Expm1));
        Assert.Equal([0, float.NegativeInfinity, float.PositiveInfinity], new[] { 0, -1, float.PositiveInfinity }.Select(VectorMath.Log1p));
        Assert.Equal([float.NegativeInfinity, float.PositiveInfinity, 0], new[] { 0, float.PositiveInfinity, 1 }.Select(VectorMath.Log));
        Assert.All([VectorMath.Expm1(float.NaN), VectorMath.Log1p(float.NaN), VectorMath.Log(float.NaN), VectorMath.Log(-1), VectorMath.Log1p(-2)], x => Assert.True(float.IsNaN(x)));
    }

    static void AssertNear(double expected, float actual, string name) => Assert.True(Math.Abs(actual - expected) <= 5e-7 * Math.Abs(expected), $"{name}: {actual} for {expected}");

    public static TheoryData<string> Functions =>
        [.. typeof(VectorMath).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(float)).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_width_gives_the_same_bits(string name)
    {
        MethodInfo Overload(Type type) => typeof(VectorMath).GetMethods().Single(m => m.Name == name && m.ReturnType == type);
        if (Overload(typeof(float)).GetParameters().Length == 1)
        {
            var one = Overload(typeof(float)).CreateDelegate<Func<float, float>>();
            var by4 = Overload(typeof(Vector128<float>)).CreateDelegate<Func<Vector128<float>, Vector128<float>>>();
            var by8 = Overload(typeof(Vector256<float>)).CreateDelegate<Func<Vector256<float>, Vector256<float>>>();
            var by16 = Overload(typeof(Vector512<float>)).CreateDelegate<Func<Vector512<float>, Vector512<float>>>();
            AssertSame((x, _) => one(x), (x, _) => by4(x), (x, _) => by8(x), (x, _) => by16(x));
        }
        else
        {
            AssertSame(
                Overload(typeof(float)).CreateDelegate<Func<float, float, float>>(),
                Overload(typeof(Vector128<float>)).CreateDelegate<Func<Vector128<float>, Vector128<float>, Vector128<float>>>(),
                Overload(typeof(Vector256<float>)).CreateDelegate<Func<Vector256<float>, Vector256<float>, Vector256<float>>>(),
                Overload(typeof(Vector512<float>)).CreateDelegate<Func<Vector512<float>, Vector512<float>, Vector512<float>>>());
        }
    }

    static void AssertSame(
        Func<float, float, float> one, Func<Vector128<float>, Vector128<float>, Vector128<float>> by4,
        Func<Vector256<float>, Vector256<float>, Vector256<float>> by8, Func<Vector512<float>, Vector512<float>, Vector512<float>> by16)
    {
        float[] numbers =
        [
            0, -0f, 1, -1, 0.5f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
            88, 89, -87, -95, -103, -104, -200, .. Numbers.Random(93, 7).Select(v => v * 20),
        ];
        for (int start = 0; start < numbers.Length; start += Vector512<float>.Count)
        {
            float[] x = numbers[start..(start + Vector512<float>.Count)];
            float[] y = [.. Enumerable.Range(start, x.Length).Select(i => numbers[(i * 5) % numbers.Length])];
            int[] expected = [.. x.Zip(y, one).Select(Bits)];
            Vector512<float> a = Vector512.Create(x), b = Vector512.Create(y);
            Vector512<float> narrow = Vector512.Create(
                Vector256.Create(by4(a.GetLower().GetLower(), b.GetLower().GetLower()), by4(a.GetLower().GetUpper(), b.GetLower().GetUpper())),
                Vector256.Create(by4(a.GetUpper().GetLower(), b.GetUpper().GetLower()), by4(a.GetUpper().GetUpper(), b.GetUpper().GetUpper())));
            Vector512<float> middle = Vector512.Create(by8(a.GetLower(), b.GetLower()), by8(a.GetUpper(), b.GetUpper()));
            Assert.Equal(expected, Lanes(narrow));
            Assert.Equal(expected, Lanes(middle));
            Assert.Equal(expected, Lanes(by16(a, b)));
        }
    }

    static int[] Lanes(Vector512<float> x) => [.. Enumerable.Range(0, Vector512<float>.Count).Select(i => Bits(x[i]))];

    /// <summary>The bits of a number; one pattern for every NaN.</summary>
    static int Bits(float x) => float.IsNaN(x) ? -1 : BitConverter.SingleToInt32Bits(x);
}
