using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The schedule of a model: what is done once, what is done in every call, and in which memory.</summary>
/// <param name="Name">The name of a graph within another one; empty for the model's.</param>
/// <param name="Stage">The number of the plan among those of the model.</param>
/// <param name="Graph">The graph that is executed.</param>
/// <param name="Prepare">Work on weights, done once.</param>
/// <param name="Calls">The steps of a call, in order.</param>
/// <param name="Buffers">All buffers, by <see cref="Buffer.Id"/>.</param>
/// <param name="OutputBuffers">Which result of the graph a buffer is.</param>
/// <param name="Lifetimes">How long each arena buffer is needed, in order of the first step.</param>
internal sealed record Plan(
    string Name, int Stage, Graph Graph, IReadOnlyList<KernelCall> Prepare, IReadOnlyList<KernelCall> Calls, IReadOnlyList<Buffer> Buffers,
    IReadOnlyDictionary<Buffer, int> OutputBuffers, IReadOnlyList<Lifetime> Lifetimes)
{
    /// <summary>The offsets of the arena's buffers, in the order of <see cref="Lifetimes"/>; null where sizes are known at run time only.</summary>
    public ArenaLayout? ArenaLayout { get; } = ArenaLayout.Of(Lifetimes);

    /// <summary>This plan and those of the graphs within.</summary>
    public IEnumerable<Plan> All => new[] { this }.Concat(Calls.SelectMany(call => call.Bodies).SelectMany(body => body.All));

    /// <summary>The bytes of the buffers of a call, lengths that are unknown now taken as 1.</summary>
    public long ScratchBytes => All.Sum(plan => ArenaLayout.Of(plan.Lifetimes, length => Math.Max(0, length.Evaluate(_ => 1))).Bytes);

    /// <summary>Whether there is work to do once.</summary>
    public bool Prepares => All.Any(plan => plan.Prepare.Count > 0);
}

/// <summary>The steps from the first to the last that touch a buffer.</summary>
internal sealed record Lifetime(Buffer Buffer, int First, int Last);

/// <summary>Constant places of the arena's buffers.</summary>
internal sealed record ArenaLayout(IReadOnlyList<long> Offsets, long Bytes)
{
    const int Alignment = 64;

    /// <summary>The layout of buffers whose lengths are known now; null where one is not.</summary>
    public static ArenaLayout? Of(IReadOnlyList<Lifetime> lifetimes) =>
        lifetimes.All(l => l.Buffer.Length.IsConstant) ? Of(lifetimes, length => length.Value) : null;

    /// <summary>The lowest offset for each buffer at which it overlaps none that is needed at the same time.</summary>
    public static ArenaLayout Of(IReadOnlyList<Lifetime> lifetimes, Func<Dim, long> lengthOf)
    {
        var offsets = new long[lifetimes.Count];
        long[] sizes = lifetimes.Select(l => ((lengthOf(l.Buffer.Length) * l.Buffer.Type.Size()) + Alignment - 1) / Alignment * Alignment).ToArray();
        for (int i = 0; i < sizes.Length; i++)
        {
            int[] alive = Enumerable.Range(0, i)
                .Where(j => lifetimes[j].Last >= lifetimes[i].First && lifetimes[j].First <= lifetimes[i].Last)
                .OrderBy(j => offsets[j]).ToArray();
            foreach (int j in alive)
            {
                if (offsets[i] + sizes[i] <= offsets[j])
                    break;
                offsets[i] = Math.Max(offsets[i], offsets[j] + sizes[j]);
            }
        }
        return new ArenaLayout(offsets, offsets.Select((offset, i) => offset + sizes[i]).DefaultIfEmpty(0).Max());
    }
}
