using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Turns a graph into kernel calls on buffers.</summary>
internal static class Planner
{
    public static Plan Plan(Graph graph, Precision precision = Precision.Default, CancellationToken cancellation = default) =>
        Plan(graph, new PlanMemory(graph), precision, cancellation);

    /// <summary>The plan of a graph within another one.</summary>
    public static Plan Plan(Graph graph, PlanMemory memory, Precision precision, CancellationToken cancellation)
    {
        var builder = new PlanBuilder(graph, memory, precision, cancellation);
        IReadOnlyDictionary<Node, Composite> composites = CompositeFinder.Find(graph, builder.Uses, builder.MayApproximate);
        foreach (Node node in graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            composites.TryGetValue(node, out Composite? composite);
            builder.Begin(node, composite?.Nodes);
            if (composite is null)
                PrimitivePlans.Add(node, builder);
            else if (ReferenceEquals(composite.Nodes[composite.Nodes.Count - 1], node) && !composite.TryAdd(builder))
                AddSingly(composite, builder);
        }
        foreach (GraphOutput output in graph.Outputs)
            builder.Store(output);
        IReadOnlyList<KernelCall> calls = BandFinder.Find(builder.Calls);
        return new Plan(memory.Name, memory.Stage, graph, builder.Prepare, calls, memory.Buffers, builder.OutputBuffers, Liveness.Of(calls));
    }

    static void AddSingly(Composite composite, PlanBuilder builder)
    {
        foreach (Node node in composite.Nodes)
        {
            builder.Begin(node);
            PrimitivePlans.Add(node, builder);
        }
    }
}
