using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

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

    /// <summary>The last part of an ONNX name in camel case.</summary>
    static string Identifier(string name)
    {
        string[] parts = name.Split('/', '.', ':', ' ').Where(p => p.Any(IsLetter)).ToArray();
        var text = new StringBuilder();
        bool upper = false;
        foreach (char c in parts.Length == 0 ? "value" : parts[parts.Length - 1])
        {
            if (IsLetter(c) || (c is >= '0' and <= '9' && text.Length > 0))
            {
                text.Append(upper ? char.ToUpperInvariant(c) : text.Length == 0 ? char.ToLowerInvariant(c) : c);
                upper = false;
            }
            else
            {
                upper = text.Length > 0;
            }
        }
        // The suffix keeps names apart from keywords and from locals of the emitter.
        return text.Append('_').ToString();
    }

    static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
