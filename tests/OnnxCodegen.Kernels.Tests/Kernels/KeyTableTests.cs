using System;
using System.Globalization;
using System.Linq;
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

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(2000)]
    public void Texts_are_found_however_many_there_are(int count)
    {
        string[] keys = [.. Enumerable.Range(0, count).Select(i => string.Concat(Enumerable.Repeat("key", i % 4)) + (i * 7).ToString(CultureInfo.InvariantCulture))];
        var y = new long[count + 2];
        KeyTable.Find<string>([.. keys, string.Empty, "keykey"], y, new KeyTable<string>(keys), isStrict: false);
        Assert.Equal([.. Enumerable.Range(1, count).Select(i => (long)i), 0, 0], y);
    }

    [Fact]
    public void Texts_alike_are_told_apart()
    {
        string[] keys = [string.Empty, "abcdefg", "abcdeFg", "abcdEfg", "abcDefg", "abCdefg", "aBcdefg"];
        var y = new long[keys.Length];
        KeyTable.Find<string>(keys, y, new KeyTable<string>(keys), isStrict: true);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], y);
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
