using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Elementwise functions: by the vector driver where all is float and runs side by side, else as plain loops.</summary>
internal static class MapPlans
{
    public static void Add(Map map, Node node, PlanBuilder plan)
    {
        Access[] operands = PrimitivePlans.Broadcast(node, plan);
        int[]? order = OrderOfMemory(node, operands);
        Access result = plan.Allocate(node.Output, order);
        if (TryVectors(node, operands, result) is { } vectors)
            plan.Add(vectors);
        else if (!TryVectorsAndCopy(node, operands, order, result, plan))
            plan.Add(new ScalarLoop(map.Expression, map.Shape, operands, result));
        plan.Place(node.Output, result);
    }

    /// <summary>Where the result lies inside of something larger: side by side in memory of its own, then copied.</summary>
    static bool TryVectorsAndCopy(Node node, Access[] operands, int[]? order, Access result, PlanBuilder plan)
    {
        Shape shape = node.Output.Shape;
        int[] axes = order ?? Enumerable.Range(0, shape.Rank).ToArray();
        var imagined = new Buffer(-1, string.Empty, node.Output.ElementType, shape.Elements, Storage.Arena);
        if (node.Inputs.Count == 0 || Accesses.DenseOrder(result, shape) is not null || TryVectors(node, operands, Accesses.InOrder(imagined, shape, axes)) is null)
            return false;
        Access own = Accesses.InOrder(plan.NewBuffer(node.Provenance, node.Output.ElementType, shape.Elements), shape, axes);
        plan.Add(TryVectors(node, operands, own)!);
        plan.Add(new CopyCall(shape, own, result));
        return true;
    }

    /// <summary>The order in which the first operand of the result's shape lies, so that all run side by side.</summary>
    static int[]? OrderOfMemory(Node node, Access[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
            if (node.Inputs[i].Shape.Equals(node.Output.Shape) && Order(operands[i], node.Output.Shape) is { } order)
                return order;
        return null;
    }

    /// <summary>The axes by falling stride, where all strides are numbers or tell their order; padding around the tensor is allowed.</summary>
    static int[]? Order(Access access, Shape shape)
    {
        if (Accesses.DenseOrder(access, shape) is { } dense)
            return dense;
        if (!access.Strides.All(s => s.IsConstant && s.Value >= 0))
            return null;
        return Enumerable.Range(0, shape.Rank).OrderByDescending(a => access.Strides[a].Value).ToArray();
    }

    static ElementwiseCall? TryVectors(Node node, Access[] operands, Access result)
    {
        Value? primary = node.Inputs.FirstOrDefault(i => i.Shape.Equals(node.Output.Shape)) ?? (node.Inputs.Count > 0 ? node.Inputs[0] : null);
        if (LaneExpression.TryMake(node, primary) is not { } lane || node.Output.ElementType != ElementType.Float)
            return null;
        Access? first = primary is null ? null : operands[IndexOf(node.Inputs, primary)];
        Access[] others = lane.Inputs.Select(i => operands[IndexOf(node.Inputs, i)]).ToArray();
        Access[] all = (first is null ? others : new[] { first }.Concat(others)).ToArray();
        List<LoopAxis> axes = LoopAxes.Merge(Enumerable.Range(0, node.Output.Rank)
            .OrderByDescending(axis => axis, Comparer<int>.Create((a, b) => LoopAxes.CompareStrides(result, a, b)))
            .Select(axis => new LoopAxis(AxisRole.Row, node.Output.Shape[axis], new[] { result.Strides[axis] }.Concat(all.Select(o => o.Strides[axis])).ToArray())));
        if (axes.Count > 2)
            return null;
        LoopAxis one = new(AxisRole.Row, Dim.One, Enumerable.Repeat(Dim.Zero, all.Length + 1).ToArray());
        LoopAxis columns = axes.Count > 0 ? axes[axes.Count - 1] : one with { Strides = Enumerable.Repeat(Dim.One, all.Length + 1).ToArray() };
        LoopAxis rows = axes.Count > 1 ? axes[0] : one;
        int lead = first is null ? 1 : 2;
        bool fits = columns.Strides[0] == Dim.One && (first is null || columns.Strides[1] == Dim.One)
            && columns.Strides.Skip(lead).All(s => s == Dim.One || s == Dim.Zero);
        if (!fits)
            return null;
        Access Row(Access access, int position) => access with { Strides = new[] { rows.Strides[position] } };
        return new ElementwiseCall(
            new MapStruct(lane.Expression, others.Select((_, i) => columns.Strides[lead + i] == Dim.Zero).Concat(lane.Sizes.Select(_ => true)).ToArray()),
            rows.Length, columns.Length, first is null ? null : Row(first, 1), others.Select((o, i) => Row(o, lead + i)).ToArray(), lane.Sizes, Row(result, 0));
    }

    static int IndexOf(IReadOnlyList<Value> values, Value value) => Enumerable.Range(0, values.Count).First(i => ReferenceEquals(values[i], value));
}
