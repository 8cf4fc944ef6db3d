using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class ArenaTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData((2 << 20) - 1)]
    [InlineData(2 << 20)]
    [InlineData((8 << 20) + 12)]
    public unsafe void MemoryIsAlignedAndWritable(int bytes)
    {
        var arena = new Arena();
        arena.Reserve(bytes);
        Span<byte> all = arena.Span<byte>(0, bytes);
        all.Fill(7);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref all[0]) % Arena.Alignment);
        Assert.Equal(7, all[^1]);
        Assert.True(arena.Length >= bytes);
    }
}
