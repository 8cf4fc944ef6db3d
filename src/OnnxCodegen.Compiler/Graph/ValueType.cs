using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>The type of a value: a tensor, or a sequence, optional or map of values.</summary>
internal abstract record ValueType
{
    /// <summary>The symbols that occur in the type's dims.</summary>
    public abstract IEnumerable<Symbol> Symbols { get; }
}

/// <summary>A tensor; strings are an element type.</summary>
internal sealed record TensorType(ElementType Element, Shape Shape) : ValueType
{
    public override IEnumerable<Symbol> Symbols
    {
        get
        {
            foreach (Dim dim in Shape)
                foreach (Symbol symbol in dim.Symbols)
                    yield return symbol;
        }
    }

    public override string ToString() => Element.OnnxName() + Shape;
}

/// <summary>A tensor that a sequence, an optional or a branch holds: it carries its shape, which is found when it is taken out.</summary>
/// <param name="Dims">What is known of the shape: null for a length that may be any; null altogether where not even the rank is known.</param>
internal sealed record HeldTensorType(ElementType Element, IReadOnlyList<Dim?>? Dims) : ValueType
{
    public override IEnumerable<Symbol> Symbols => (Dims ?? []).OfType<Dim>().SelectMany(dim => dim.Symbols);

    /// <exception cref="ModelException">The rank is not known.</exception>
    public IReadOnlyList<Dim?> KnownDims => Dims
        ?? throw new ModelException($"The rank of a tensor of type {this} is not known; ranks must be known when compiling.");

    /// <summary>Whether it is known to be a single element.</summary>
    public bool IsScalar => Dims is { Count: 0 };

    public static HeldTensorType Of(TensorType tensor) => new(tensor.Element, tensor.Shape.ToArray());

    public bool Equals(HeldTensorType? other) => other is not null && Element == other.Element
        && (Dims is null ? other.Dims is null : other.Dims is not null && Dims.SequenceEqual(other.Dims));

    public override int GetHashCode() => ((int)Element * 31) + (Dims?.Count ?? -1);

    public override string ToString() =>
        Element.OnnxName() + (Dims is null ? "[...]" : $"[{string.Join(", ", Dims.Select(dim => dim?.ToString() ?? "?"))}]");
}

/// <param name="IsEmpty">Whether it is known to have no elements, so that it is of every sequence's type.</param>
internal sealed record SequenceType(ValueType Element, bool IsEmpty = false) : ValueType
{
    public override IEnumerable<Symbol> Symbols => Element.Symbols;

    public override string ToString() => $"seq({Element})";
}

/// <param name="IsAbsent">Whether it is known to have no value, so that it is of every optional's type.</param>
internal sealed record OptionalType(ValueType Element, bool IsAbsent = false) : ValueType
{
    public override IEnumerable<Symbol> Symbols => Element.Symbols;

    public override string ToString() => $"optional({Element})";
}

internal sealed record MapType(ElementType Key, ValueType Value) : ValueType
{
    public override IEnumerable<Symbol> Symbols => Value.Symbols;

    public override string ToString() => $"map({Key.OnnxName()}, {Value})";
}
