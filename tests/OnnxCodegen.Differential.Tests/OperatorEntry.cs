using System;
using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests;

/// <summary>How an operator treats the small errors of floating arithmetic.</summary>
[Flags]
internal enum Rounding
{
    /// <summary>On multiples of 1/8 the result is the same in any order of computation.</summary>
    None = 0,

    /// <summary>The result is rounded.</summary>
    Rounds = 1,

    /// <summary>A small change of the operand may change the result much, so that the operand must not be a rounded one.</summary>
    Jumps = 2,
}

/// <summary>An operator to draw: what it takes as its first operand, and how to add it to a graph with random attributes and further operands.</summary>
internal sealed record OperatorEntry(string Name, Action<RandomGraph, Operand> Add)
{
    public int MinimumRank { get; init; }

    public int MaximumRank { get; init; } = 4;

    public IReadOnlyList<ElementType> Types { get; init; } = [ElementType.Float];

    /// <summary>The first version of the default operator set in which <see cref="Add"/> holds.</summary>
    public int Since { get; init; } = 7;

    /// <summary>The first later version in which it does not.</summary>
    public int Until { get; init; } = int.MaxValue;

    public Rounding Rounding { get; init; } = Rounding.Rounds;

    public bool Accepts(Operand operand) => operand.Rank >= MinimumRank && operand.Rank <= MaximumRank && Contains(operand.Type);

    bool Contains(ElementType type)
    {
        foreach (ElementType own in Types)
        {
            if (own == type)
                return true;
        }
        return false;
    }

    public override string ToString() => Name;
}
