using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A step of a row loop: a float function of slots, which the inputs of its expression number.</summary>
/// <param name="Fold">How the function is folded; null where it is not.</param>
/// <param name="Stores">Whether the function of every element goes into the result.</param>
/// <param name="Into">The slot that receives the fold, or the function of statistics alone.</param>
internal sealed record RowStep(ScalarExpr Function, Reduction? Fold, bool Stores, int Into)
{
    /// <summary>Whether the step computes one statistic from others.</summary>
    public bool IsFinish => Fold is null && !Stores;

    /// <summary>The slots that the function reads.</summary>
    public IEnumerable<int> Slots => RowSlots.Of(Function);
}

/// <summary>The slots of a row loop: statistics, operands, result.</summary>
internal static class RowSlots
{
    public const int Statistics = 2;
    public const int Operands = 5;
    public const int Result = Statistics + Operands;

    public static IEnumerable<int> Of(ScalarExpr function) => function.Nodes().OfType<ScalarInput>().Select(input => input.Position);
}
