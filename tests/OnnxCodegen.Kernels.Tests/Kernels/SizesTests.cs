using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class SizesTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 50)];

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
        Assert.Throws<ArgumentException>(() => Sizes.RequireBroadcast(3, 1, "rows"));
        Assert.Equal(3, Sizes.Check(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sizes.Check(4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sizes.Check(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sizes.Check(1L << 32, 4));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Buffers_that_live_at_the_same_time_lie_apart(int seed)
    {
        Random random = Numbers.Generator(seed);
        int count = random.Next(30);
        int[] first = [.. Enumerable.Range(0, count).Select(_ => random.Next(20)).Order()];
        int[] last = [.. first.Select(step => step + random.Next(6))];
        long[] sizes = [0, 4, 64, 65, 1000, 4096];
        int[] kind = [.. first.Select(_ => random.Next(sizes.Length))];
        long[] bytes = [.. kind.Select(k => sizes[k])];
        var offsets = new long[count];
        long size = Sizes.Place(sizes, kind, first, last, offsets);

        Assert.All(offsets, offset => Assert.Equal(0, offset % 64));
        for (int i = 0; i < count; i++)
        {
            Assert.InRange(offsets[i] + bytes[i], 0, size);
            for (int j = 0; j < i; j++)
                Assert.True(
                    last[j] < first[i] || last[i] < first[j] || offsets[i] + bytes[i] <= offsets[j] || offsets[j] + bytes[j] <= offsets[i],
                    $"Buffers {i} and {j} overlap.");
        }
    }

    [Fact]
    public void A_buffer_takes_the_place_of_one_that_is_dead()
    {
        var offsets = new long[3];
        Assert.Equal(128, Sizes.Place([64], [0, 0, 0], [0, 1, 2], [1, 2, 3], offsets));
        Assert.Equal([0, 64, 0], offsets);
    }
}
