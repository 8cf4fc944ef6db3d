using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rebuilds a graph node by node through the rules, again until nothing changes.</summary>
internal static class Rewriter
{
    const int MaximumPasses = 16;

    public static Graph Rewrite(Graph graph, CancellationToken cancellation = default)
    {
        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            Graph next = Pass(graph, cancellation, out bool changed);
            graph = next;
            if (!changed)
                break;
        }
        return graph;
    }

    static Graph Pass(Graph graph, CancellationToken cancellation, out bool changed)
    {
        changed = false;
        var context = new RewriteContext(graph);
        var replaced = new Dictionary<Value, Value>();
        foreach (Node node in graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            Value[] inputs = node.Inputs.Select(i => replaced.TryGetValue(i, out Value? r) ? r : i).ToArray();
            IReadOnlyList<Value>? results = Rules.Apply(node, inputs, context) ?? RewriteBodies(node, inputs, cancellation);
            changed |= results is not null;
            results ??= inputs.SequenceEqual(node.Inputs) ? node.Outputs : Rebuild(node, inputs);
            for (int i = 0; i < node.Outputs.Count; i++)
            {
                if (ReferenceEquals(node.Outputs[i], results[i]))
                    continue;
                replaced[node.Outputs[i]] = results[i];
                context.Replace(node.Outputs[i], results[i]);
                node.Scope.Rebind(node.Outputs[i], results[i]);
            }
        }
        return changed
            ? new Graph(graph.Name, graph.Inputs, graph.Outputs.Select(o => replaced.TryGetValue(o.Value, out Value? r) ? o with { Value = r } : o).ToArray())
            : graph;
    }

    /// <summary>The node with its graphs rewritten; null where they are as they should be.</summary>
    static IReadOnlyList<Value>? RewriteBodies(Node node, Value[] inputs, CancellationToken cancellation)
    {
        Graph[] bodies = node.Primitive.Bodies.Select(body => Rewrite(body, cancellation)).ToArray();
        if (bodies.SequenceEqual(node.Primitive.Bodies))
            return null;
        node.Scope.Continue(node);
        return node.Scope.AddNode(node.Primitive.WithBodies(bodies), inputs);
    }

    static IReadOnlyList<Value> Rebuild(Node node, Value[] inputs)
    {
        node.Scope.Continue(node);
        return node.Scope.AddNode(node.Primitive, inputs);
    }
}
