using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Collects the kernel calls of a plan and knows where each value lies.</summary>
internal sealed class PlanBuilder
{
    readonly PlanMemory memory;
    readonly Dictionary<Value, Access> accesses = new();
    readonly Dictionary<Value, Access> denseCopies = new();
    readonly HashSet<Node> prepared = new();
    readonly HashSet<Symbol> bound = new();
    readonly HashSet<Symbol> found = new();
    readonly List<KernelCall> prepare = new();
    readonly List<KernelCall> calls = new();
    readonly Dictionary<Value, List<Symbol>> elementSymbols;
    readonly Dictionary<Value, int> outputPositions = new();
    Node current = null!;
    IReadOnlyList<string> origins = Array.Empty<string>();

    public PlanBuilder(Graph graph, PlanMemory memory, Precision precision, CancellationToken cancellation)
    {
        Graph = graph;
        Precision = precision;
        Cancellation = cancellation;
        this.memory = memory;
        Uses = new Uses(graph);
        elementSymbols = graph.Nodes
            .SelectMany(TopologicalOrder.Symbols)
            .Concat(graph.Outputs.SelectMany(o => o.Value.Type.Symbols))
            .Concat(graph.Scope?.Checks.SelectMany(c => c.Actual.Symbols.Concat(c.Expected.Symbols)) ?? [])
            .Distinct()
            .Where(s => graph.Scope?.BindingOf(s) is not null)
            .GroupBy(s => graph.Scope!.BindingOf(s)!.Value)
            .ToDictionary(g => g.Key, g => g.ToList());
        for (int i = 0; i < graph.Outputs.Count; i++)
            if (!outputPositions.ContainsKey(graph.Outputs[i].Value))
                outputPositions.Add(graph.Outputs[i].Value, i);
    }

    public Graph Graph { get; }

    public CancellationToken Cancellation { get; }

    public Precision Precision { get; }

    /// <summary>Whether algorithms may be used that round otherwise than the plain sums.</summary>
    public bool MayApproximate => Precision != Precision.Exact;

    public Uses Uses { get; }

    public IReadOnlyList<KernelCall> Prepare => prepare;

    public IReadOnlyList<KernelCall> Calls => calls;

    public PlanMemory Memory => memory;

    /// <summary>The concatenations and paddings whose memory is made before their inputs.</summary>
    public Hosts Hosts { get; } = new();

    /// <summary>Whether the node at hand works on weights alone.</summary>
    public bool IsPreparing { get; private set; }

    /// <summary>Turns to a node.</summary>
    /// <param name="members">The nodes that are planned together with it; null for none.</param>
    public void Begin(Node node, IReadOnlyList<Node>? members = null)
    {
        current = node;
        origins = members is null ? node.Origins : members.SelectMany(n => n.Origins).Distinct().ToArray();
        IsPreparing = IsWeightWork(node);
        if (IsPreparing)
            prepared.Add(node);
    }

    public bool IsPrepared(Value value) => value.Literal is not null || prepared.Contains(value.Producer) || memory.Weights.ContainsKey(value);

    public void Add(KernelCall call)
    {
        (IsPreparing ? prepare : calls).Add(call with { Origins = origins });
        found.UnionWith(call.Finds);
    }

    /// <summary>Whether all lengths are known when the step that is added next runs.</summary>
    public bool Knows(Shape shape) => shape.SelectMany(dim => dim.Symbols).All(symbol => memory.IsEntry(symbol) || found.Contains(symbol));

    /// <summary>Where the elements of a value lie.</summary>
    public Access this[Value value] => accesses.TryGetValue(value, out Access? access)
        ? access
        : throw new InvalidOperationException($"The value {value} ({GraphPrinter.Print(value.Producer)}) has no place in memory.");

    public bool Has(Value value) => accesses.ContainsKey(value);

    public void Place(Value value, Access access)
    {
        accesses[value] = access;
        Bind(value);
    }

    /// <summary>A new dense buffer for a result, its axes in the given order of memory (row-major by default).</summary>
    public Access Allocate(Value value, IReadOnlyList<int>? order = null)
    {
        Shape shape = value.Shape;
        if (!IsPreparing && Hosts.TryPlace(value, order, this) is { } hosted)
            return hosted;
        return order is null || order.Select((axis, i) => axis == i).All(same => same)
            ? AllocateDense(value)
            : Accesses.InOrder(NewBuffer(current.Provenance, value.ElementType, shape.Elements), shape, order);
    }

    /// <summary>A buffer for a result in row-major order without gaps.</summary>
    public Access AllocateDense(Value value) => Accesses.RowMajor(
        !IsPreparing && outputPositions.TryGetValue(value, out int position)
            ? OutputBuffer(position, value)
            : NewBuffer(current.Provenance, value.ElementType, value.Shape.Elements),
        value.Shape);

    /// <summary>A buffer for a result that the step itself makes when it has found its size.</summary>
    public Access AwaitDense(Value value) =>
        Accesses.RowMajor(memory.Add(current.Provenance, value.ElementType, value.Shape.Elements, Storage.Late), value.Shape);

    /// <summary>A local for a result that is no tensor in memory.</summary>
    public Access NewObject(Value value) => memory.AddObject(current.Provenance, value.Type, Storage.Object);

    public Buffer NewBuffer(string name, ElementType type, Dim length)
    {
        Buffer buffer = memory.New(name, type, length, IsPreparing);
        if (buffer.Storage is Storage.Late or Storage.Managed)
            Add(new AllocateCall(buffer, null));
        return buffer;
    }

    /// <summary>The value in row-major order without gaps: where it lies, or a copy.</summary>
    public Access Dense(Value value)
    {
        Access access = this[value];
        if (access.Buffer.Object is not null || Accesses.IsRowMajor(access, value.Shape))
            return access;
        if (!denseCopies.TryGetValue(value, out Access? copy))
        {
            copy = Accesses.RowMajor(NewBuffer(value.Producer.Provenance, value.ElementType, value.Shape.Elements), value.Shape);
            Add(new CopyCall(value.Shape, access, copy));
            denseCopies.Add(value, copy);
        }
        return copy;
    }

    /// <summary>A view of weights in row-major order without gaps: where it lies, or a copy that is made as often as the weights change.</summary>
    public Access DenseCopy(Value weights, Access view, Shape shape)
    {
        if (Accesses.IsRowMajor(view, shape))
            return view;
        bool wasPreparing = IsPreparing;
        IsPreparing = IsPrepared(weights);
        Access copy = Accesses.RowMajor(NewBuffer(weights.Producer.Provenance, weights.ElementType, shape.Elements), shape);
        Add(new CopyCall(shape, view, copy));
        IsPreparing = wasPreparing;
        return copy;
    }

    /// <summary>A dense copy of the value with its axes in the given order of memory, outermost first.</summary>
    public Access InOrder(Value value, IReadOnlyList<int> order)
    {
        Access access = this[value];
        bool wasPreparing = IsPreparing;
        IsPreparing = IsPrepared(value);
        Access copy = Accesses.InOrder(NewBuffer(value.Producer.Provenance + " in order", value.ElementType, value.Shape.Elements), value.Shape, order);
        Add(new CopyCall(value.Shape, access, copy));
        IsPreparing = wasPreparing;
        return copy;
    }

    /// <summary>Packs weights: once where they are constant, else in every call. Equal packings are shared.</summary>
    public Access Pack(Value weights, KernelCall pack)
    {
        Dim length = pack switch
        {
            PackMatrix matrix => PackMatrix.Length(matrix.K.Value, matrix.N.Value),
            PackConvolution convolution => PackedConvolution(convolution),
            PackWinograd winograd => PackMatrix.Length(winograd.Channels.Value, winograd.Outputs.Value) * PackWinograd.Products,
            _ => throw new InvalidOperationException($"{pack.GetType().Name} packs no weights."),
        };
        bool wasPreparing = IsPreparing;
        IsPreparing = IsPrepared(weights);
        Buffer buffer = memory.New(weights.Producer.Provenance + " packed", weights.ElementType, length, IsPreparing);
        Access result = Accesses.RowMajor(buffer, Shape.Of(length));
        Add(pack switch
        {
            PackMatrix matrix => matrix with { Result = result },
            PackWinograd winograd => winograd with { Result = result },
            _ => (KernelCall)((PackConvolution)pack with { Result = result }),
        });
        IsPreparing = wasPreparing;
        return result;
    }

    /// <summary>Elements that packed weights take at most: every group's outputs fill whole panels; depthwise weights lie as they are.</summary>
    static Dim PackedConvolution(PackConvolution pack)
    {
        Dim taps = pack.Channels * Dim.Product(pack.Kernel);
        Dim panels = Dim.CeilingDivide(pack.Outputs, PackMatrix.PanelWidth) * PackMatrix.PanelWidth;
        bool isDepthwise = pack.Outputs == Dim.One && pack.Channels == Dim.One && pack.Groups != Dim.One;
        return pack.Groups * taps * (isDepthwise ? Dim.One : panels);
    }

    /// <summary>Brings a result of the graph into the caller's memory, where it is not computed there.</summary>
    public void Store(GraphOutput output)
    {
        Begin(output.Value.Producer);
        IsPreparing = false;
        int position = Graph.Outputs.Select((o, i) => (o, i)).First(p => ReferenceEquals(p.o, output)).i;
        Access access = this[output.Value];
        if (access.Buffer.Object is not null)
        {
            Add(new GiveObject(position, access));
            return;
        }
        bool isOwn = outputBuffers.TryGetValue(access.Buffer, out int owner) && owner == position;
        if (isOwn && Accesses.IsRowMajor(access, output.Value.Shape))
            return;
        Buffer buffer = OutputBuffer(position, output.Value);
        Add(new CopyCall(output.Value.Shape, access, Accesses.RowMajor(buffer, output.Value.Shape)));
    }

    Buffer OutputBuffer(int position, Value value)
    {
        Buffer buffer = memory.Add(Graph.Outputs[position].Name, value.ElementType, value.Shape.Elements, Storage.Output);
        outputBuffers.Add(buffer, position);
        Add(new AllocateCall(buffer, value.Shape));
        return buffer;
    }

    readonly Dictionary<Buffer, int> outputBuffers = new();

    /// <summary>Which result of the graph a buffer is.</summary>
    public IReadOnlyDictionary<Buffer, int> OutputBuffers => outputBuffers;

    void Bind(Value value)
    {
        if (!elementSymbols.TryGetValue(value, out List<Symbol>? symbols))
            return;
        foreach (Symbol symbol in symbols)
            if (bound.Add(symbol))
                Add(new BindSymbol(symbol, this[value], value.Shape, value.Scope.BindingOf(symbol)!.Index));
    }

    bool IsWeightWork(Node node) =>
        node.Primitive is not (Const or Parameter or DimValues) && node.Primitive.IsPure
        && (node.Inputs.Count > 0 || node.Primitive is Map { Expression: not Scalars.ScalarLiteral })
        && node.Inputs.All(IsPrepared)
        && node.Outputs.All(o => o.Type is TensorType { Element: not ElementType.String } t && t.Shape.IsConstant)
        && !node.Primitive.Symbols.Any();
}
