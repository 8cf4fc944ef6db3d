using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Elements gathered along one axis, some for each place of the result, weighed and summed: interpolation.</summary>
internal sealed class ResampleComposite(Node gather, Node product, Value weights, Node sum) : Composite
{
    const int OuterAxes = 2;

    public override IReadOnlyList<Node> Nodes { get; } = new[] { gather, product, sum };

    int Batch => ((Gather)gather.Primitive).Batch;

    /// <summary>The axis of the products that counts the taps; the places of the result follow it.</summary>
    int Taps => Batch;

    Shape Products => product.Output.Shape;

    public static ResampleComposite? TryMatch(Node sum, Uses uses, Func<Node, bool> isFree)
    {
        if (sum.Primitive is not Reduce { Operation: Reduction.Sum, Axes: [var taps] } || sum.Output.ElementType != ElementType.Float
            || uses.Single(sum.Inputs[0]) is null || sum.Inputs[0].Producer is not { Primitive: Map map, Inputs: [var left, var right] } product
            || map.Expression is not ScalarApply { Operation: ScalarOperation.Multiply, Arguments: [ScalarInput a, ScalarInput b] } || a.Position == b.Position)
        {
            return null;
        }
        return TryMatch(left, right) ?? TryMatch(right, left);

        ResampleComposite? TryMatch(Value elements, Value weights) =>
            elements.Producer is { Primitive: Gather { Outside: OutsideMode.Clamp } gather, Inputs.Count: 2 } node && uses.Single(elements) is not null
            && elements.Shape.Equals(product.Output.Shape) && gather.Batch == taps && node.Inputs[1].Rank == taps + 2 && AreAlongPlaces(weights, elements.Shape, taps)
            && isFree(node) && isFree(product)
                ? new ResampleComposite(node, product, weights, sum)
                : null;
    }

    /// <summary>Whether a value has one element for each tap and place.</summary>
    static bool AreAlongPlaces(Value weights, Shape products, int taps)
    {
        int lead = products.Rank - weights.Rank;
        return lead <= taps && weights.Shape.Select((length, axis) => length == (axis + lead is var at && (at == taps || at == taps + 1) ? products[at] : Dim.One)).All(same => same);
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        Value x = gather.Inputs[0];
        Access source = plan[x];
        Access places = GatherPlans.Indices(gather.Inputs[1], Batch, plan);
        if (plan.IsPrepared(x) || !ArePlacesDense(places))
            return false;
        Value result = sum.Output;
        int[]? order = GatherPlans.OrderOfSource((Gather)gather.Primitive, gather, plan);
        if (Call(plan, MatMulPlans.Trial(result, order ?? Enumerable.Range(0, result.Rank).ToArray()), source, places) is null)
            return false;
        Access place = plan.Allocate(result, order);
        plan.Place(result, place);
        if (Call(plan, place, source, places) is { } direct)
        {
            plan.Add(direct with { Weights = plan.Dense(weights) });
            return true;
        }
        // A concatenation or a padding offers memory that the kernel does not reach.
        Access own = Accesses.InOrder(
            plan.NewBuffer(sum.Provenance, result.ElementType, result.Shape.Elements), result.Shape, order ?? Enumerable.Range(0, result.Rank).ToArray());
        plan.Add(Call(plan, own, source, places)! with { Weights = plan.Dense(weights) });
        plan.Add(new CopyCall(result.Shape, own, place));
        return true;
    }

    /// <summary>Whether the places are the same at all steps of the batch axes and lie tap by tap.</summary>
    bool ArePlacesDense(Access places)
    {
        Dim length = Products[Taps + 1];
        return Enumerable.Range(0, Batch).All(axis => places.Strides[axis] == Dim.Zero || Products[axis] == Dim.One)
            && (places.Strides[Taps] == length || Products[Taps] == Dim.One) && (places.Strides[Taps + 1] == Dim.One || length == Dim.One);
    }

    /// <summary>The call without its weights; null where the kernel does not reach so far.</summary>
    ResampleCall? Call(PlanBuilder plan, Access result, Access source, Access places)
    {
        Value x = gather.Inputs[0];
        Dim SourceStride(int axis) => source.Strides[axis < Batch ? axis : axis - 1];
        List<LoopAxis> axes = LoopAxes.Merge(LoopAxes.Order(result, sum.Output.Shape).Where(axis => axis != Taps && axis != Taps + 1)
            .Select(axis => new LoopAxis(AxisRole.Row, Products[axis], new[] { SourceStride(axis), result.Strides[axis] })));
        LoopAxis one = new(AxisRole.Row, Dim.One, new[] { Dim.Zero, Dim.Zero });
        LoopAxis columns = axes.Count > 0 && axes[axes.Count - 1].Strides.All(stride => stride == Dim.One) ? axes[axes.Count - 1] : one;
        LoopAxis[] outer = axes.Where(axis => !ReferenceEquals(axis, columns)).ToArray();
        if (outer.Length > OuterAxes)
            return null;
        outer = Enumerable.Repeat(one, OuterAxes - outer.Length).Concat(outer).ToArray();
        Access Along(Access access, int tensor, Dim stride) => access with { Strides = outer.Select(axis => axis.Strides[tensor]).Append(stride).ToArray() };
        return new ResampleCall(
            Products[Taps], x.Shape[Batch], Products[Taps + 1], columns.Length, outer.Select(axis => axis.Length).ToArray(),
            Along(source, 0, source.Strides[Batch]), places, plan[weights], Along(result, 1, result.Strides[Taps + 1]));
    }
}
