using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Gives the statistics of a row loop their slots.</summary>
internal static class RowStatistics
{
    /// <summary>The steps in terms of slots; null where more statistics are needed at a time than there are slots.</summary>
    public static IReadOnlyList<RowStep>? TryPlace(IReadOnlyList<RowStep> steps, RowLeaves leaves)
    {
        var lastReads = new Dictionary<int, int>();
        for (int i = 0; i < steps.Count; i++)
            foreach (int position in steps[i].Slots.Concat(new[] { steps[i].Into }).Where(RowLeaves.IsStatistic))
                lastReads[position] = i;
        var slots = new Dictionary<int, int>();
        var owners = new int?[RowSlots.Statistics];
        var placed = new List<RowStep>();
        for (int i = 0; i < steps.Count; i++)
        {
            RowStep step = steps[i];
            // What a fold reads must stay until it is done.
            int firstNeeded = step.IsFinish ? i + 1 : i;
            if (RowLeaves.IsStatistic(step.Into))
            {
                int free = System.Array.FindIndex(owners, owner => owner is not { } statistic || lastReads[statistic] < firstNeeded);
                if (free < 0)
                    return null;
                owners[free] = step.Into;
                slots[step.Into] = free;
            }
            ScalarExpr function = step.Function.Substitute(
                leaf => leaf is ScalarInput input ? ScalarExpr.Input(leaves.Slot(input.Position, slots), input.Type) : null);
            placed.Add(step with { Function = function, Into = leaves.Slot(step.Into, slots) });
        }
        return placed;
    }
}
