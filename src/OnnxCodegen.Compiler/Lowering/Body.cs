using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>Lowers the graph of an attribute into a scope: from the values of its inputs to those of its outputs.</summary>
internal delegate IReadOnlyList<Value> Subgraph(Scope scope, IReadOnlyList<Value> inputs);

/// <summary>The value of a graph that has the given name.</summary>
internal delegate Value NamedValues(string name);

/// <summary>A graph within another one, and the values around it that its last inputs take in.</summary>
internal sealed record Body(Graph Graph, IReadOnlyList<Value> Captured)
{
    /// <summary>What leads to the outputs in a scope.</summary>
    /// <param name="parameters">The first inputs.</param>
    public static Body Of(Scope scope, IReadOnlyList<Value> parameters, IReadOnlyList<Value> outputs)
    {
        GraphOutput[] results = outputs.Select((output, i) => new GraphOutput($"output{i}", scope.Capture(output))).ToArray();
        var needed = new HashSet<Node>(TopologicalOrder.Of(Array.Empty<Value>(), results.Select(r => r.Value).Concat(scope.Demanded)));
        Capture[] captures = scope.Captures.Where(capture => needed.Contains(capture.Parameter.Producer)).ToArray();
        var graph = new Graph(scope.Provenance, parameters.Concat(captures.Select(c => c.Parameter)).ToArray(), results);
        return new Body(graph, captures.Select(c => c.Outer).ToArray());
    }
}
