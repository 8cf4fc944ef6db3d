using System;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class KeyTableTests
{
    [Fact]
    public void Elements_are_numbered_by_the_first_of_equal_keys()
    {
        var y = new long[4];
        KeyTable.Find<string>(["b", "a", "c", "B"], y, new KeyTable<string>(["a", "b", "a", "c"]), isStrict: false);
        Assert.Equal([2, 1, 4, 0], y);
    }

    [Fact]
    public void NaN_is_a_key()
    {
        var y = new long[2];
        KeyTable.Find<float>([float.NaN, 1], y, new KeyTable<float>([float.NaN]), isStrict: false);
        Assert.Equal([1, 0], y);
    }

    [Fact]
    public void A_strict_table_names_what_it_does_not_know()
    {
        var keys = new KeyTable<long>([1, 2]);
        var error = Assert.Throws<ArgumentException>(() => KeyTable.Find<long>([2, 7], new long[2], keys, isStrict: true));
        Assert.Contains("'7'", error.Message, StringComparison.Ordinal);
    }
}
