using System;

namespace OnnxCodegen;

/// <summary>Places buffers of sizes that are known at run time only: those that are needed at the same time do not overlap. The offsets
/// are found again only where a size has changed.</summary>
sealed class Placement
{
    const int Alignment = Arena.Alignment;

    long[] sizes = [];
    long[] offsets = [];
    int[] alive = [];

    /// <summary>The offset of each buffer in bytes, a multiple of 64.</summary>
    public ReadOnlySpan<long> Offsets => offsets;

    /// <summary>The size in bytes of the memory that holds all buffers.</summary>
    public long Bytes { get; private set; }

    /// <param name="bytes">The sizes that buffers have.</param>
    /// <param name="kind">Which of the sizes each buffer has.</param>
    /// <param name="first">The first step that uses each buffer, ascending.</param>
    /// <param name="last">The last step that uses each buffer.</param>
    public void Update(ReadOnlySpan<long> bytes, ReadOnlySpan<int> kind, ReadOnlySpan<int> first, ReadOnlySpan<int> last)
    {
        if (offsets.Length == kind.Length && bytes.SequenceEqual(sizes))
            return;
        if (sizes.Length != bytes.Length)
            sizes = new long[bytes.Length];
        if (offsets.Length != kind.Length)
            (offsets, alive) = (new long[kind.Length], new int[kind.Length]);
        bytes.CopyTo(sizes);
        Bytes = 0;
        int count = 0;
        for (int i = 0; i < kind.Length; i++)
        {
            count = WithoutDead(count, first[i], last);
            long length = Aligned(sizes[kind[i]]);
            int position = LowestGap(length, count, kind, out offsets[i]);
            alive.AsSpan(position, count - position).CopyTo(alive.AsSpan(position + 1));
            alive[position] = i;
            count++;
            Bytes = Math.Max(Bytes, offsets[i] + length);
        }
    }

    static long Aligned(long bytes) => (bytes + Alignment - 1) & -Alignment;

    int WithoutDead(int count, int step, ReadOnlySpan<int> last)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
            if (last[alive[i]] >= step)
                alive[kept++] = alive[i];
        return kept;
    }

    /// <summary>Finds the lowest offset at which a buffer fits between those that are alive, which are in the order of their offsets.</summary>
    /// <returns>Its position among them.</returns>
    int LowestGap(long length, int count, ReadOnlySpan<int> kind, out long offset)
    {
        offset = 0;
        for (int i = 0; i < count; i++)
        {
            if (offset + length <= offsets[alive[i]])
                return i;
            offset = Math.Max(offset, offsets[alive[i]] + Aligned(sizes[kind[alive[i]]]));
        }
        return count;
    }
}
