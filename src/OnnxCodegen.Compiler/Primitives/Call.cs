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
/// <param name="IsParallel">Whether it takes the workers of the call as its first argument.</param>
internal sealed record CallFunction(
    string Name,
    IReadOnlyList<object> Arguments,
    Func<IReadOnlyList<Tensor>, Func<Symbol, long>, IReadOnlyList<Tensor>>? Evaluate = null,
    bool IsParallel = false)
{
    public IEnumerable<Dim> Dims => Arguments.OfType<Dim>();
}

/// <summary>A constant argument that is an object, made once for the model.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Name">The name of the field that holds it.</param>
/// <param name="Factory">The C# function that makes it.</param>
/// <param name="Content">What it is made from: a text of printable ASCII, passed as bytes, or a tensor, passed as an array.</param>
internal sealed record StaticObject(string Type, string Name, string Factory, object Content);
