using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using OnnxCodegen.Compiler.Emission;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The buffers of a plan, each under a name of its own among those of the model.</summary>
internal sealed class PlanMemory
{
    readonly List<Buffer> buffers = new();
    readonly HashSet<Symbol> entrySymbols;
    readonly NameScope names;
    readonly StrongBox<int> stages;

    public PlanMemory(Graph graph)
        : this(graph, new Dictionary<Value, Access>(), new StrongBox<int>(), ForwardNames.Locals(), string.Empty)
    {
    }

    PlanMemory(Graph graph, IReadOnlyDictionary<Value, Access> weights, StrongBox<int> stages, NameScope names, string name)
    {
        entrySymbols = new HashSet<Symbol>(graph.EntrySymbols);
        Weights = weights;
        this.stages = stages;
        this.names = names;
        Stage = stages.Value++;
        Name = name;
    }

    /// <summary>Where inputs of the graph lie that are computed from weights alone.</summary>
    public IReadOnlyDictionary<Value, Access> Weights { get; }

    /// <summary>The number of the plan among those of the model, which have memory of their own each.</summary>
    public int Stage { get; }

    /// <summary>The name of the plan's graph in the emitted code.</summary>
    public string Name { get; }

    public IReadOnlyList<Buffer> Buffers => buffers;

    /// <summary>A buffer for results: in the arena when its size is known at the start of a call.</summary>
    public Buffer New(string name, ElementType type, Dim length, bool prepared)
    {
        Storage storage = type == ElementType.String ? Storage.Managed
            : prepared ? Storage.Prepared
            : length.Symbols.All(IsEntry) ? Storage.Arena : Storage.Late;
        return Add(name, type, length, storage);
    }

    /// <summary>Whether the size is known at the start of a call.</summary>
    public bool IsEntry(Symbol symbol) => entrySymbols.Contains(symbol);

    public Buffer Add(string name, ElementType type, Dim length, Storage storage, Literal? literal = null)
    {
        var buffer = new Buffer(buffers.Count, Unique(name), type, length, storage, literal);
        buffers.Add(buffer);
        return buffer;
    }

    /// <summary>A local for an object.</summary>
    public Access AddObject(string name, ValueType type, Storage storage)
    {
        var buffer = new Buffer(buffers.Count, Unique(name), ElementType.Undefined, Dim.One, storage) { Object = type };
        buffers.Add(buffer);
        return new Access(buffer, Dim.Zero, []);
    }

    /// <summary>The memory of a graph within.</summary>
    /// <param name="weights">Where inputs of the graph lie that are computed from weights alone.</param>
    public PlanMemory Within(Graph graph, string name, IReadOnlyDictionary<Value, Access> weights) =>
        new(graph, weights, stages, names, Unique(name));

    /// <summary>The last part of an ONNX name in camel case.</summary>
    string Unique(string name) => names.Unique(Names.Camel(name.Split('/', ':').LastOrDefault(part => part.Length > 0) ?? string.Empty));
}
