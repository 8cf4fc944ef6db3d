using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Dead code at the borders of graphs within: results that nothing reads, values that are taken in for nothing.</summary>
internal static class ControlFlowRules
{
    public static IReadOnlyList<Value>? DropBranchResults(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not If branch)
            return null;
        int[] kept = Kept(node, 0, branch.Lengths, context);
        Graph then = Only(branch.Then, 0, kept);
        Graph otherwise = Only(branch.Else, 0, kept);
        if (kept.Length == 0 || (kept.Length == node.Outputs.Count && then.Inputs.Count == branch.Then.Inputs.Count && otherwise.Inputs.Count == branch.Else.Inputs.Count))
            return null;
        IEnumerable<Value> captured = Captured(branch.Then, then, inputs, 1).Concat(Captured(branch.Else, otherwise, inputs, 1 + branch.Then.Inputs.Count));
        var smaller = new If(then, otherwise, kept.Select(i => branch.Results[i]).ToArray(), branch.Lengths);
        return Replace(node, kept, node.Scope.AddNode(smaller, new[] { inputs[0] }.Concat(captured).ToArray()));
    }

    /// <summary>Drops stacked results; the carried ones are read by the loop itself.</summary>
    public static IReadOnlyList<Value>? DropLoopResults(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Loop loop)
            return null;
        int lead = loop.HasCondition ? 1 : 0;
        int[] kept = Kept(node, loop.Carried, loop.Lengths, context);
        Graph body = Only(loop.Body, loop.Carried, Enumerable.Range(0, lead).Concat(kept.Select(i => lead + i)).ToArray());
        if (kept.Length == node.Outputs.Count && body.Inputs.Count == loop.Body.Inputs.Count)
            return null;
        IEnumerable<Value> captured = Captured(loop.Body, body, inputs, lead).Skip(loop.Carried);
        var smaller = loop with { Body = body, Results = kept.Select(i => loop.Results[i]).ToArray() };
        return Replace(node, kept, node.Scope.AddNode(smaller, inputs.Take(lead + loop.Carried).Concat(captured).ToArray()));
    }

    /// <summary>The results that are read, and those from whose lengths sizes come.</summary>
    static int[] Kept(Node node, int always, IReadOnlyList<Symbol> lengths, RewriteContext context) => Enumerable.Range(0, node.Outputs.Count)
        .Where(i => i < always || !context.IsUnused(node.Outputs[i]) || node.Outputs[i].Type.Symbols.Any(lengths.Contains)).ToArray();

    /// <summary>A graph with some of its outputs, and the inputs that these depend on.</summary>
    /// <param name="always">The number of first inputs that stay in any case.</param>
    static Graph Only(Graph graph, int always, int[] outputs)
    {
        GraphOutput[] results = outputs.Select(i => graph.Outputs[i]).ToArray();
        var read = new HashSet<Value>(new Graph(graph.Name, [], results).Nodes.SelectMany(n => n.Inputs).Concat(results.Select(r => r.Value)));
        return new Graph(graph.Name, graph.Inputs.Where((input, i) => i < always || read.Contains(input) || input.Scope.IsBound(input)).ToArray(), results);
    }

    /// <summary>The values that come in by the inputs that are left.</summary>
    static IEnumerable<Value> Captured(Graph before, Graph after, IReadOnlyList<Value> inputs, int first) =>
        Enumerable.Range(0, before.Inputs.Count).Where(i => after.Inputs.Contains(before.Inputs[i])).Select(i => inputs[first + i]);

    /// <summary>The new results in the places of the old ones; those that nothing reads stay.</summary>
    static Value[] Replace(Node node, int[] kept, IReadOnlyList<Value> results)
    {
        Value[] all = node.Outputs.ToArray();
        for (int i = 0; i < kept.Length; i++)
            all[kept[i]] = results[i];
        return all;
    }
}
