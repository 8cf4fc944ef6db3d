using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Emission;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The buffers of a plan, each under a name of its own.</summary>
internal sealed class PlanMemory(Graph graph)
{
    readonly List<Buffer> buffers = new();
    readonly HashSet<string> names = new();
    readonly HashSet<Symbol> entrySymbols = new(graph.Inputs.SelectMany(i => i.Type.Symbols));

    public IReadOnlyList<Buffer> Buffers => buffers;

    /// <summary>A buffer for results: in the arena when its size is known at the start of a call.</summary>
    public Buffer New(string name, ElementType type, Dim length, bool prepared)
    {
        Storage storage = type == ElementType.String ? Storage.Managed
            : prepared ? Storage.Prepared
            : length.Symbols.All(entrySymbols.Contains) ? Storage.Arena : Storage.Late;
        return Add(name, type, length, storage);
    }

    public Buffer Add(string name, ElementType type, Dim length, Storage storage, Literal? literal = null)
    {
        var buffer = new Buffer(buffers.Count, Unique(name), type, length, storage, literal);
        buffers.Add(buffer);
        return buffer;
    }

    public bool IsEntry(Symbol symbol) => entrySymbols.Contains(symbol);

    string Unique(string name)
    {
        string stem = Identifier(name);
        string candidate = stem;
        for (int i = 2; !names.Add(candidate); i++)
            candidate = stem + "_" + i.ToString(CultureInfo.InvariantCulture);
        return candidate;
    }

    /// <summary>The last part of an ONNX name in camel case; the suffix keeps it apart from the locals of the emitter.</summary>
    static string Identifier(string name) => Names.Camel(name.Split('/', ':').LastOrDefault(part => part.Length > 0) ?? string.Empty) + "_";
}
