using System;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>An input of a graph.</summary>
internal sealed record Parameter(string Name, ValueType Type) : Primitive
{
    public override bool IsPure => false;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => new[] { Type };

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        throw new InvalidOperationException($"The input {Name} has no contents of its own.");

    public override string Print() => $"Parameter<{Name}>";
}
