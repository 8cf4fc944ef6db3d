using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Reductions and elementwise functions over the same axes as one loop over lines: softmax and every normalisation.</summary>
internal sealed class RowLoopComposite(RowGroup group, RowProgram program) : Composite
{
    public override IReadOnlyList<Node> Nodes => group.Nodes;

    /// <summary>The largest loop around a reduction.</summary>
    /// <param name="isFree">Whether a node belongs to nothing else.</param>
    /// <param name="mayApproximate">Whether divisions by a statistic may become multiplications.</param>
    public static RowLoopComposite? TryMatch(Node node, Uses uses, Func<Node, bool> isFree, bool mayApproximate)
    {
        RowLoopComposite? largest = null;
        foreach (RowGroup group in RowGroup.Of(node, uses)?.Grow(isFree) ?? [])
            if (RowProgramBuilder.TryBuild(group, mayApproximate) is { } program)
                largest = new RowLoopComposite(group, program);
        return largest;
    }

    /// <summary>Plans a reduction by itself; false where it is not one of floats that lie side by side.</summary>
    public static bool TryAddReduce(Node node, PlanBuilder plan) =>
        RowGroup.Of(node, plan.Uses) is { } group && RowProgramBuilder.TryBuild(group, false) is { } program
        && new RowLoopComposite(group, program).TryAdd(plan);

    public override bool TryAdd(PlanBuilder plan)
    {
        // Work on weights is done once, node by node.
        if (!plan.IsPreparing && program.Operands.All(plan.IsPrepared))
            return false;
        Access[] operands = program.Operands.Select(o => Accesses.Broadcast(plan[o], o.Shape, group.Shape)).ToArray();
        int[] order = Order(operands);
        if (Layout(operands, order) is null)
        {
            Access[] dense = operands.Select((o, k) => IsWhole(k) ? Accesses.InOrder(o.Buffer, group.Shape, order) : o).ToArray();
            if (Layout(dense, order) is null)
                return false;
            operands = operands.Select((o, k) => IsWhole(k) ? InOrder(plan, program.Operands[k], o, order) : o).ToArray();
        }
        Access place = plan.Allocate(program.Result, order);
        Access target = RowLayout.Of(group, program, operands, place, order) is null ? NewPlace(plan, order) : place;
        plan.Add(RowLayout.Of(group, program, operands, target, order)!);
        if (!ReferenceEquals(target, place))
            plan.Add(new CopyCall(program.Result.Shape, target, place));
        plan.Place(program.Result, place);
        return true;
    }

    /// <summary>The axes as the first operand of the full shape lies in memory.</summary>
    int[] Order(Access[] operands)
    {
        for (int k = 0; k < operands.Length; k++)
            if (IsWhole(k))
                return LoopAxes.Order(operands[k], group.Shape);
        return Enumerable.Range(0, group.Shape.Rank).ToArray();
    }

    bool IsWhole(int operand) => program.Operands[operand].Shape.Equals(group.Shape);

    /// <summary>The call as it would be with a result of its own.</summary>
    RowLoopCall? Layout(Access[] operands, int[] order)
    {
        Shape shape = program.Result.Shape;
        return RowLayout.Of(
            group, program, operands, Accesses.InOrder(new Buffer(-1, string.Empty, ElementType.Float, shape.Elements, Storage.Arena), shape, order), order);
    }

    Access NewPlace(PlanBuilder plan, int[] order) => Accesses.InOrder(
        plan.NewBuffer(program.Result.Producer.Provenance, ElementType.Float, program.Result.Shape.Elements), program.Result.Shape, order);

    /// <summary>An operand of the full shape, dense in the order of the loop: where it lies, or a copy.</summary>
    static Access InOrder(PlanBuilder plan, Value value, Access access, int[] order)
    {
        if (Accesses.InOrder(access.Buffer, value.Shape, order).Strides.SequenceEqual(access.Strides))
            return access;
        Access copy = Accesses.InOrder(plan.NewBuffer(value.Producer.Provenance, value.ElementType, value.Shape.Elements), value.Shape, order);
        plan.Add(new CopyCall(value.Shape, access, copy));
        return copy;
    }
}
