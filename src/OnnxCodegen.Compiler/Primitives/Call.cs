using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>A named runtime function for what is no tensor algebra.</summary>
/// <param name="Results">The types of the results; one that is no tensor is the only result.</param>
/// <param name="Lengths">The lengths in <paramref name="Results"/> that the function finds, each a dim of its own.</param>
internal sealed record Call(CallFunction Function, IReadOnlyList<ValueType> Results, IReadOnlyList<Symbol>? Lengths = null) : Primitive
{
    public override IReadOnlyList<Symbol> Counts => Lengths ?? Array.Empty<Symbol>();

    public override bool IsPure => Function.Evaluate is not null && !Results.Any(r => r.Symbols.Any());

    public override IEnumerable<Dim> Dims => Function.Dims;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => Results;

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        Function.Evaluate is { } evaluate
            ? evaluate(inputs, sizes)
            : throw new InvalidOperationException($"{Function.Name} is not evaluated when compiling.");

    public override IReadOnlyList<Contents> Run(IReadOnlyList<Contents> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs) =>
        Function.Run is { } run ? new[] { run(inputs, sizes) } : base.Run(inputs, sizes, outputs);

    public override string Print() => $"Call<{Function.Name}>";
}

/// <summary>A function of the runtime: its C# name, its further arguments and, where it may run when compiling, its meaning.</summary>
/// <param name="Arguments">What follows the inputs and results: numbers, texts, arrays of these, dims, shapes, objects made once.</param>
/// <param name="IsParallel">Whether it takes the workers of the call as its first argument.</param>
internal sealed record CallFunction(
    string Name,
    IReadOnlyList<object> Arguments,
    Func<IReadOnlyList<Tensor>, Func<Symbol, long>, IReadOnlyList<Tensor>>? Evaluate = null,
    bool IsParallel = false)
{
    /// <summary>The meaning of a function of sequences, optionals or maps.</summary>
    public Func<IReadOnlyList<Contents>, Func<Symbol, long>, Contents>? Run { get; init; }

    /// <summary>Whether it is the function of that name, with or without type arguments.</summary>
    public bool Is(string name) => Name == name || Name.StartsWith(name + "<", StringComparison.Ordinal);

    public IEnumerable<Dim> Dims => Arguments.SelectMany(argument => argument switch
    {
        Dim dim => new[] { dim },
        IEnumerable<Dim> dims => dims,
        _ => Enumerable.Empty<Dim>(),
    });
}

/// <summary>A constant argument that is an object, made once for the model.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Name">The name of the field that holds it.</param>
/// <param name="Factory">The C# function that makes it; empty for an array, which is the content itself.</param>
/// <param name="Content">What it is made from: a text of printable ASCII, passed as bytes, a tensor, passed as an array, or a list of tensors
/// and of arguments as functions take them.</param>
internal sealed record StaticObject(string Type, string Name, string Factory, object Content);
