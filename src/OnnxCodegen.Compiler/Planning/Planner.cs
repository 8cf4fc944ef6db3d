using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Turns a graph into kernel calls on buffers.</summary>
internal static class Planner
{
    public static Plan Plan(Graph graph, CancellationToken cancellation = default)
    {
        var memory = new PlanMemory(graph);
        var builder = new PlanBuilder(graph, memory);
        foreach (Node node in graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Begin(node);
            PrimitivePlans.Add(node, builder);
        }
        foreach (GraphOutput output in graph.Outputs)
            builder.Store(output);
        return new Plan(graph, builder.Prepare, builder.Calls, memory.Buffers, builder.OutputBuffers, Liveness.Of(builder.Calls));
    }
}
