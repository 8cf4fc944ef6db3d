using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Where the nodes of one model are made: numbers them, names fresh symbols, folds what is known and remembers where the
/// run-time sizes come from.</summary>
internal sealed class Scope
{
    /// <summary>Constants up to this size are computed while the graph is built.</summary>
    public const int FoldedBytes = 4096;

    readonly Dictionary<Symbol, SymbolBinding> bindings = new();
    readonly Dictionary<string, Symbol> elementSymbols = new();
    readonly Dictionary<Symbol, Node> counters = new();
    readonly List<Check> checks = new();
    int nodes;
    int fresh;

    /// <summary>The ONNX node whose lowering runs.</summary>
    public string Provenance { get; set; } = string.Empty;

    /// <summary>Facts about run-time sizes that lowerings assumed without proof.</summary>
    public IReadOnlyList<Check> Checks => checks;

    public Value Add(Primitive primitive, params Value[] inputs) => AddNode(primitive, inputs)[0];

    /// <summary>Makes a node, or constants in its place where everything is known and small.</summary>
    public IReadOnlyList<Value> AddNode(Primitive primitive, params Value[] inputs)
    {
        var node = new Node(this, nodes++, primitive, inputs, Provenance);
        if (primitive is NonZero nonZero)
            counters[nonZero.Count] = node;
        return Folding.TryFold(this, node) ?? node.Outputs;
    }

    public Value Constant(Tensor tensor) => Constant(new TensorLiteral(tensor));

    public Value Constant(Literal literal)
    {
        Value value = new Node(this, nodes++, new Const(literal), System.Array.Empty<Value>(), Provenance).Output;
        value.Elements = Folding.ElementsOf(literal);
        return value;
    }

    /// <summary>A scalar of the given type.</summary>
    public Value Constant(ElementType type, double value) => Constant(Tensor.Scalar(type, value));

    /// <summary>An int64 vector of the given dims.</summary>
    public Value Vector(IReadOnlyList<Dim> dims) => Add(new DimValues(dims, Shape.Of(dims.Count)));

    /// <summary>An int64 scalar of the given dim.</summary>
    public Value Scalar(Dim dim) => Add(new DimValues(new[] { dim }, Shape.Scalar));

    public Symbol Fresh(string purpose, long minimum = 0, long maximum = Symbol.MaximumLength) =>
        new(purpose + "_" + (fresh++).ToString(CultureInfo.InvariantCulture), minimum, maximum);

    /// <summary>Element <paramref name="index"/> (row-major) of an integer tensor as a Dim.</summary>
    public Dim At(Value value, int index)
    {
        if (value.Elements is { } elements)
            return elements[index];
        string name = $"{value}[{index.ToString(CultureInfo.InvariantCulture)}]";
        if (!elementSymbols.TryGetValue(name, out Symbol? symbol))
        {
            symbol = new Symbol(name, int.MinValue, Symbol.MaximumLength);
            elementSymbols.Add(name, symbol);
            bindings.Add(symbol, new SymbolBinding(value, index));
        }
        return Dim.Of(symbol);
    }

    /// <summary>Gives a name to a size that is computed from elements of tensors, so that what is made of it stays small. Sizes that come
    /// from the inputs' shapes alone keep their form, by which they are compared.</summary>
    public Dim Let(Dim dim)
    {
        if (!dim.Terms.SelectMany(t => t.Factors).Any(f => f is FunctionAtom) || !dim.Symbols.Any(bindings.ContainsKey))
            return dim;
        string name = dim.ToString();
        if (!elementSymbols.TryGetValue(name, out Symbol? symbol))
        {
            Value value = new Node(this, nodes++, new DimValues(new[] { dim }, Shape.Scalar), System.Array.Empty<Value>(), Provenance).Output;
            DimRange range = DimRange.Of(dim);
            symbol = Fresh("size", (long)System.Math.Max(range.Minimum, int.MinValue), (long)System.Math.Min(range.Maximum, Symbol.MaximumLength));
            elementSymbols.Add(name, symbol);
            bindings.Add(symbol, new SymbolBinding(value, 0));
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
        foreach (Symbol symbol in bindings.Where(b => ReferenceEquals(b.Value.Value, replaced)).Select(b => b.Key).ToArray())
            bindings[symbol] = bindings[symbol] with { Value = replacement };
    }

    /// <summary>Demands at run time that the dims be equal, unless that is proven or disproven now.</summary>
    public void Require(Dim left, Dim right, string message)
    {
        if (left == right)
            return;
        if (left.IsConstant && right.IsConstant)
            throw new Import.ModelException($"{message}: {left} and {right} differ.");
        checks.Add(new Check(left, right, message, Provenance));
    }
}

/// <summary>The value is read from element <paramref name="Index"/> (row-major) of an integer tensor.</summary>
internal sealed record SymbolBinding(Value Value, int Index);

/// <summary>A fact about run-time sizes: the two dims are equal.</summary>
internal sealed record Check(Dim Left, Dim Right, string Message, string Provenance);
