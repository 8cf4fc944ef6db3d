using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rebuilds a graph node by node through the rules, again until nothing changes.</summary>
internal static class Rewriter
{
    const int MaximumPasses = 16;

    /// <summary>Rules that are tried on what a rule has made before the next pass.</summary>
    const int MaximumSteps = 16;

    public static Graph Rewrite(Graph graph, Precision precision = Precision.Default, CancellationToken cancellation = default)
    {
        graph = Passes(graph, isLate: false, precision, cancellation);
        return Passes(graph, isLate: true, precision, cancellation);
    }

    static Graph Passes(Graph graph, bool isLate, Precision precision, CancellationToken cancellation)
    {
        bool changed = true;
        for (int pass = 0; changed && pass < MaximumPasses; pass++)
            graph = Pass(graph, isLate, precision, cancellation, out changed);
        return graph;
    }

    static Graph Pass(Graph graph, bool isLate, Precision precision, CancellationToken cancellation, out bool changed)
    {
        changed = false;
        var context = new RewriteContext(graph, precision, isLate);
        var replaced = new Dictionary<Value, Value>();
        foreach (Node node in graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            Value[] inputs = node.Inputs.Select(i => replaced.TryGetValue(i, out Value? r) ? r : i).ToArray();
            IReadOnlyList<Value>? results = Step(node, inputs, context) ?? RewriteBodies(node, inputs, context, cancellation);
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
            foreach (Value result in results)
                if (!context.IsSettled(result.Producer))
                    context.Settle(result.Producer);
        }
        return changed
            ? new Graph(graph.Name, graph.Inputs, graph.Outputs.Select(o => replaced.TryGetValue(o.Value, out Value? r) ? o with { Value = r } : o).ToArray())
            : graph;
    }

    /// <summary>Applies rules to a node, then to what they give; null where none applies.</summary>
    static IReadOnlyList<Value>? Step(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        IReadOnlyList<Value>? results = Rules.Apply(node, inputs, context);
        for (int step = 0; step < MaximumSteps && results is [{ Producer: { Outputs.Count: 1 } made } value] && !context.IsSettled(made); step++)
        {
            // What the rule gives has the readers of what it replaces.
            context.Replace(node.Output, value);
            if (Rules.Apply(made, made.Inputs, context) is not { } next)
                break;
            results = next;
        }
        return results;
    }

    /// <summary>The node with its graphs rewritten; null where they are as they should be.</summary>
    static IReadOnlyList<Value>? RewriteBodies(Node node, Value[] inputs, RewriteContext context, CancellationToken cancellation)
    {
        Graph[] bodies = node.Primitive.Bodies.Select(body => Rewrite(body, context.Precision, cancellation)).ToArray();
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
