using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A step of a row loop and its function as a struct, whose operands are the slots.</summary>
/// <param name="Primary">The slot of the function's primary input.</param>
internal sealed record RowCallStep(RowStep Step, MapStruct Map, int Primary);

/// <summary>The steps of a row loop: equal ones share a method of the emitted code.</summary>
internal sealed record RowFunction(bool IsOfColumns, IReadOnlyList<RowCallStep> Steps)
{
    public bool Equals(RowFunction? other) => other is not null && IsOfColumns == other.IsOfColumns && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => Steps.Aggregate(Steps.Count, (hash, step) => unchecked((hash * 31) + step.Map.GetHashCode()));
}

/// <summary>Steps on every line of a tensor. The accesses have strides along two outer axes, lines, and rows of a line. The result lies
/// apart from what is read.</summary>
/// <param name="Lengths">Of the outer axes, lines and rows.</param>
/// <param name="Sizes">Numbers that follow the operands.</param>
internal sealed record RowLoopCall(
    RowFunction Function, IReadOnlyList<Dim> Lengths, Dim Columns, IReadOnlyList<Access> Operands, IReadOnlyList<Dim> Sizes, Access Result) : KernelCall
{
    public override IEnumerable<Access> Reads => Operands;

    public override IEnumerable<Access> Writes => new[] { Result };

    public override IEnumerable<Dim> Dims => Lengths.Concat(Sizes).Concat(new[] { Columns });
}
