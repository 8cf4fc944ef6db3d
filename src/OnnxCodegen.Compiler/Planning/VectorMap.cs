using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>An elementwise function by the vector driver. Operands of other types than float, and those that do not run side by side with
/// the result, are brought into memory of their own before.</summary>
internal sealed class VectorMap(Node node, LaneExpression lane, Access[] operands, Access result)
{
    const int OuterAxes = 2;

    readonly Shape shape = node.Output.Shape;
    readonly int[] order = LoopAxes.Order(result, node.Output.Shape);

    public bool TryAdd(PlanBuilder plan)
    {
        if (IsConversion)
        {
            plan.Add(new ConvertCall(shape, operands[0], result));
            return true;
        }
        bool isDirect = node.Output.ElementType == ElementType.Float && IsSideBySide(result, Dim.One);
        if (!isDirect && operands.Length == 0)
            return false;
        Access target = isDirect ? result : Dense(shape, order, NoBuffer);
        Access[] sources = operands.Select((o, k) => IsRead(k) ? o : Broadcast(k, NoBuffer)).ToArray();
        if (Call(sources, target) is null)
            return false;
        sources = operands.Select((o, k) => IsRead(k) ? o : Bring(k, plan)).ToArray();
        if (!isDirect)
            target = Dense(shape, order, plan.NewBuffer(node.Provenance, ElementType.Float, shape.Elements));
        plan.Add(Call(sources, target)!);
        if (!isDirect)
            plan.Add(Move(shape, target, result));
        return true;
    }

    /// <summary>Whether the function does nothing but convert to float or from it.</summary>
    bool IsConversion => lane.Expression is ScalarInput && operands.Length == 1 && node.Inputs[0].ElementType != node.Output.ElementType
        && (node.Inputs[0].ElementType == ElementType.Float || node.Output.ElementType == ElementType.Float);

    static Buffer NoBuffer => new(-1, string.Empty, ElementType.Float, Dim.Zero, Storage.Arena);

    /// <summary>Whether the driver reads an operand where it lies.</summary>
    bool IsRead(int operand) =>
        node.Inputs[operand].ElementType == ElementType.Float && IsSideBySide(operands[operand], Dim.One, Dim.Zero);

    /// <summary>Whether the stride along the innermost axis is one of the given.</summary>
    bool IsSideBySide(Access access, params Dim[] strides) =>
        Array.FindLast(order, axis => shape[axis] != Dim.One) is var inner && (shape.Rank == 0 || shape[inner] == Dim.One || strides.Contains(access.Strides[inner]));

    /// <summary>An operand in memory of its own, in the order of the result.</summary>
    Access Bring(int operand, PlanBuilder plan)
    {
        Value value = node.Inputs[operand];
        Buffer memory = plan.NewBuffer(value.Producer.Provenance, ElementType.Float, value.Shape.Elements);
        plan.Add(Move(value.Shape, plan[value], Own(value.Shape, memory)));
        return Broadcast(operand, memory);
    }

    Access Broadcast(int operand, Buffer memory) => Accesses.Broadcast(Own(node.Inputs[operand].Shape, memory), node.Inputs[operand].Shape, shape);

    Access Own(Shape own, Buffer memory)
    {
        int lead = shape.Rank - own.Rank;
        return Dense(own, order.Where(axis => axis >= lead).Select(axis => axis - lead).ToArray(), memory);
    }

    static Access Dense(Shape shape, int[] order, Buffer memory) => Accesses.InOrder(memory, shape, order);

    static KernelCall Move(Shape shape, Access source, Access target) =>
        source.Buffer.Type == target.Buffer.Type ? new CopyCall(shape, source, target) : new ConvertCall(shape, source, target);

    ElementwiseCall? Call(Access[] sources, Access target)
    {
        List<LoopAxis> axes = LoopAxes.Merge(order.Select(axis => new LoopAxis(
            AxisRole.Row, shape[axis], new[] { target.Strides[axis] }.Concat(sources.Select(o => o.Strides[axis])).ToArray())));
        if (axes.Count > OuterAxes + 2)
            return null;
        LoopAxis one = new(AxisRole.Row, Dim.One, Enumerable.Repeat(Dim.Zero, sources.Length + 1).ToArray());
        LoopAxis columns = axes.Count > 0 ? axes[axes.Count - 1] : one with { Strides = one.Strides.Select(_ => Dim.One).ToArray() };
        LoopAxis[] nest = Enumerable.Repeat(one, Math.Max(0, OuterAxes + 2 - Math.Max(axes.Count, 1))).Concat(axes.Take(axes.Count - 1)).ToArray();
        // An operand that may broadcast along the innermost axis at run time has a stride that is neither 0 nor 1 for certain.
        if (columns.Strides[0] != Dim.One || columns.Strides.Any(stride => stride != Dim.Zero && stride != Dim.One))
            return null;
        bool IsSplat(int k) => columns.Strides[k + 1] == Dim.Zero;
        int[] dense = Enumerable.Range(0, sources.Length).Where(k => !IsSplat(k)).ToArray();
        int? primary = dense.Length == 0 ? null : dense.Select(k => (int?)k).FirstOrDefault(k => node.Inputs[k!.Value].Shape.Equals(shape)) ?? dense[0];
        int[] others = Enumerable.Range(0, sources.Length).Where(k => k != primary).ToArray();
        if (others.Length + lane.Sizes.Count > 7)
            return null;
        ScalarExpr function = lane.Expression.Substitute(leaf => leaf is not ScalarInput { Position: var position } ? null
            : position - 1 == primary ? ScalarExpr.Input(0, ElementType.Float)
            : ScalarExpr.Input(position > sources.Length ? position - sources.Length + others.Length : Array.IndexOf(others, position - 1) + 1, ElementType.Float));
        Access Along(Access access, int tensor) => access with { Strides = nest.Select(axis => axis.Strides[tensor]).ToArray() };
        return new ElementwiseCall(
            new MapStruct(function, others.Select(IsSplat).Concat(lane.Sizes.Select(_ => true)).ToArray()), nest.Select(axis => axis.Length).ToArray(),
            columns.Length, primary is { } x ? Along(sources[x], x + 1) : null, others.Select(k => Along(sources[k], k + 1)).ToArray(), lane.Sizes,
            Along(target, 0));
    }
}
