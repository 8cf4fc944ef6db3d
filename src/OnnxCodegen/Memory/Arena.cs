using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxCodegen;

/// <summary>Native memory, aligned to 64 bytes, that is carved into spans by byte offset. Not thread-safe.</summary>
public sealed unsafe class Arena
{
    /// <summary>The alignment of the arena's first byte: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    readonly Placement placement = new();
    byte* start;

    /// <summary>Frees the memory.</summary>
    ~Arena() => NativeMemory.AlignedFree(start);

    /// <summary>The size in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Where each buffer lies that <see cref="Place"/> found memory for, in bytes.</summary>
    public ReadOnlySpan<long> Offsets => placement.Offsets;

    /// <summary>The first byte, as floats.</summary>
    internal float* Start => (float*)start;

    /// <summary>Makes the arena hold at least <paramref name="bytes"/>. Where it has to grow, its contents are lost and earlier spans are
    /// invalid.</summary>
    /// <exception cref="OutOfMemoryException">The memory is not available.</exception>
    public void Reserve(long bytes)
    {
        if (bytes <= Length)
            return;
        NativeMemory.AlignedFree(start);
        start = null;
        Length = 0;
        nuint size = checked((nuint)bytes);
        start = (byte*)NativeMemory.AlignedAlloc(size, HugePages.AlignmentOf(size, Alignment));
        HugePages.Advise(start, size);
        Length = bytes;
    }

    /// <summary>Finds memory for buffers, those that are needed at the same time apart from each other.</summary>
    internal void Place(ReadOnlySpan<long> bytes, ReadOnlySpan<int> kind, ReadOnlySpan<int> first, ReadOnlySpan<int> last)
    {
        placement.Update(bytes, kind, first, last);
        Reserve(placement.Bytes);
    }

    /// <summary>A part of the memory; its contents are what was last written there.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the arena.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span<T>(long offset, int length)
        where T : unmanaged
    {
        if (offset < 0 || length < 0 || offset > Length - ((long)length * sizeof(T)))
            ThrowBeyondEnd(offset, (long)length * sizeof(T));
        return new Span<T>(start + offset, length);
    }

    void ThrowBeyondEnd(long offset, long bytes) => throw new ArgumentOutOfRangeException(
        nameof(offset), offset, $"The {bytes} bytes at {offset} reach beyond the {Length} bytes of the arena.");
}
