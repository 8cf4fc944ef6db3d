using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>A named runtime function for what is no tensor algebra.</summary>
internal sealed record Call(CallFunction Function, IReadOnlyList<ValueType> Results) : Primitive
{
    public override bool IsPure => Function.Evaluate is not null && !Results.Any(r => r.Symbols.Any());

    public override IEnumerable<Dim> Dims => Function.Dims;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Results;

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        Function.Evaluate is { } evaluate
            ? evaluate(inputs, sizes)
            : throw new InvalidOperationException($"{Function.Name} is not evaluated when compiling.");

    public override string Print() => $"Call<{Function.Name}>";
}

/// <summary>A function of the runtime: its C# name, its constant arguments and, where it may run when compiling, its meaning.</summary>
internal sealed record CallFunction(
    string Name,
    IReadOnlyList<object> Arguments,
    Func<IReadOnlyList<Tensor>, Func<Symbol, long>, IReadOnlyList<Tensor>>? Evaluate = null)
{
    public IEnumerable<Dim> Dims => Arguments.OfType<Dim>();
}
