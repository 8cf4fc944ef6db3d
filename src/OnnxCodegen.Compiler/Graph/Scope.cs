using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Where the nodes of one graph are made: numbers them, names fresh symbols, folds what is known and remembers where the
/// run-time sizes come from. The graphs within it have scopes within its scope, which see its values by capturing them.</summary>
internal sealed class Scope
{
    /// <summary>Constants up to this size are computed while the graph is built.</summary>
    public const int FoldedBytes = 4096;

    readonly Dictionary<Symbol, SymbolBinding> bindings = new();
    readonly Dictionary<Value, List<Symbol>> boundTo = new();
    readonly Dictionary<string, Symbol> elementSymbols = new();
    readonly Dictionary<Symbol, Node> counters = new();
    readonly List<Check> checks = new();
    readonly List<Symbol> demanded = new();
    readonly List<Capture> captures = new();
    readonly Dictionary<Value, Value> captured = new();
    readonly ScopeTree tree;

    /// <param name="cancellation">Stops what makes nodes.</param>
    public Scope(CancellationToken cancellation = default)
        : this(null, new ScopeTree(cancellation))
    {
    }

    Scope(Scope? parent, ScopeTree tree)
    {
        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        this.tree = tree;
    }

    /// <summary>The scope of the graph around; null for the model's own.</summary>
    public Scope? Parent { get; }

    /// <summary>The number of scopes around this one.</summary>
    public int Depth { get; }

    /// <summary>What was taken from around, in order.</summary>
    public IReadOnlyList<Capture> Captures => captures;

    /// <summary>The ONNX node whose lowering runs, or the initializer that is made.</summary>
    public string Provenance { get; private set; } = string.Empty;

    /// <summary>The ONNX nodes that what is made now stands for.</summary>
    public IReadOnlyList<string> Origins { get; private set; } = System.Array.Empty<string>();

    /// <summary>Facts about run-time sizes that lowerings assumed without proof.</summary>
    public IReadOnlyList<Check> Checks => checks;

    /// <summary>A scope for a graph within this one's.</summary>
    public Scope Inner() => new(this, tree) { Provenance = Provenance, Origins = Origins };

    /// <summary>Makes what follows come from an ONNX node.</summary>
    public void Begin(string node)
    {
        (Provenance, Origins) = (node, new[] { node });
        tree.BeginOperator();
    }

    /// <summary>Makes what follows come from an initializer.</summary>
    public void BeginInitializer(string name)
    {
        (Provenance, Origins) = (name, System.Array.Empty<string>());
        tree.EndOperator();
    }

    /// <summary>Makes what follows stand for a node, and for further ones that become one with it.</summary>
    public void Continue(Node node, params Node[] absorbed)
    {
        (Provenance, Origins) = (node.Provenance, absorbed.Append(node).SelectMany(n => n.Origins).Distinct().ToArray());
        tree.EndOperator();
    }

    public Value Add(Primitive primitive, params Value[] inputs) => AddNode(primitive, inputs)[0];

    /// <summary>Makes a node, or constants in its place where everything is known and small. The node belongs to the innermost scope of what
    /// it reads.</summary>
    public IReadOnlyList<Value> AddNode(Primitive primitive, params Value[] inputs)
    {
        Scope home = Innermost(inputs.Select(i => i.Scope).Concat(tree.Owners(primitive.Symbols)));
        if (!ReferenceEquals(home, this))
            return home.AddNode(primitive, inputs);
        var node = new Node(this, tree.NextNode(), primitive, inputs.Select(Capture).ToArray());
        foreach (Symbol count in primitive.Counts)
            counters[count] = node;
        foreach (Dim length in node.Outputs.Select(output => output.Type).OfType<TensorType>().SelectMany(type => type.Shape))
            RequireLength(length);
        return Folding.TryFold(this, node) ?? node.Outputs;
    }

    /// <summary>A value of this scope or of one around it as a value of this scope: where its contents are known, they are repeated here,
    /// else it becomes an input of the graph.</summary>
    public Value Capture(Value value)
    {
        if (ReferenceEquals(value.Scope, this))
            return value;
        if (captured.TryGetValue(value, out Value? known))
            return known;
        Value outer = Parent is null
            ? throw new System.InvalidOperationException($"The value {value} belongs to no scope around.")
            : Parent.Capture(value);
        Value inner = outer.Literal is { } literal ? Constant(literal)
            : outer.Elements is { } elements ? Add(new DimValues(elements, outer.Shape, outer.ElementType))
            : Add(new Parameter(NameOf(outer), outer.Type));
        if (inner.Producer.Primitive is Parameter)
            captures.Add(new Capture(outer, inner));
        captured[value] = inner;
        return inner;
    }

    /// <summary>The value, of this scope or of one around it, that an input of the graph stands for.</summary>
    public static Value SourceOf(Value value)
    {
        while (value.Producer.Primitive is Parameter && value.Scope.captures.Find(capture => ReferenceEquals(capture.Parameter, value)) is { } capture)
            value = capture.Outer;
        return value;
    }

    public Value Constant(Tensor tensor) => Constant(new TensorLiteral(tensor));

    public Value Constant(Literal literal)
    {
        Value value = new Node(this, tree.NextNode(), new Const(literal), System.Array.Empty<Value>()).Output;
        value.Elements = Folding.ElementsOf(literal);
        return value;
    }

    /// <summary>A scalar of the given type.</summary>
    public Value Constant(ElementType type, double value) => Constant(Tensor.Scalar(type, value));

    /// <summary>Whether there is time and text left for constants of that much work and size, which is then spent: a model has a budget.
    /// What exceeds it is computed when the model is first used.</summary>
    public bool TrySpend(double work, long bytes)
    {
        if (work > tree.Work || bytes > tree.FoldedBytes)
            return false;
        tree.Work -= work;
        tree.FoldedBytes -= bytes;
        return true;
    }

    /// <summary>An int64 vector of the given dims.</summary>
    public Value Vector(IReadOnlyList<Dim> dims) => Add(new DimValues(dims, Shape.Of(dims.Count)));

    /// <summary>An int64 scalar of the given dim.</summary>
    public Value Scalar(Dim dim) => Add(new DimValues(new[] { dim }, Shape.Scalar));

    public Symbol Fresh(string purpose, long minimum = 0, long maximum = Symbol.MaximumLength) =>
        tree.Own(new Symbol(purpose + "_" + (tree.Fresh++).ToString(CultureInfo.InvariantCulture), minimum, maximum), this);

    /// <summary>Whether the symbol stands for a size that is found in this scope's graph.</summary>
    public bool Owns(Symbol symbol) => ReferenceEquals(tree.Owner(symbol), this);

    /// <summary>Whether the size is known in this scope's graph: found in it or in one around it.</summary>
    public bool Knows(Dim dim) => tree.Owners(dim.Symbols).All(owner => owner.Depth <= Depth);

    /// <summary>Element <paramref name="index"/> (row-major) of an integer tensor as a Dim.</summary>
    public Dim At(Value value, int index)
    {
        if (!value.ElementType.IsInteger() && value.ElementType != ElementType.Bool)
            throw new Import.ModelException($"Integers are expected as sizes, offsets or axes, but a tensor of type {value.Type} is given.");
        if (value.Shape.IsConstant && index >= value.Shape.Elements.Value)
            throw new Import.ModelException($"A tensor of shape {value.Shape} has no element {index.ToString(CultureInfo.InvariantCulture)}.");
        if (value.Elements is { } elements)
            return elements[index];
        if (!ReferenceEquals(value.Scope, this))
            return value.Scope.At(value, index);
        string name = $"{value}[{index.ToString(CultureInfo.InvariantCulture)}]";
        if (!elementSymbols.TryGetValue(name, out Symbol? symbol))
        {
            symbol = tree.Own(new Symbol(name, int.MinValue, Symbol.MaximumLength), this);
            elementSymbols.Add(name, symbol);
            Bind(symbol, new SymbolBinding(value, index));
        }
        return Dim.Of(symbol);
    }

    /// <summary>Gives a name to a size that is computed from elements of tensors, so that what is made of it stays small. Sizes that come
    /// from the inputs' shapes alone keep their form, by which they are compared.</summary>
    public Dim Let(Dim dim)
    {
        if (!dim.Terms.SelectMany(t => t.Factors).Any(f => f is FunctionAtom) || !dim.Symbols.Any(bindings.ContainsKey))
            return dim;
        if (Innermost(tree.Owners(dim.Symbols)) is var home && !ReferenceEquals(home, this))
            return home.Let(dim);
        string name = dim.ToString();
        if (!elementSymbols.TryGetValue(name, out Symbol? symbol))
        {
            Value value = new Node(this, tree.NextNode(), new DimValues(new[] { dim }, Shape.Scalar), System.Array.Empty<Value>()).Output;
            DimRange range = DimRange.Of(dim);
            symbol = Fresh("size", (long)System.Math.Max(range.Minimum, int.MinValue), (long)System.Math.Min(range.Maximum, Symbol.MaximumLength));
            elementSymbols.Add(name, symbol);
            Bind(symbol, new SymbolBinding(value, 0));
        }
        return Dim.Of(symbol);
    }

    /// <summary>Where a symbol that is an element of a tensor is read.</summary>
    public SymbolBinding? BindingOf(Symbol symbol) => bindings.TryGetValue(symbol, out SymbolBinding? binding) ? binding : null;

    /// <summary>The node whose run finds the value of a symbol.</summary>
    public Node? CounterOf(Symbol symbol) => counters.TryGetValue(symbol, out Node? node) ? node : null;

    /// <summary>Makes the sizes that are read from a value be read from the one that replaces it.</summary>
    public void Rebind(Value replaced, Value replacement)
    {
        if (!boundTo.TryGetValue(replaced, out List<Symbol>? symbols))
            return;
        boundTo.Remove(replaced);
        foreach (Symbol symbol in symbols)
            Bind(symbol, bindings[symbol] with { Value = replacement });
    }

    /// <summary>Whether sizes are read from the value.</summary>
    public bool IsBound(Value value) => boundTo.ContainsKey(value);

    void Bind(Symbol symbol, SymbolBinding binding)
    {
        bindings[symbol] = binding;
        if (!boundTo.TryGetValue(binding.Value, out List<Symbol>? symbols))
            boundTo.Add(binding.Value, symbols = new List<Symbol>());
        symbols.Add(symbol);
    }

    /// <summary>Demands at run time that a length be the expected one, unless that is proven or disproven now.</summary>
    /// <param name="tensors">The tensors that the demand is about.</param>
    public void Require(Dim actual, Dim expected, string message, params Value[] tensors) => Require(actual, expected, CheckKind.Equal, message, tensors);

    /// <summary>Demands at run time that a length be 1 or that of the axis that it broadcasts to.</summary>
    public void RequireBroadcast(Dim actual, Dim expected, string message, params Value[] tensors)
    {
        if (actual != Dim.One)
            Require(actual, expected, CheckKind.Broadcasts, message, tensors);
    }

    /// <summary>Demands at run time that a length be no smaller than another one.</summary>
    public void RequireAtLeast(Dim actual, Dim least, string message, params Value[] tensors)
    {
        if ((actual - least).Range.Minimum < 0)
            Require(actual, least, CheckKind.AtLeast, message, tensors);
    }

    /// <summary>Demands at run time that a length that is read from tensors be no negative number.</summary>
    void RequireLength(Dim length)
    {
        if (length.Range.Maximum < 0)
            throw new Import.ModelException($"A length is negative: {length}.");
        if (length.Range.Minimum < 0 && length.Symbols.Any(symbol => tree.Owner(symbol)?.BindingOf(symbol) is not null))
            Require(length, Dim.Zero, CheckKind.AtLeast, "A length is negative", []);
    }

    /// <summary>Demands at run time that the first element of a tensor be the expected one, and keeps what computes it.</summary>
    public void Demand(Value value, long expected, string message)
    {
        Dim element = At(value, 0);
        Require(element, expected, message, value);
        demanded.AddRange(element.Symbols.Where(symbol => BindingOf(symbol) is not null));
    }

    /// <summary>The values whose elements are demanded, whether or not something else reads them.</summary>
    public IEnumerable<Value> Demanded => demanded.Select(symbol => bindings[symbol].Value);

    void Require(Dim actual, Dim expected, CheckKind kind, string message, Value[] tensors)
    {
        if (actual == expected)
            return;
        if (actual.IsConstant && expected.IsConstant)
            throw new Import.ModelException($"{message}: {expected} is expected, but it is {actual}.");
        Scope home = Innermost(tree.Owners(actual.Symbols.Concat(expected.Symbols)));
        if (home.checks.Any(known => known.Actual == actual && known.Expected == expected && (known.Kind == kind || known.Kind == CheckKind.Equal)))
            return;
        string about = string.Join("; ", tensors.Select(tensor => TensorLabel.Of(tensor, Provenance)));
        home.checks.Add(new Check(actual, expected, kind, $"{Provenance}: {message}" + (about.Length > 0 ? $" ({about})" : string.Empty)));
    }

    /// <summary>The deepest of the given scopes and this one.</summary>
    Scope Innermost(IEnumerable<Scope> scopes)
    {
        Scope innermost = this;
        foreach (Scope scope in scopes)
            if (scope.Depth > innermost.Depth)
                innermost = scope;
        return innermost;
    }

    static string NameOf(Value value) =>
        value.Producer.Primitive is Parameter parameter ? parameter.Name : value.Producer.Provenance;
}

/// <summary>A value around a graph and the graph's input that brings it in.</summary>
internal sealed record Capture(Value Outer, Value Parameter);

/// <summary>The value is read from element <paramref name="Index"/> (row-major) of an integer tensor.</summary>
internal sealed record SymbolBinding(Value Value, int Index);
