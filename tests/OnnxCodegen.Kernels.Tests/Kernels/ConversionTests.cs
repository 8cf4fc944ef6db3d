using System;
using System.Linq;
using System.Runtime.Intrinsics;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class ConversionTests
{
    static readonly float[] Special =
    [
        0, -0f, 1, -1, 65504, 65519.9f, 65520, -65520, 1e-8f, 2.98e-8f, 2.9802322e-8f, 2.9802326e-8f, 6.1e-5f, 6.1035156e-5f, 6.1005e-5f, 1.00048828125f,
        1.00146484375f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, BitConverter.Int32BitsToSingle(-1),
    ];

    [Fact]
    public void Floats_are_rounded_to_halves_in_lanes_as_one_by_one()
    {
        float[] x = [.. Special, .. Numbers.Random(1000, 1).Select((a, i) => a * MathF.Pow(2, (i % 40) - 24)), .. new float[7]];
        for (int i = 0; i + 16 <= x.Length; i++)
        {
            float[] expected = [.. x.AsSpan(i, 16).ToArray().Select(a => (float)(Half)a)];
            float[] actual = new float[16];
            VectorMath.RoundToHalf(Vector512.Create(x.AsSpan(i, 16))).CopyTo(actual);
            Assert.Equal(expected, actual);
            Assert.Equal(expected.Select(float.IsNegative), actual.Select((a, k) => float.IsNaN(a) ? float.IsNegative(expected[k]) : float.IsNegative(a)));
            VectorMath.RoundToHalf(Vector256.Create(x.AsSpan(i, 8))).CopyTo(actual);
            VectorMath.RoundToHalf(Vector128.Create(x.AsSpan(i + 8, 4))).CopyTo(actual.AsSpan(8));
            Assert.Equal(expected[..12], actual[..12]);
        }
    }

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(3, 4, 17)]
    [InlineData(2, 300, 70)]
    [InlineData(1, 1, 50_000)]
    public void Elements_keep_their_values_in_any_order_of_memory(int a, int b, int c)
    {
        Half[] x = [.. Numbers.Random(a * b * c, 3).Select(v => (Half)v)];
        float[] transposed = Threads.Run(a * b * c, (workers, y) =>
            Conversion.Run<Half, float>(workers, x, 0, y, 0, [a, b, c], [b * c, c, 1], [1, a, a * b]));
        float[] same = Threads.Run(a * b * c, (workers, y) =>
            Conversion.Run<Half, float>(workers, x, 0, y, 0, [a, b, c], [b * c, c, 1], [b * c, c, 1]));
        Assert.Equal(x.Select(v => (float)v), same);
        for (int i = 0; i < x.Length; i++)
            Assert.Equal((float)x[i], transposed[(i / (b * c)) + (i / c % b * a) + (i % c * a * b)]);
    }

    [Fact]
    public void All_types_go_there_and_back()
    {
        Same<sbyte>([sbyte.MinValue, -1, 0, 1, sbyte.MaxValue]);
        Same<byte>([0, 1, 128, byte.MaxValue]);
        Same<short>([short.MinValue, -1, 0, short.MaxValue]);
        Same<ushort>([0, 1, ushort.MaxValue]);
        Same<bool>([true, false, true]);
        Same<Half>([Half.MinValue, Half.Zero, Half.Epsilon, Half.MaxValue, Half.PositiveInfinity]);
    }

    static void Same<T>(T[] few)
        where T : unmanaged
    {
        T[] x = [.. Enumerable.Range(0, 100).Select(i => few[i % few.Length])];
        var floats = new float[100];
        var back = new T[100];
        Conversion.Run<T, float>(Workers.Inline, x, 0, floats, 0, [100], [1], [1]);
        Conversion.Run<float, T>(Workers.Inline, floats, 0, back, 0, [100], [1], [1]);
        Assert.Equal(x, back);
    }
}
