using System.Collections.Generic;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Finds the nodes that are planned together.</summary>
internal static class CompositeFinder
{
    /// <summary>For every member the composite that it belongs to.</summary>
    public static IReadOnlyDictionary<Node, Composite> Find(Graph graph, Uses uses)
    {
        var found = new Dictionary<Node, Composite>();
        foreach (Node node in graph.Nodes)
        {
            if (found.ContainsKey(node))
                continue;
            Composite? composite = node.Primitive switch
            {
                Contract => (Composite?)ConvolveComposite.TryMatch(node, uses, IsFree) ?? (Composite?)AttentionComposite.TryMatch(node, uses, IsFree) ?? MatMulComposite.TryMatch(node, uses, IsFree),
                Reduce => PoolComposite.TryMatch(node, uses, IsFree),
                _ => null,
            };
            if (composite is null)
                continue;
            foreach (Node member in composite.Nodes)
                found.Add(member, composite);
        }
        return found;

        bool IsFree(Node node) => !found.ContainsKey(node);
    }
}
