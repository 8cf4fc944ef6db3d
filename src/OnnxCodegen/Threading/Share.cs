using System.Runtime.InteropServices;
using System.Threading;

namespace OnnxCodegen.Threading;

/// <summary>Parts of a loop that follow one another: their owner takes them from the front, others from the back.</summary>
/// <remarks>As long as two lines of the cache, so that owners do not disturb each other.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 128)]
struct Share
{
    /// <summary>The first part in the lower half, the end in the upper one.</summary>
    [FieldOffset(0)]
    long range;

    public void Set(int first, int end) => Volatile.Write(ref range, (long)end << 32 | (uint)first);

    /// <summary>The first part; -1 where none is left.</summary>
    public int TakeFirst() => Take(1, out int first, out _) ? first : -1;

    /// <summary>The last part; -1 where none is left.</summary>
    public int TakeLast() => Take(-(1L << 32), out _, out int end) ? end - 1 : -1;

    bool Take(long step, out int first, out int end)
    {
        long seen = Volatile.Read(ref range);
        while (true)
        {
            first = (int)seen;
            end = (int)(seen >> 32);
            if (first >= end)
                return false;
            long found = Interlocked.CompareExchange(ref range, seen + step, seen);
            if (found == seen)
                return true;
            seen = found;
        }
    }
}
