using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Brings nodes into an order in which every value is made before it is read, and checks that each is made once.</summary>
internal static class GraphOrder
{
    /// <summary>Marks an input or an initializer among the indices of nodes.</summary>
    const int Given = -1;

    /// <summary>The model with sorted nodes; the order of nodes that are sorted already stays.</summary>
    /// <exception cref="ModelException">A value is read but never made, made twice, or made from itself.</exception>
    public static OnnxModel Sort(OnnxModel model, CancellationToken cancellation = default)
    {
        try
        {
            SortedGraph sorted = Sort(model.Graph, cancellation);
            return sorted.Free.Count == 0 ? model with { Graph = sorted.Graph } : throw Missing(sorted.Free[0]);
        }
        catch (ModelException exception)
        {
            throw exception.InModel(model.Source.Path);
        }
    }

    static SortedGraph Sort(OnnxGraph graph, CancellationToken cancellation)
    {
        Dictionary<string, int> makers = Makers(graph);
        var nodes = new OnnxNode[graph.Nodes.Count];
        var dependencies = new IReadOnlyList<Dependency>[nodes.Length];
        var free = new List<FreeValue>();
        for (int i = 0; i < nodes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            nodes[i] = SortSubgraphs(graph.Nodes[i], out List<FreeValue> reads, cancellation);
            free.AddRange(reads.Where(read => !makers.ContainsKey(read.Name)));
            dependencies[i] = DependenciesOf(reads, makers);
        }
        free.AddRange(graph.Outputs.Where(output => !makers.ContainsKey(output.Name)).Select(output => new FreeValue(output.Name, null)));
        IReadOnlyList<int> order = StableSort.Order(dependencies, cancellation);
        if (order.Count < nodes.Length)
            throw Cycle(nodes, dependencies, order);
        return new SortedGraph(graph with { Nodes = order.Select(i => nodes[i]).ToArray() }, Distinct(free));
    }

    /// <summary>The index of the node that makes each value.</summary>
    static Dictionary<string, int> Makers(OnnxGraph graph)
    {
        var makers = new Dictionary<string, int>();
        foreach (string name in graph.Inputs.Select(input => input.Name).Concat(graph.Initializers.Select(tensor => tensor.Name)))
            makers[name] = Given;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (string output in graph.Nodes[i].Outputs.Where(output => output.Length > 0))
            {
                if (makers.ContainsKey(output))
                    throw At(graph.Nodes[i], $"The value '{output}' is made here, but it has a value already.");
                makers.Add(output, i);
            }
        }
        return makers;
    }

    /// <summary>Sorts the graphs in the attributes of a node.</summary>
    /// <param name="node">A node of any graph.</param>
    /// <param name="reads">What the node and the graphs within it read from around them.</param>
    /// <param name="cancellation">Stops the work.</param>
    static OnnxNode SortSubgraphs(OnnxNode node, out List<FreeValue> reads, CancellationToken cancellation)
    {
        List<FreeValue> found = node.Inputs.Where(input => input.Length > 0).Select(input => new FreeValue(input, node)).ToList();
        reads = found;
        return node.WithGraphs(graph =>
        {
            SortedGraph sorted = Sort(graph, cancellation);
            found.AddRange(sorted.Free.Select(value => value with { Reader = value.Reader ?? node }));
            return sorted.Graph;
        });
    }

    static List<Dependency> DependenciesOf(List<FreeValue> reads, Dictionary<string, int> makers)
    {
        var dependencies = new List<Dependency>(reads.Count);
        foreach (FreeValue read in reads)
        {
            if (makers.TryGetValue(read.Name, out int maker) && maker != Given)
                dependencies.Add(new Dependency(maker, read.Name));
        }
        return dependencies;
    }

    static List<FreeValue> Distinct(List<FreeValue> values)
    {
        var names = new HashSet<string>();
        return values.Where(value => names.Add(value.Name)).ToList();
    }

    static ModelException Missing(FreeValue value) => value.Reader is null
        ? new ModelException($"The output '{value.Name}' of the graph is made by no node.")
        : At(value.Reader, $"The value '{value.Name}' is read here, but made by no node, input or initializer.");

    /// <summary>Follows unsorted nodes backwards until one comes round again.</summary>
    static ModelException Cycle(OnnxNode[] nodes, IReadOnlyList<Dependency>[] dependencies, IReadOnlyList<int> order)
    {
        var sorted = new HashSet<int>(order);
        var visited = new HashSet<int>();
        int node = Enumerable.Range(0, nodes.Length).First(i => !sorted.Contains(i));
        while (visited.Add(node))
            node = Unsorted(node).Producer;
        return At(nodes[node], $"The value '{Unsorted(node).Value}' is read here and depends on this node: the graph has a cycle.");

        Dependency Unsorted(int reader) => dependencies[reader].First(dependency => !sorted.Contains(dependency.Producer));
    }

    static ModelException At(OnnxNode node, string reason) => new ModelException(reason).AtNode(node.DisplayName, node.DisplayOperator);

    /// <summary>A graph with the values that it takes from around it.</summary>
    sealed record SortedGraph(OnnxGraph Graph, IReadOnlyList<FreeValue> Free);

    /// <summary>A value that a graph does not make, and the first node that reads it; null for an output of the graph.</summary>
    sealed record FreeValue(string Name, OnnxNode? Reader);
}
