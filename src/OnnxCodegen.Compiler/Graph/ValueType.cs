using System.Collections.Generic;

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

internal sealed record SequenceType(ValueType Element) : ValueType
{
    public override IEnumerable<Symbol> Symbols => Element.Symbols;

    public override string ToString() => $"seq({Element})";
}

internal sealed record OptionalType(ValueType Element) : ValueType
{
    public override IEnumerable<Symbol> Symbols => Element.Symbols;

    public override string ToString() => $"optional({Element})";
}

internal sealed record MapType(ElementType Key, ValueType Value) : ValueType
{
    public override IEnumerable<Symbol> Symbols => Value.Symbols;

    public override string ToString() => $"map({Key.OnnxName()}, {Value})";
}
