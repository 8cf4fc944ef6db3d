using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>The floating types of at most eight bits, over all their codes.</summary>
public class SmallFloatTests
{
    [Fact]
    public void E4M3FN_has_448_as_its_largest_value_and_two_codes_of_NaN()
    {
        float[] values = Values(code => (float)Float8E4M3FN.FromBits(code));
        AssertFormula(values, 3, 7, code => (code & 0x7F) == 0x7F);
        Assert.Equal(448, values.Where(v => !float.IsNaN(v)).Max());
        AssertNearest(values, (x, saturate) => (float)Float8E4M3FN.FromSingle(x, saturate), x => Beyond(x, 464, float.NaN), 448);
        AssertReturns(values, code => Float8E4M3FN.FromBits(code).ToBits(), code => ((Float8E4M3FN)values[code]).ToBits());
    }

    [Fact]
    public void E4M3FNUZ_has_240_as_its_largest_value_and_its_NaN_in_the_place_of_the_negative_zero()
    {
        float[] values = Values(code => (float)Float8E4M3FNUZ.FromBits(code));
        AssertFormula(values, 3, 8, code => code == 0x80);
        Assert.Equal(240, values.Where(v => !float.IsNaN(v)).Max());
        AssertNearest(values, (x, saturate) => (float)Float8E4M3FNUZ.FromSingle(x, saturate), x => Beyond(x, 248, float.NaN), 240);
        AssertReturns(values, code => Float8E4M3FNUZ.FromBits(code).ToBits(), code => ((Float8E4M3FNUZ)values[code]).ToBits());
    }

    [Fact]
    public void E5M2_has_infinities_and_the_NaN_of_IEEE_754()
    {
        float[] values = Values(code => (float)Float8E5M2.FromBits(code));
        Assert.Equal((float.PositiveInfinity, float.NegativeInfinity), (values[0x7C], values[0xFC]));
        AssertFormula(values, 2, 15, code => (code & 0x7F) > 0x7C, code => (code & 0x7F) == 0x7C);
        AssertNearest(values, (x, saturate) => (float)Float8E5M2.FromSingle(x, saturate), x => Beyond(x, 61440, float.CopySign(float.PositiveInfinity, x)), 57344);
        AssertReturns(values, code => Float8E5M2.FromBits(code).ToBits(), code => code is 0x7D or 0xFD ? code : ((Float8E5M2)values[code]).ToBits());
    }

    [Fact]
    public void E5M2FNUZ_has_its_NaN_in_the_place_of_the_negative_zero()
    {
        float[] values = Values(code => (float)Float8E5M2FNUZ.FromBits(code));
        AssertFormula(values, 2, 16, code => code == 0x80);
        AssertNearest(values, (x, saturate) => (float)Float8E5M2FNUZ.FromSingle(x, saturate), x => Beyond(x, 61440, float.NaN), 57344);
        AssertReturns(values, code => Float8E5M2FNUZ.FromBits(code).ToBits(), code => ((Float8E5M2FNUZ)values[code]).ToBits());
    }

    [Fact]
    public void E2M1_has_fifteen_numbers_and_saturates()
    {
        float[] values = [.. Values(code => (float)Float4E2M1.FromBits(code)).Take(16)];
        Assert.Equal([0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0.0f, -0.5f, -1, -1.5f, -2, -3, -4, -6], values);
        AssertNearest(values, (x, saturate) => (float)Float4E2M1.FromSingle(x, saturate), x => Beyond(x, 6, float.CopySign(6, x)), 6);
        Assert.Equal(8, Float4E2M1.FromSingle(float.NaN, false).ToBits());
        Assert.Equal(3, Float4E2M1.FromBits(0xF3).ToBits());
        AssertReturns(values, code => Float4E2M1.FromBits(code).ToBits(), code => ((Float4E2M1)values[code]).ToBits());
    }

    [Fact]
    public void E8M0_holds_powers_of_two_and_rounds_up()
    {
        float[] values = Values(code => (float)Float8E8M0.FromBits(code));
        for (int code = 0; code < 255; code++)
            Assert.Equal(MathF.ScaleB(1, code - 127), values[code]);
        Assert.True(float.IsNaN(values[255]));
        AssertReturns(values, code => Float8E8M0.FromBits(code).ToBits(), code => ((Float8E8M0)values[code]).ToBits());
        Assert.Equal(4f, (float)(Float8E8M0)3f);
        Assert.Equal(4f, (float)(Float8E8M0)(-4f));
        Assert.Equal(values[254], (float)Float8E8M0.FromSingle(float.MaxValue, true));
        Assert.True(float.IsNaN((float)Float8E8M0.FromSingle(float.MaxValue, false)));
    }

    [Fact]
    public void Numbers_compare_by_value()
    {
        Assert.True((Float8E5M2)0f == (Float8E5M2)(-0f));
        Assert.True((Float8E4M3FN)float.NaN != (Float8E4M3FN)float.NaN);
        Assert.True((Float4E2M1)1.5f < (Float4E2M1)2f && (Float4E2M1)2f >= (Float4E2M1)2f);
        Assert.Equal((Float8E4M3FNUZ)3f, (Float8E4M3FNUZ)3f);
        Assert.Equal("0.5", ((Float8E8M0)0.5f).ToString());
    }

    static float[] Values(Func<byte, float> value) => [.. Enumerable.Range(0, 256).Select(code => value((byte)code))];

    static void AssertFormula(float[] values, int mantissaBits, int bias, Func<int, bool> isNaN, Func<int, bool>? isInfinite = null)
    {
        for (int code = 0; code < values.Length; code++)
        {
            if (isInfinite?.Invoke(code) ?? false)
                continue;
            int exponent = (code & 0x7F) >> mantissaBits;
            double fraction = (code & ((1 << mantissaBits) - 1)) / (double)(1 << mantissaBits);
            double magnitude = exponent == 0 ? fraction * Math.Pow(2, 1 - bias) : (1 + fraction) * Math.Pow(2, exponent - bias);
            Assert.Equal(isNaN(code) ? double.NaN : code < 128 ? magnitude : -magnitude, values[code]);
        }
    }

    /// <summary>Between all neighbours: below the middle the lower, above it the upper, in the middle the one with an even code.</summary>
    static void AssertNearest(float[] values, Func<float, bool, float> convert, Func<float, float?> beyond, float largest)
    {
        float[] finite = [.. values.Where(float.IsFinite).Distinct().Order()];
        for (int i = 0; i + 1 < finite.Length; i++)
        {
            (float low, float high) = (finite[i], finite[i + 1]);
            float middle = (low + high) / 2;
            int code = Array.IndexOf(values, low);
            foreach (bool saturate in new[] { false, true })
            {
                Assert.Equal(low, convert(low, saturate));
                Assert.Equal(low, convert(MathF.BitDecrement(middle), saturate));
                Assert.Equal(high, convert(MathF.BitIncrement(middle), saturate));
                Assert.Equal((code & 1) == 0 ? low : high, convert(middle, saturate));
            }
        }
        foreach (float x in new[] { largest, largest * 1.03f, largest * 1.5f, 1e30f, float.PositiveInfinity }.SelectMany(x => new[] { x, -x }))
        {
            Assert.Equal(beyond(x) ?? float.CopySign(largest, x), convert(x, false));
            Assert.Equal(float.CopySign(largest, x), convert(x, true));
        }
    }

    /// <summary>What comes of a number of at least the given magnitude; null below.</summary>
    static float? Beyond(float x, float limit, float result) => MathF.Abs(x) > limit || (MathF.Abs(x) == limit && float.IsNaN(result)) ? result : null;

    static void AssertReturns(float[] values, params IReadOnlyList<Func<byte, byte>> trips)
    {
        for (int code = 0; code < values.Length; code++)
            foreach (Func<byte, byte> trip in trips)
                Assert.Equal((byte)code, trip((byte)code));
    }
}
