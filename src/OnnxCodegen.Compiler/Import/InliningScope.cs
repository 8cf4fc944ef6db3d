using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>What the names of a graph become when functions are inlined. Outside of functions every name stays.</summary>
/// <param name="Call">The call whose body holds the graph; null in the model's own graphs.</param>
/// <param name="Outer">The scope of the graph around this one in the same body.</param>
/// <param name="Depth">The number of graphs and calls around this one.</param>
internal sealed record InliningScope(FunctionCall? Call, InliningScope? Outer, int Depth)
{
    readonly Dictionary<string, string> renamed = new();

    public void Rename(string name, string to) => renamed[name] = to;

    public bool Renames(string name) => renamed.ContainsKey(name);

    public string this[string name]
    {
        get
        {
            if (Call is null || name.Length == 0)
                return name;
            for (InliningScope? scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.renamed.TryGetValue(name, out string? to))
                    return to;
            }
            return Call.Prefix + "/" + name;
        }
    }

    public IReadOnlyList<string> Translate(IReadOnlyList<string> names) =>
        Call is null ? names : names.Select(name => this[name]).ToArray();

    public OnnxValueInfo Translate(OnnxValueInfo value) => Call is null ? value : value with { Name = this[value.Name] };

    public TensorData Translate(TensorData tensor) => Call is null ? tensor : tensor with { Name = this[tensor.Name] };
}
