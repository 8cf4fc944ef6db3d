using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>An integer tensor whose elements are run-time sizes.</summary>
internal sealed record DimValues(IReadOnlyList<Dim> Values, Shape Shape, ElementType Type = ElementType.Int64) : Primitive
{
    public override IEnumerable<Dim> Dims => Values;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Types(Type, Shape);

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        new[] { new Tensor(Type, Shape.ToConstants(), Values.Select(v => v.Evaluate(sizes)).ToArray()) };

    public bool Equals(DimValues? other) =>
        other is not null && Type == other.Type && Shape.Equals(other.Shape) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Aggregate(Shape.GetHashCode(), (hash, d) => unchecked((hash * 31) + d.GetHashCode()));

    public override string Print() => $"Dims<{string.Join(", ", Values)}>";
}
