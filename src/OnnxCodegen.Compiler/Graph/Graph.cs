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
    public Graph(string name, IReadOnlyList<Value> inputs, IReadOnlyList<GraphOutput> outputs)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        Nodes = TopologicalOrder.Of(inputs, outputs.Select(o => o.Value));
    }

    public string Name { get; }

    /// <summary>Results of <see cref="Primitives.Parameter"/> nodes.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    public IReadOnlyList<GraphOutput> Outputs { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public override string ToString() => GraphPrinter.Print(this);
}
