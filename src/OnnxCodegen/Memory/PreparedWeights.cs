using System;
using System.Threading;
using OnnxCodegen.Threading;

namespace OnnxCodegen;

/// <summary>Weights in the form that kernels want (packed, transposed, dequantised), computed once, when they are first used.</summary>
/// <param name="bytes">The size of the prepared weights.</param>
/// <param name="prepare">Writes the weights into an arena of at least that size, with the given threads. Runs once; again at the next use if
/// it throws.</param>
public sealed class PreparedWeights(long bytes, Action<Arena, Workers> prepare)
{
    readonly Lock preparation = new();
    Arena? prepared;

    /// <summary>The prepared weights; the first caller computes them while others wait.</summary>
    public Arena Arena => Volatile.Read(ref prepared) ?? Prepare();

    Arena Prepare()
    {
        lock (preparation)
        {
            if (prepared is not null)
                return prepared;
            var arena = new Arena();
            arena.Reserve(bytes);
            Workers workers = WorkerPool.Rent();
            try
            {
                prepare(arena, workers);
            }
            finally
            {
                WorkerPool.Return(workers);
            }
            Volatile.Write(ref prepared, arena);
            return arena;
        }
    }
}
