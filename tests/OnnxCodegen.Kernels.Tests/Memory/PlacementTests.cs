using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class PlacementTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Buffers_that_live_at_the_same_time_lie_apart(int seed)
    {
        Random random = Numbers.Generator(seed);
        int count = random.Next(60);
        int[] first = [.. Enumerable.Range(0, count).Select(_ => random.Next(20)).Order()];
        int[] last = [.. first.Select(step => step + random.Next(6))];
        int[] kind = [.. first.Select(_ => random.Next(6))];
        var placement = new Placement();
        foreach (long[] sizes in (long[][])[[0, 4, 64, 65, 1000, 4096], [128, 0, 1, 640, 100, 4095]])
        {
            placement.Update(sizes, kind, first, last);
            AssertApart(placement, [.. kind.Select(k => sizes[k])], first, last);
        }
    }

    [Fact]
    public void A_buffer_takes_the_place_of_one_that_is_dead()
    {
        var placement = new Placement();
        placement.Update([64], [0, 0, 0], [0, 1, 2], [1, 2, 3]);
        Assert.Equal(128, placement.Bytes);
        Assert.Equal([0, 64, 0], placement.Offsets.ToArray());
    }

    [Fact]
    public void New_sizes_allocate_nothing()
    {
        var placement = new Placement();
        placement.Update([64, 128], [0, 1], [0, 1], [1, 2]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        placement.Update([128, 128], [0, 1], [0, 1], [1, 2]);
        placement.Update([128, 128], [0, 1], [0, 1], [1, 2]);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(256, placement.Bytes);
    }

    static void AssertApart(Placement placement, long[] bytes, int[] first, int[] last)
    {
        long[] offsets = placement.Offsets.ToArray();
        Assert.All(offsets, offset => Assert.Equal(0, offset % 64));
        for (int i = 0; i < offsets.Length; i++)
        {
            Assert.InRange(offsets[i] + bytes[i], 0, placement.Bytes);
            for (int j = 0; j < i; j++)
                Assert.True(
                    last[j] < first[i] || last[i] < first[j] || offsets[i] + bytes[i] <= offsets[j] || offsets[j] + bytes[j] <= offsets[i],
                    $"Buffers {i} and {j} overlap.");
        }
    }
}
