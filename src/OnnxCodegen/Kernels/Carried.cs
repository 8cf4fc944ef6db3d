using System;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Values that the runs of a loop pass on, each in two places of memory: one is read while the other is written.</summary>
public static class Carried
{
    /// <summary>Makes what was written last the one that is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Swap<T>(ref Span<T> current, ref Span<T> next)
    {
        Span<T> before = current;
        current = next;
        next = before;
    }

    /// <summary>Brings the value, behind the last run, into the place where it was before the first one.</summary>
    /// <param name="current">The value; of the same length as <paramref name="next"/>, at least.</param>
    /// <param name="next">The other place.</param>
    /// <param name="runs">The number of swaps.</param>
    public static void Settle<T>(ref Span<T> current, ref Span<T> next, long runs)
    {
        if ((runs & 1) == 0)
            return;
        current.CopyTo(next);
        Swap(ref current, ref next);
    }
}
