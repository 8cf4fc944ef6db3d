using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules on dequantised tensors: the whole numbers are kept and multiplied, their scales come behind.</summary>
internal static class DequantizedRules
{
    /// <summary>A contraction of dequantised tensors is one of whole numbers, whose sum is scaled once.</summary>
    public static Value? ScaleSums(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (context.Precision == Precision.Exact || node.Primitive is not Contract { Accumulate: ElementType.Float } contract || inputs.All(context.IsWeight))
            return null;
        ScaledWholes? a = Factor(inputs[0], contract.SumA, context);
        ScaledWholes? b = Factor(inputs[1], contract.SumB, context);
        // Where weights alone are quantised their scale is better in them.
        bool pays = (a is not null && !context.IsWeight(inputs[0])) || (b is not null && !context.IsWeight(inputs[1]));
        if (!pays)
            return null;
        Value sums = node.Scope.Add(contract, a?.Whole ?? inputs[0], b?.Whole ?? inputs[1]);
        int freeB = contract.FreeB(inputs[1].Rank).Count();
        Value? left = a is null ? null : Along(a.Scale, inputs[0].Rank, contract.BatchA, contract.FreeA(inputs[0].Rank), freeB);
        Value? right = b is null ? null : Along(b.Scale, inputs[1].Rank, contract.BatchB, contract.FreeB(inputs[1].Rank), 0);
        if (right is { Rank: > 0 } && contract.BatchB.Count > 0)
            right = BehindRows(right, contract.BatchB.Count, contract.FreeA(inputs[0].Rank).Count());
        return sums * (left is null ? right! : right is null ? left : left * right);
    }

    /// <summary>The scale of a contraction comes behind the permutation or reshape of it, where it meets what follows.</summary>
    public static Value? ScaleBehindRearrangement(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not (Reshape or View { Permutation: not null }) || context.Uses(inputs[0]) > 1
            || inputs[0].Producer is not { Primitive: Map { Expression: ScalarApply { Operation: ScalarOperation.Multiply } product } map } scaling
            || product.Arguments[0] is not ScalarInput { Position: 0 } || scaling.Inputs[0].Producer.Primitive is not (Contract or View or Reshape)
            || !scaling.Inputs[0].Shape.Equals(map.Shape) || !(scaling.Inputs.Count == 1 ? product.Arguments[1] is ScalarLiteral : context.IsWeight(scaling.Inputs[1])))
        {
            return null;
        }
        node.Scope.Continue(node, scaling);
        Value rearranged = node.Scope.Add(node.Primitive, scaling.Inputs[0]);
        if (scaling.Inputs.Count == 1)
            return node.Scope.Add(new Map(map.Expression, rearranged.Shape), rearranged);
        Value scale = scaling.Inputs[1];
        Value full = Views.Reshape(scale, new Shape(Enumerable.Repeat(Dim.One, map.Shape.Rank - scale.Rank).Concat(scale.Shape)));
        return Rearranged(full, node.Primitive, map.Shape, rearranged.Shape) is { } factor ? rearranged * factor : null;
    }

    /// <summary>A scale of a tensor as one of a rearrangement of it; null where it does not lie along whole axes of that.</summary>
    static Value? Rearranged(Value scale, Primitive primitive, Shape before, Shape after)
    {
        if (primitive is View { Permutation: { } permutation })
            return Views.Permute(scale, permutation);
        if (AxisGroup.Of(before, after) is not { } groups)
            return null;
        Dim[] dims = Enumerable.Repeat(Dim.One, after.Rank).ToArray();
        foreach (AxisGroup group in groups)
        {
            if (group.From.All(axis => scale.Shape[axis] == Dim.One))
                continue;
            if (!group.From.All(axis => scale.Shape[axis] == before[axis]))
                return null;
            foreach (int axis in group.To)
                dims[axis] = after[axis];
        }
        return Views.Reshape(scale, new Shape(dims));
    }

    /// <summary>A dequantised tensor that several read is held as the whole numbers.</summary>
    public static Value? HoldWhole(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map || context.Uses(node.Output) < 2 || context.IsWeight(node.Output)
            || ScaledWholes.Split(map, node, context) is not ({ } whole, ScalarLiteral scale) || whole is ScalarInput)
        {
            return null;
        }
        Value held = node.Scope.Add(new Map(whole, map.Shape), inputs.ToArray());
        context.Replace(node.Output, held);
        return Algebra.Map(held, x => x * scale);
    }

    /// <summary>Whether a Map does nothing but scale whole numbers that are held for several readers.</summary>
    public static bool IsHeld(Map map, IReadOnlyList<Value> inputs) =>
        map.Expression is ScalarApply { Operation: ScalarOperation.Multiply } product && product.Arguments is [ScalarInput, ScalarLiteral]
        && inputs[0].Producer.Primitive is Map && ValueRange.Of(inputs[0]).IsExactWhole;

    /// <summary>The factors of an operand whose scale does not differ along the summed axes.</summary>
    static ScaledWholes? Factor(Value x, IReadOnlyList<int> summed, RewriteContext context)
    {
        if (ScaledWholes.Of(x, context) is not { } factor || factor.Scale.Rank > x.Rank)
            return null;
        int lead = x.Rank - factor.Scale.Rank;
        return summed.All(axis => axis < lead || factor.Scale.Shape[axis - lead] == Dim.One) ? factor : null;
    }

    /// <summary>A scale of an operand with the axes of the result, from its batch axes on.</summary>
    /// <param name="following">How many axes of the result follow.</param>
    static Value Along(Value scale, int rank, IReadOnlyList<int> batch, IEnumerable<int> free, int following)
    {
        if (scale.Shape.Elements == Dim.One)
            return Views.Reshape(scale, Shape.Scalar);
        Value full = Views.Reshape(scale, new Shape(Enumerable.Repeat(Dim.One, rank - scale.Rank).Concat(scale.Shape)));
        int[] kept = batch.Concat(free).ToArray();
        int[] summed = Enumerable.Range(0, rank).Except(kept).ToArray();
        Value ordered = Views.Permute(full, kept.Concat(summed).ToArray());
        return Views.Reshape(ordered, new Shape(kept.Select(axis => full.Shape[axis]).Concat(Enumerable.Repeat(Dim.One, following))));
    }

    /// <summary>Room for the free axes of the left operand between the batch axes and those of the right one.</summary>
    static Value BehindRows(Value scale, int batch, int rows) => Views.Reshape(
        scale, new Shape(scale.Shape.Take(batch).Concat(Enumerable.Repeat(Dim.One, rows)).Concat(scale.Shape.Skip(batch))));
}
