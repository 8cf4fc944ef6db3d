using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public unsafe class LateMemoryTests
{
    [Fact]
    public void Buffers_that_are_used_lie_apart()
    {
        var memory = new LateMemory();
        Span<long> a = memory.Rent<long>(100), b = memory.Rent<long>(100), empty = memory.Rent<long>(0);
        a.Fill(1);
        b.Fill(2);
        Assert.Equal(-1, a.IndexOfAnyExcept(1L));
        Assert.True(empty.IsEmpty);
    }

    [Fact]
    public void A_buffer_takes_the_smallest_block_that_was_given_back_and_is_large_enough()
    {
        var memory = new LateMemory();
        Span<float> small = memory.Rent<float>(10), large = memory.Rent<float>(1000), middle = memory.Rent<float>(100);
        memory.Release<float>(small);
        memory.Release<float>(large);
        memory.Release<float>(middle);
        Assert.True(Start(memory.Rent<float>(60)) == Start(middle));
        Assert.True(Start(memory.Rent<float>(60)) == Start(large));
    }

    [Fact]
    public void What_is_rented_as_before_allocates_nothing()
    {
        var memory = new LateMemory();
        Use(memory);
        Use(memory);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(memory);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Use(LateMemory memory)
        {
            Span<int> first = memory.Rent<int>(50);
            Span<int> second = memory.Rent<int>(70);
            memory.Release<int>(first);
            memory.Rent<int>(20);
            memory.Release<int>(second);
            memory.ReleaseAll();
        }
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => { new LateMemory().Rent<int>(-1); });

    static void* Start(Span<float> span) => Unsafe.AsPointer(ref span[0]);
}
