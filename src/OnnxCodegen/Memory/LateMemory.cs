using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxCodegen;

/// <summary>Blocks of memory for buffers whose sizes become known during a call. A block that was given back serves later buffers; blocks
/// grow and stay, so that calls in sequence allocate nothing.</summary>
sealed unsafe class LateMemory
{
    readonly List<Arena> free = [];
    readonly List<Arena> used = [];

    /// <summary>Memory with undefined contents: the smallest free block that is large enough, else the largest one, which grows.</summary>
    public Span<T> Rent<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        long bytes = Math.Max(1, (long)length * sizeof(T));
        Arena block = Take(bytes);
        block.Reserve(bytes);
        used.Add(block);
        return block.Span<T>(0, length);
    }

    /// <summary>Gives back what begins with an element.</summary>
    public void Release<T>(ReadOnlySpan<T> memory)
        where T : unmanaged
    {
        void* start = Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        for (int i = used.Count - 1; i >= 0; i--)
        {
            if (used[i].Start != start)
                continue;
            free.Add(used[i]);
            used.RemoveAt(i);
            return;
        }
    }

    public void ReleaseAll()
    {
        free.AddRange(used);
        used.Clear();
    }

    Arena Take(long bytes)
    {
        int best = -1;
        for (int i = 0; i < free.Count; i++)
            if (best < 0 || IsBetter(free[i].Length, free[best].Length, bytes))
                best = i;
        if (best < 0)
            return new Arena();
        Arena block = free[best];
        free.RemoveAt(best);
        return block;
    }

    static bool IsBetter(long length, long best, long bytes) => best < bytes ? length > best : length >= bytes && length < best;
}
