using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;
using Random = OnnxCodegen.Compiler.Primitives.Random;

namespace OnnxCodegen.Conformance;

/// <summary>Which outputs of a model depend on random numbers.</summary>
internal static class ChanceOutputs
{
    public static IReadOnlySet<string> Of(OnnxModel model)
    {
        Graph graph = GraphImporter.Import(GraphOrder.Sort(FunctionInliner.Inline(model)), new Dictionary<string, long>());
        HashSet<Value> drawn = Drawn(graph);
        return graph.Outputs.Where(output => drawn.Contains(output.Value)).Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
    }

    static HashSet<Value> Drawn(Graph graph)
    {
        var drawn = new HashSet<Value>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Primitive is Random || node.Inputs.Any(drawn.Contains) || node.Primitive.Bodies.Any(Draws))
                drawn.UnionWith(node.Outputs);
        }
        return drawn;
    }

    static bool Draws(Graph body) => body.Nodes.Any(node => node.Primitive is Random || node.Primitive.Bodies.Any(Draws));
}
