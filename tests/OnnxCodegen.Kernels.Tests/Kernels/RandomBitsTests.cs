using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class RandomBitsTests
{
    /// <summary>The first outputs of SplitMix64 from state 0, as published with it.</summary>
    [Fact]
    public void The_numbers_are_the_upper_halves_of_SplitMix64()
    {
        var bits = new uint[3];

        RandomBits.Fill(bits, 0);

        Assert.Equal([0xE220A839u, 0x6E789E6Au, 0x06C45D18u], bits);
    }

    [Fact]
    public void A_number_depends_on_its_place_alone()
    {
        var all = new uint[100];
        var part = new uint[40];

        RandomBits.Fill(all, 7);
        RandomBits.Fill(part, 37);

        Assert.Equal(all[30..70], part);
    }

    [Fact]
    public void Bits_are_as_often_set_as_not()
    {
        var bits = new uint[10_000];
        RandomBits.Fill(bits, RandomBits.Start());

        for (int bit = 0; bit < 32; bit++)
            Assert.InRange(bits.Count(number => (number >> bit & 1) != 0), 4_700, 5_300);
        Assert.NotEqual(RandomBits.Start(), RandomBits.Start());
    }
}
