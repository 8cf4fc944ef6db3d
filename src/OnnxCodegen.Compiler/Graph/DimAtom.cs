using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>What the sums of products of a <see cref="Dim"/> are made of.</summary>
internal abstract record DimAtom
{
    /// <summary>Equal for equal atoms and for these alone; orders the factors of a term.</summary>
    public abstract string Key { get; }

    public abstract IEnumerable<Symbol> Symbols { get; }

    public abstract long Evaluate(Func<Symbol, long> values);

    public sealed override string ToString() => Key;
}

internal sealed record SymbolAtom(Symbol Symbol) : DimAtom
{
    public override string Key => Symbol.Name;

    public override IEnumerable<Symbol> Symbols => new[] { Symbol };

    public override long Evaluate(Func<Symbol, long> values) => values(Symbol);
}

/// <summary>A sum that is kept as one factor: products of long sums are not expanded.</summary>
internal sealed record SumAtom(Dim Sum) : DimAtom
{
    public override string Key { get; } = $"({Sum})";

    public override IEnumerable<Symbol> Symbols => Sum.Symbols;

    public override long Evaluate(Func<Symbol, long> values) => Sum.Evaluate(values);
}

internal enum DimFunction
{
    FloorDivide,
    Modulo,
    Minimum,
    Maximum,
    Broadcast,
}

/// <summary>A function of two dims that has no form as a sum of products.</summary>
internal sealed record FunctionAtom(DimFunction Function, Dim Left, Dim Right) : DimAtom
{
    public override string Key { get; } = $"{Name(Function)}({Left}, {Right})";

    public override IEnumerable<Symbol> Symbols => Left.Symbols.Concat(Right.Symbols);

    public override long Evaluate(Func<Symbol, long> values) =>
        DimAlgebra.Apply(Function, Left.Evaluate(values), Right.Evaluate(values));

    static string Name(DimFunction function) => function switch
    {
        DimFunction.FloorDivide => "div",
        DimFunction.Modulo => "mod",
        DimFunction.Minimum => "min",
        DimFunction.Maximum => "max",
        _ => "bcast",
    };
}
