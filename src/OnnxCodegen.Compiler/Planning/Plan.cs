using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The schedule of a model: what is done once, what is done in every call, and in which memory.</summary>
/// <param name="Graph">The graph that is executed.</param>
/// <param name="Prepare">Work on weights, done once.</param>
/// <param name="Calls">The steps of a call, in order.</param>
/// <param name="Buffers">All buffers, by <see cref="Buffer.Id"/>.</param>
internal sealed record Plan(Graph Graph, IReadOnlyList<KernelCall> Prepare, IReadOnlyList<KernelCall> Calls, IReadOnlyList<Buffer> Buffers)
{
    /// <summary>For every arena buffer the first and the last step that touches it.</summary>
    public IReadOnlyList<Lifetime> Lifetimes { get; init; } = System.Array.Empty<Lifetime>();
}

/// <summary>The steps from the first to the last that touch a buffer.</summary>
internal sealed record Lifetime(Buffer Buffer, int First, int Last);
