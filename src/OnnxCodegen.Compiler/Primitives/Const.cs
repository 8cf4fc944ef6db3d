using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>A literal or a weight.</summary>
internal sealed record Const(Literal Literal) : Primitive
{
    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Types(Literal.Type, Shape.Of(Literal.Dims));

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        new[] { Literal.Read() };

    /// <summary>Small contents are compared; weights are equal where they are the same.</summary>
    public bool Equals(Const? other) => other is not null && Literal.Equals(other.Literal);

    public override int GetHashCode() => Literal.GetHashCode();

    public override string Print() => Literal.Length == 1
        ? $"Const<{Literal.Read().Data.GetValue(0)}>"
        : $"Const<{string.Join("x", Literal.Dims)}>";
}
