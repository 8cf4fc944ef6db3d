using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class SizesTests
{
    [Fact]
    public void Division_rounds_down_and_the_remainder_has_the_sign_of_the_divisor()
    {
        for (int a = -20; a <= 20; a++)
        {
            for (int b = -7; b <= 7; b++)
            {
                Assert.Equal(b == 0 ? 0 : (long)Math.Floor((double)a / b), Sizes.FloorDivide(a, b));
                Assert.Equal(b == 0 ? 0 : a - (b * (long)Math.Floor((double)a / b)), Sizes.Modulo(a, b));
            }
        }
    }

    [Fact]
    public void A_length_of_one_gives_way()
    {
        Assert.Equal(5, Sizes.Broadcast(1, 5));
        Assert.Equal(5, Sizes.Broadcast(5, 1));
        Assert.Equal(0, Sizes.Broadcast(1, 0));
    }

    [Fact]
    public void Sizes_that_are_read_can_be_added()
    {
        Assert.Equal(-3, Sizes.Read(-3));
        Assert.True(Sizes.Read(long.MaxValue) is > int.MaxValue and < long.MaxValue / 1000);
        Assert.True(Sizes.Read(ulong.MaxValue) == Sizes.Read(long.MaxValue));
        Assert.Equal(-Sizes.Read(long.MaxValue), Sizes.Read(long.MinValue));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Sizes.Require(3, 3, "a");
        Assert.Contains("rows: 4 is expected, but it is 3", Assert.Throws<ArgumentException>(() => Sizes.Require(3, 4, "rows")).Message, StringComparison.Ordinal);
        Sizes.RequireBroadcast(3, 3, "a");
        Sizes.RequireBroadcast(1, 3, "a");
        Sizes.RequireAtLeast(3, 3, "a");
        Sizes.RequireAtLeast(4, 3, "a");
        Assert.Contains("rows", Assert.Throws<ArgumentException>(() => Sizes.RequireAtLeast(2, 3, "rows")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Sizes.RequireBroadcast(3, 1, "rows"));
        Assert.Equal(3, Sizes.Check(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sizes.Check(4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sizes.Check(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sizes.Check(1L << 32, 4));
    }
}
