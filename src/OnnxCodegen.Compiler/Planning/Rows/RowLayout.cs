using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Finds lines, rows and columns in the memory of the operands and the result of a row loop.</summary>
internal static class RowLayout
{
    const int OuterAxes = 2;

    /// <summary>The call; null where the axes are too many or elements do not lie side by side.</summary>
    /// <param name="operands">Strides along the axes of what is folded.</param>
    /// <param name="order">The axes as they lie in memory, outermost first.</param>
    public static RowLoopCall? Of(RowGroup group, RowProgram program, IReadOnlyList<Access> operands, Access result, IReadOnlyList<int> order)
    {
        bool resultIsFolded = group.IsFolded(program.Result);
        bool IsFolded(int axis) => group.Axes.Contains(axis);
        List<LoopAxis> axes = LoopAxes.Merge(order.Select(axis => new LoopAxis(
            IsFolded(axis) ? AxisRole.Row : AxisRole.Batch, group.Shape[axis],
            new[] { resultIsFolded && IsFolded(axis) ? Dim.Zero : result.Strides[axis] }.Concat(operands.Select(o => o.Strides[axis])).ToArray())));
        LoopAxis one = new(AxisRole.Row, Dim.One, Enumerable.Repeat(Dim.Zero, operands.Count + 1).ToArray());
        LoopAxis columns = axes.Count > 0 ? axes[axes.Count - 1] : one with { Strides = one.Strides.Select(_ => Dim.One).ToArray() };
        LoopAxis[] rest = axes.Take(axes.Count - 1).ToArray();
        bool isOfColumns = columns.Role == AxisRole.Batch;
        LoopAxis[] rows = rest.Where(a => a.Role == AxisRole.Row).ToArray();
        LoopAxis[] lines = rest.Where(a => a.Role == AxisRole.Batch).ToArray();
        bool isResultDense = columns.Strides[0] == Dim.One || (resultIsFolded && !isOfColumns);
        if (rows.Length > 1 || lines.Length > OuterAxes + 1 || !isResultDense || !columns.Strides.Skip(1).All(s => s == Dim.One || s == Dim.Zero))
            return null;

        LoopAxis[] nest = Enumerable.Repeat(one, OuterAxes + 1 - lines.Length).Concat(lines).Concat(rows.DefaultIfEmpty(one)).ToArray();
        Access Along(Access access, int tensor) => access with { Strides = nest.Select(axis => axis.Strides[tensor]).ToArray() };
        if (Steps(program, columns, isOfColumns) is not { } steps)
            return null;
        return new RowLoopCall(
            new RowFunction(isOfColumns, steps), nest.Select(axis => axis.Length).ToArray(), columns.Length,
            operands.Select((o, k) => Along(o, k + 1)).ToArray(), program.Sizes, Along(result, 0));
    }

    static List<RowCallStep>? Steps(RowProgram program, LoopAxis columns, bool isOfColumns)
    {
        bool IsSplat(int slot) =>
            slot < RowSlots.Statistics ? !isOfColumns
            : slot != RowSlots.Result && (slot - RowSlots.Statistics >= program.Operands.Count || columns.Strides[slot - RowSlots.Statistics + 1] == Dim.Zero);
        var steps = new List<RowCallStep>();
        foreach (RowStep step in program.Steps)
        {
            int[] read = step.Slots.ToArray();
            // One number of a line is read alike, whether it is repeated or not.
            bool IsPrimary(int slot) => !IsSplat(slot) || (step.IsFinish && !isOfColumns);
            // What the result holds was written last; else the first operand.
            int primary = read.OrderBy(slot => slot == RowSlots.Result ? -1 : slot < RowSlots.Statistics ? RowSlots.Result + slot : slot)
                .FirstOrDefault(IsPrimary);
            if (!read.Any(IsPrimary))
                return null;
            ScalarExpr function = step.Function.Substitute(leaf =>
                leaf is ScalarInput input ? ScalarExpr.Input(input.Position == primary ? 0 : input.Position + 1, input.Type) : null);
            int slots = read.Where(slot => slot != primary).Select(slot => slot + 1).DefaultIfEmpty(0).Max();
            var map = new MapStruct(function, Enumerable.Range(0, slots).Select(slot => read.Contains(slot) && slot != primary && IsSplat(slot)).ToArray());
            steps.Add(new RowCallStep(step, map, primary));
        }
        return steps;
    }
}
