using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Names that occur nowhere else in a model.</summary>
internal sealed class UniqueNames
{
    readonly HashSet<string> taken = new();
    readonly Dictionary<string, int> suffixes = new();

    public UniqueNames(OnnxGraph graph) => Take(graph);

    /// <summary>The wish itself, or with the first free number behind it.</summary>
    public string Fresh(string wish)
    {
        string name = wish;
        while (!taken.Add(name))
        {
            suffixes.TryGetValue(wish, out int last);
            suffixes[wish] = last + 1;
            name = wish + "_" + (last + 1).ToString(CultureInfo.InvariantCulture);
        }
        return name;
    }

    void Take(OnnxGraph graph)
    {
        taken.UnionWith(graph.Names());
        foreach (OnnxGraph inner in graph.Nodes.SelectMany(node => node.Graphs()))
            Take(inner);
    }
}
