using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>The types of values that one graph or another makes: lengths that differ, or that only the graph within knows, become fresh
/// symbols of the graph around.</summary>
internal sealed class CommonTypes(Scope scope)
{
    readonly List<Symbol> lengths = new();

    /// <summary>The symbols that were made.</summary>
    public IReadOnlyList<Symbol> Lengths => lengths;

    /// <summary>The type of values of both types.</summary>
    public ValueType Of(ValueType left, ValueType right) => (left, right) switch
    {
        (TensorType a, TensorType b) when a.Element != b.Element =>
            throw new ModelException($"A value is of type {a} or of type {b}, which differ in their elements."),
        (TensorType a, TensorType b) when a.Shape.Rank == b.Shape.Rank => new TensorType(a.Element, new Shape(a.Shape.Zip(b.Shape, Of))),
        (TensorType a, TensorType b) => Of(HeldTensorType.Of(a), HeldTensorType.Of(b)),
        (HeldTensorType a, TensorType b) => Of(a, HeldTensorType.Of(b)),
        (TensorType a, HeldTensorType b) => Of(HeldTensorType.Of(a), b),
        (HeldTensorType a, HeldTensorType b) when a.Element == b.Element => new HeldTensorType(a.Element, Of(a.Dims, b.Dims)),
        (SequenceType a, SequenceType b) => new SequenceType(
            a.IsEmpty ? Of(b.Element, b.Element) : b.IsEmpty ? Of(a.Element, a.Element) : Of(a.Element, b.Element), a.IsEmpty && b.IsEmpty),
        (OptionalType a, OptionalType b) => new OptionalType(
            a.IsAbsent ? Of(b.Element, b.Element) : b.IsAbsent ? Of(a.Element, a.Element) : Of(a.Element, b.Element), a.IsAbsent && b.IsAbsent),
        (OptionalType a, _) => Of(a, Holding.Optional(right)),
        (_, OptionalType b) => Of(Holding.Optional(left), b),
        _ when left.Equals(right) => left,
        _ => throw new ModelException($"A value is of type {left} or of type {right}."),
    };

    /// <summary>The type with fresh lengths where they vary.</summary>
    public ValueType Varying(ValueType type, bool[] varies) => type is not TensorType tensor ? type
        : tensor with { Shape = new Shape(tensor.Shape.Select((dim, axis) => varies[axis] ? Fresh() : dim)) };

    /// <summary>The number of slices and the lengths of one of them.</summary>
    public Shape Stacked(Dim? count, Shape slice) => new(new[] { count ?? Fresh() }.Concat(slice.Select(dim => Of(dim, dim))));

    IReadOnlyList<Dim?>? Of(IReadOnlyList<Dim?>? left, IReadOnlyList<Dim?>? right) =>
        left is null || right is null || left.Count != right.Count ? null
        : left.Zip(right, (a, b) => a is not null && b is not null && a == b && scope.Knows(a) ? a : null).ToArray();

    Dim Of(Dim left, Dim right) => left == right && scope.Knows(left) ? left : Fresh();

    Dim Fresh()
    {
        Symbol symbol = scope.Fresh("length");
        lengths.Add(symbol);
        return Dim.Of(symbol);
    }
}
