using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>What rules know of the graph around a node.</summary>
internal sealed class RewriteContext
{
    readonly Dictionary<Value, int> uses = new();

    public RewriteContext(Graph graph)
    {
        foreach (Value value in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs.Select(o => o.Value)))
            uses[value] = uses.TryGetValue(value, out int count) ? count + 1 : 1;
    }

    /// <summary>How many inputs of nodes and results of the graph a value is. Values that rules make on their way count as used once.</summary>
    public int Uses(Value value) => uses.TryGetValue(value, out int count) ? count : 1;

    /// <summary>Gives the users of a value to the one that replaces it.</summary>
    public void Replace(Value replaced, Value replacement) =>
        uses[replacement] = Uses(replaced) + (uses.TryGetValue(replacement, out int count) ? count - 1 : 0);
}
