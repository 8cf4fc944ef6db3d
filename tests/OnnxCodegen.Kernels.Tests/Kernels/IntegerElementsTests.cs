using System.Linq;
using System.Numerics;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>Integer operations of every width against unbounded integers.</summary>
public class IntegerElementsTests
{
    [Fact]
    public void Integers_of_every_type_follow_the_definitions_and_wrap()
    {
        AssertArithmetic<sbyte>();
        AssertArithmetic<byte>();
        AssertArithmetic<short>();
        AssertArithmetic<ushort>();
        AssertArithmetic<int>();
        AssertArithmetic<uint>();
        AssertArithmetic<long>();
        AssertArithmetic<ulong>();
    }

    [Fact]
    public void Shifts_by_the_width_or_more_give_zero()
    {
        for (int bits = 0; bits < 70; bits++)
        {
            Assert.Equal(bits < 8 ? (byte)(0xA5 << bits) : 0, Elements.ShiftLeft<byte>(0xA5, bits));
            Assert.Equal(bits < 8 ? (byte)(0xA5 >> bits) : 0, Elements.ShiftRight<byte>(0xA5, bits));
            Assert.Equal(bits < 64 ? 0xA5UL << bits : 0, Elements.ShiftLeft(0xA5UL, bits));
            Assert.Equal(bits < 64 ? ulong.MaxValue >> bits : 0, Elements.ShiftRight(ulong.MaxValue, bits));
        }
    }

    [Fact]
    public void Narrow_types_wrap_and_saturate()
    {
        for (int x = -600; x <= 600; x++)
        {
            Assert.Equal(Wrapped(x, 16, 8), Elements.WrapToInt4(x));
            Assert.Equal(Wrapped(x, 16, 0), Elements.WrapToUInt4(x));
            Assert.Equal(Wrapped(x, 4, 2), Elements.WrapToInt2(x));
            Assert.Equal(Wrapped(x, 4, 0), Elements.WrapToUInt2(x));
            float number = x / 2f;
            Assert.Equal(Saturated(number, -8, 7), Elements.SaturateToInt4(number));
            Assert.Equal(Saturated(number, 0, 15), Elements.SaturateToUInt4(number));
            Assert.Equal(Saturated(number, -2, 1), Elements.SaturateToInt2(number));
            Assert.Equal(Saturated(number, 0, 3), Elements.SaturateToUInt2(number));
            Assert.Equal(Saturated(number, -128, 127), Elements.SaturateToInt8(number));
            Assert.Equal(Saturated(number, 0, 255), Elements.SaturateToUInt8(number));
        }
        static int Wrapped(int x, int count, int negatives) => ((((x + negatives) % count) + count) % count) - negatives;
        static int Saturated(float x, int minimum, int maximum) => (int)System.Math.Clamp(x, minimum, maximum);
    }

    [Fact]
    public void Wide_types_saturate_and_NaN_gives_zero()
    {
        Assert.Equal((short.MinValue, short.MaxValue, 0), (Elements.SaturateToInt16(-1e9f), Elements.SaturateToInt16(1e9), Elements.SaturateToInt16(float.NaN)));
        Assert.Equal((ushort.MinValue, ushort.MaxValue, 0), (Elements.SaturateToUInt16(-1e9f), Elements.SaturateToUInt16(1e9), Elements.SaturateToUInt16(double.NaN)));
        Assert.Equal((int.MinValue, int.MaxValue, 0), (Elements.SaturateToInt32(-1e20f), Elements.SaturateToInt32(long.MaxValue), Elements.SaturateToInt32(float.NaN)));
        Assert.Equal((uint.MinValue, uint.MaxValue, 0u), (Elements.SaturateToUInt32(-1), Elements.SaturateToUInt32(1e20), Elements.SaturateToUInt32(float.NaN)));
        Assert.Equal((long.MinValue, long.MaxValue, 0), (Elements.SaturateToInt64(float.NegativeInfinity), Elements.SaturateToInt64(1e30), Elements.SaturateToInt64(float.NaN)));
        Assert.Equal((ulong.MinValue, ulong.MaxValue, 0ul), (Elements.SaturateToUInt64(-1f), Elements.SaturateToUInt64(float.PositiveInfinity), Elements.SaturateToUInt64(float.NaN)));
    }

    static void AssertArithmetic<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T[] numbers = [.. new[] { -9, -3, -2, -1, 0, 1, 2, 3, 7, 100 }.Select(T.CreateTruncating), T.MinValue, T.MaxValue];
        foreach (T a in numbers)
        {
            BigInteger x = BigInteger.CreateChecked(a);
            Assert.Equal(T.CreateTruncating(BigInteger.Abs(x)), Elements.Absolute(a));
            Assert.Equal(T.CreateTruncating(x.Sign), Elements.Sign(a));
            foreach (T b in numbers)
            {
                BigInteger y = BigInteger.CreateChecked(b);
                Assert.Equal(T.CreateTruncating(y.IsZero ? 0 : BigInteger.Divide(x, y)), Elements.Divide(a, b));
                Assert.Equal(T.CreateTruncating(y.IsZero ? 0 : BigInteger.Remainder(x, y)), Elements.Remainder(a, b));
                Assert.Equal(T.CreateTruncating(y.IsZero ? 0 : BigInteger.Remainder(BigInteger.Remainder(x, y) + y, y)), Elements.Modulo(a, b));
                if (y >= 0 && y <= 100)
                    Assert.Equal(T.CreateTruncating(BigInteger.Pow(x, (int)y)), Elements.Power(a, b));
                if (y < 0)
                    Assert.Equal(x.IsOne || (x == -1 && y.IsEven) ? T.One : x == -1 ? a : T.Zero, Elements.Power(a, b));
            }
        }
    }
}
