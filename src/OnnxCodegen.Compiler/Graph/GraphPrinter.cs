using System.Linq;
using System.Text;

namespace OnnxCodegen.Compiler;

/// <summary>Prints a graph in the style of ONNX's textual syntax, a node a line.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        text.Append(graph.Name).Append(" (").Append(string.Join(", ", graph.Inputs.Select(i => $"{i.Type} {i}"))).Append(") => (");
        text.Append(string.Join(", ", graph.Outputs.Select(o => $"{o.Value.Type} {o.Name} = {o.Value}"))).Append(")\n{\n");
        foreach (Node node in graph.Nodes)
            text.Append("  ").Append(Print(node)).Append('\n');
        return text.Append("}\n").ToString();
    }

    public static string Print(Node node) =>
        $"{string.Join(", ", node.Outputs.Select(o => $"{o.Type} {o}"))} = {node.Primitive.Print()}({string.Join(", ", node.Inputs)})";
}
