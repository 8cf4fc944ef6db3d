using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Finds the nodes that are planned together.</summary>
internal static class CompositeFinder
{
    /// <summary>For every member the composite that it belongs to.</summary>
    /// <param name="mayApproximate">Whether algorithms may be used that round otherwise.</param>
    public static IReadOnlyDictionary<Node, Composite> Find(Graph graph, Uses uses, bool mayApproximate)
    {
        var found = new Dictionary<Node, Composite>();
        Add(node => node.Primitive switch
        {
            Contract => (Composite?)ConvolveComposite.TryMatch(node, uses, IsFree) ?? (Composite?)AttentionComposite.TryMatch(node, uses, IsFree)
                ?? MatMulComposite.TryMatch(node, uses, IsFree),
            Reduce => (Composite?)PoolComposite.TryMatch(node, uses, IsFree) ?? ResampleComposite.TryMatch(node, uses, IsFree),
            _ => null,
        });
        // Row loops take what the epilogues of contractions leave.
        Add(node => node.Primitive is Reduce ? RowLoopComposite.TryMatch(node, uses, IsFree, mayApproximate) : null);
        return found;

        bool IsFree(Node node) => !found.ContainsKey(node);

        void Add(Func<Node, Composite?> match)
        {
            foreach (Node node in graph.Nodes)
            {
                if (!IsFree(node) || match(node) is not { } composite)
                    continue;
                foreach (Node member in composite.Nodes)
                    found.Add(member, composite);
            }
        }
    }
}
