using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Orders the nodes that lead to given values.</summary>
internal static class TopologicalOrder
{
    /// <summary>The nodes on which <paramref name="results"/> depend, each once and after what it reads; where that leaves a choice, in the
    /// order of creation.</summary>
    public static IReadOnlyList<Node> Of(IEnumerable<Value> inputs, IEnumerable<Value> results)
    {
        var reads = new Dictionary<Node, HashSet<Node>>();
        var readers = new Dictionary<Node, List<Node>>();
        var pending = new Stack<Node>(results.Concat(inputs).Select(v => v.Producer));
        while (pending.Count > 0)
        {
            Node node = pending.Pop();
            if (reads.ContainsKey(node))
                continue;
            var sources = new HashSet<Node>(Reads(node));
            reads.Add(node, sources);
            foreach (Node source in sources)
            {
                if (!readers.TryGetValue(source, out List<Node>? list))
                    readers.Add(source, list = new List<Node>());
                list.Add(node);
                pending.Push(source);
            }
        }
        return Sort(reads, readers);
    }

    static List<Node> Sort(Dictionary<Node, HashSet<Node>> reads, Dictionary<Node, List<Node>> readers)
    {
        var ready = new SortedDictionary<int, Node>(reads.Where(p => p.Value.Count == 0).ToDictionary(p => p.Key.Id, p => p.Key));
        var missing = reads.ToDictionary(p => p.Key, p => p.Value.Count);
        var order = new List<Node>();
        while (ready.Count > 0)
        {
            Node node = ready.First().Value;
            ready.Remove(node.Id);
            order.Add(node);
            if (!readers.TryGetValue(node, out List<Node>? list))
                continue;
            foreach (Node reader in list)
                if (--missing[reader] == 0)
                    ready.Add(reader.Id, reader);
        }
        return order;
    }

    /// <summary>The producers of what a node reads: its inputs and the tensors whose elements its sizes are.</summary>
    public static IEnumerable<Node> Reads(Node node)
    {
        foreach (Value input in node.Inputs)
            yield return input.Producer;
        foreach (Symbol symbol in Symbols(node))
        {
            if (node.Scope.BindingOf(symbol) is { } binding)
                yield return binding.Value.Producer;
            else if (node.Scope.CounterOf(symbol) is { } counter && !ReferenceEquals(counter, node))
                yield return counter;
        }
    }

    public static IEnumerable<Symbol> Symbols(Node node) =>
        node.Primitive is Parameter ? Enumerable.Empty<Symbol>()
        : node.Primitive.Symbols.Concat(node.Outputs.SelectMany(o => o.Type.Symbols)).Distinct();
}
