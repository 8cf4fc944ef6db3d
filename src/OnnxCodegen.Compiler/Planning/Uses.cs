using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Who reads each value of a graph.</summary>
internal sealed class Uses
{
    readonly Dictionary<Value, List<Node>> readers = new();
    readonly HashSet<Value> results;
    readonly HashSet<Value> sizes = new();

    public Uses(Graph graph)
    {
        results = new HashSet<Value>(graph.Outputs.Select(o => o.Value));
        foreach (Node node in graph.Nodes)
        {
            foreach (Value input in node.Inputs)
            {
                if (!readers.TryGetValue(input, out List<Node>? list))
                    readers.Add(input, list = new List<Node>());
                list.Add(node);
            }
            foreach (Symbol symbol in TopologicalOrder.Symbols(node))
                if (node.Scope.BindingOf(symbol) is { } binding)
                    sizes.Add(binding.Value);
        }
    }

    public IReadOnlyList<Node> Of(Value value) => readers.TryGetValue(value, out List<Node>? list) ? list : System.Array.Empty<Node>();

    /// <summary>The one node that reads the value, when nothing else does.</summary>
    public Node? Single(Value value) =>
        !results.Contains(value) && !sizes.Contains(value) && readers.TryGetValue(value, out List<Node>? list) && list.Count == 1 ? list[0] : null;

    /// <summary>Whether nothing reads the value but the given nodes.</summary>
    public bool AreOnly(Value value, params Node[] nodes) =>
        !results.Contains(value) && !sizes.Contains(value) && Of(value).All(nodes.Contains);

    /// <summary>Whether nodes alone read the value, and read it as elements.</summary>
    public bool IsRead(Value value) => !results.Contains(value) && !sizes.Contains(value) && readers.ContainsKey(value);

    public bool IsResult(Value value) => results.Contains(value);
}
