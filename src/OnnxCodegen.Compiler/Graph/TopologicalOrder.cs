using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Orders the nodes that lead to given values.</summary>
internal static class TopologicalOrder
{
    /// <summary>The nodes on which <paramref name="results"/> depend, each once, in order of creation: a node is made after what it reads.</summary>
    public static IReadOnlyList<Node> Of(IEnumerable<Value> inputs, IEnumerable<Value> results)
    {
        var found = new SortedDictionary<int, Node>();
        var pending = new Stack<Node>(results.Concat(inputs).Select(v => v.Producer));
        while (pending.Count > 0)
        {
            Node node = pending.Pop();
            if (found.ContainsKey(node.Id))
                continue;
            found.Add(node.Id, node);
            foreach (Node read in Reads(node))
                pending.Push(read);
        }
        return found.Values.ToArray();
    }

    /// <summary>The producers of what a node reads: its inputs and the tensors whose elements its sizes are.</summary>
    public static IEnumerable<Node> Reads(Node node)
    {
        foreach (Value input in node.Inputs)
            yield return input.Producer;
        foreach (Symbol symbol in Symbols(node))
            if (node.Scope.BindingOf(symbol) is { } binding)
                yield return binding.Value.Producer;
    }

    public static IEnumerable<Symbol> Symbols(Node node) =>
        node.Primitive is Parameter ? Enumerable.Empty<Symbol>()
        : node.Primitive.Symbols.Concat(node.Outputs.SelectMany(o => o.Type.Symbols)).Distinct();
}
