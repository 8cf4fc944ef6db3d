using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>A named result of a graph.</summary>
internal sealed record GraphOutput(string Name, Value Value);

/// <summary>A graph of primitives: what leads from the inputs to the outputs. Immutable; its nodes stand in an order in which every node
/// follows those it reads, the sizes that its types and parameters mention included.</summary>
internal sealed class Graph
{
    readonly Lazy<IReadOnlyList<Symbol>> entrySymbols;

    public Graph(string name, IReadOnlyList<Value> inputs, IReadOnlyList<GraphOutput> outputs)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        Value? any = outputs.Select(o => o.Value).Concat(inputs).FirstOrDefault();
        Nodes = TopologicalOrder.Of(inputs, outputs.Select(o => o.Value).Concat(any?.Scope.Demanded ?? []));
        entrySymbols = new(() => Nodes
            .SelectMany(node => TopologicalOrder.Symbols(node).Concat(node.Outputs.SelectMany(o => o.Type.Symbols)))
            .Where(symbol => Scope!.BindingOf(symbol) is null && Scope.CounterOf(symbol) is null)
            .Distinct().ToArray());
    }

    public string Name { get; }

    /// <summary>Results of <see cref="Primitives.Parameter"/> nodes.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    public IReadOnlyList<GraphOutput> Outputs { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Where the nodes were made; null when there are none.</summary>
    public Scope? Scope => Nodes.Count > 0 ? Nodes[0].Scope : null;

    /// <summary>The sizes that no node of the graph finds: dimensions of its inputs, and for a graph within another one those that are known
    /// around it.</summary>
    public IReadOnlyList<Symbol> EntrySymbols => entrySymbols.Value;

    public override string ToString() => GraphPrinter.Print(this);
}
