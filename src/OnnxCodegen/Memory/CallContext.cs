using System;
using System.Threading;
using OnnxCodegen.Threading;

namespace OnnxCodegen;

/// <summary>The memory of one call of a model. A call rents a context and returns it; the next call finds its memory again, so that calls
/// in sequence allocate nothing. Calls in parallel have contexts of their own.</summary>
public sealed class CallContext
{
    Arena[] arenas = [new()];
    LateMemory? late;
    Workers? workers;

    CallContext()
    {
    }

    /// <summary>The threads of the call: the shared ones, or none while another call has them.</summary>
    public Workers Workers => workers ??= WorkerPool.Rent();

    /// <summary>Takes the context out of a slot, or makes one where the slot is empty.</summary>
    /// <param name="slot">A static field of the model.</param>
    public static CallContext Rent(ref CallContext? slot) => Interlocked.Exchange(ref slot, null) ?? new CallContext();

    /// <summary>Puts the context back, also when the call fails. No span of it may be used afterwards.</summary>
    /// <param name="slot">The field that it was rented from.</param>
    public void Return(ref CallContext? slot)
    {
        if (workers is not null)
            WorkerPool.Return(workers);
        workers = null;
        late?.ReleaseAll();
        Volatile.Write(ref slot, this);
    }

    /// <summary>The memory of a stage of the call: a part of the model whose buffer sizes are known when it starts.</summary>
    /// <param name="stage">The stage's number, from 0; memory of other stages stays as it is.</param>
    /// <param name="bytes">The stage's size. What the stage held before is lost where its memory has to grow.</param>
    public Arena Arena(int stage, long bytes)
    {
        Arena arena = ArenaOf(stage);
        arena.Reserve(bytes);
        return arena;
    }

    /// <summary>The memory of a stage with buffers whose sizes are known now; <see cref="OnnxCodegen.Arena.Offsets"/> says where they lie.</summary>
    /// <param name="stage">The stage's number, from 0; memory of other stages stays as it is.</param>
    /// <param name="bytes">The sizes that buffers have.</param>
    /// <param name="kind">Which of the sizes each buffer has.</param>
    /// <param name="first">The first step that uses each buffer, ascending.</param>
    /// <param name="last">The last step that uses each buffer.</param>
    public Arena Arena(int stage, ReadOnlySpan<long> bytes, ReadOnlySpan<int> kind, ReadOnlySpan<int> first, ReadOnlySpan<int> last)
    {
        Arena arena = ArenaOf(stage);
        arena.Place(bytes, kind, first, last);
        return arena;
    }

    /// <summary>Memory for a buffer whose size became known during the call; its contents are undefined.</summary>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public Span<T> Rent<T>(int length)
        where T : unmanaged => (late ??= new LateMemory()).Rent<T>(length);

    /// <summary>Gives memory of <see cref="Rent{T}"/> back before the call ends. It may not be used afterwards.</summary>
    public void Release<T>(ReadOnlySpan<T> memory)
        where T : unmanaged => late?.Release(memory);

    Arena ArenaOf(int stage)
    {
        while (stage >= arenas.Length)
            arenas = [.. arenas, new()];
        return arenas[stage];
    }
}
