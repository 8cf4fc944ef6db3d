using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>A contraction that is a product of stacks of matrices, with what follows it.</summary>
internal sealed class MatMulComposite(Node node, Epilogue epilogue) : Composite
{
    const int MaximumBatchAxes = 3;
    const int MaximumOperands = 3;

    /// <summary>Weights with at least this many elements are packed into panels.</summary>
    const int PackedElements = 64;

    public override IReadOnlyList<Node> Nodes { get; } = new[] { node }.Concat(epilogue.Nodes).ToArray();

    public static MatMulComposite? TryMatch(Node node, Uses uses, Func<Node, bool> isFree)
    {
        var contract = (Contract)node.Primitive;
        return contract.Accumulate == ElementType.Float && node.Inputs.All(i => i.ElementType == ElementType.Float)
            ? new MatMulComposite(node, Epilogue.Of(node.Output, uses, isFree))
            : null;
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        var contract = (Contract)node.Primitive;
        Value result = epilogue.Result;
        LaneExpression? expression = epilogue.Expression;
        Access[] operands = (expression?.Inputs ?? Array.Empty<Value>())
            .Select(o => epilogue.PullBack(Accesses.Broadcast(plan[o], o.Shape, result.Shape))).OfType<Access>().ToArray();
        if (operands.Length != (expression?.Inputs.Count ?? 0) || operands.Length + (expression?.Sizes.Count ?? 0) > MaximumOperands)
            return false;
        int[]? order = PreferredOrder(result, plan.Uses);
        Access place = plan.Allocate(result, order);
        if (epilogue.PullBack(place) is not { } natural)
            return false;

        List<LoopAxis> axes = LoopAxes.Merge(ResultAxes(contract, plan, natural, operands));
        List<LoopAxis> sums = LoopAxes.Merge(SummedAxes(contract, plan));
        LoopAxis[] rows = axes.Where(a => a.Role == AxisRole.Row).ToArray();
        LoopAxis[] columns = axes.Where(a => a.Role == AxisRole.Column).ToArray();
        LoopAxis unit = new(AxisRole.Row, Dim.One, Enumerable.Repeat(Dim.Zero, 3 + operands.Length).ToArray());
        LoopAxis m = rows.Length > 0 ? rows[rows.Length - 1] : unit;
        LoopAxis n = columns.Length > 0 ? columns[columns.Length - 1] : unit with { Strides = unit.Strides.Select((_, i) => i == 2 ? Dim.One : Dim.Zero).ToArray() };
        LoopAxis[] batch = axes.Where(a => !ReferenceEquals(a, m) && !ReferenceEquals(a, n)).ToArray();
        LoopAxis k = sums.Count == 1 ? sums[0] : new LoopAxis(AxisRole.Row, Dim.One, new[] { Dim.Zero, Dim.Zero });
        bool fits = batch.Length <= MaximumBatchAxes && sums.Count <= 1 && n.Strides[2] == Dim.One
            && Enumerable.Range(3, operands.Length).All(i => n.Strides[i] == Dim.Zero || n.Strides[i] == Dim.One);
        if (!fits)
            return false;

        Value b = node.Inputs[1];
        bool packs = plan.IsPrepared(b) && !plan.IsPreparing && batch.All(a => a.Strides[1] == Dim.Zero)
            && n.Length.IsConstant && k.Length.IsConstant && n.Length.Value * k.Length.Value >= PackedElements;
        Access weights = With(plan[b], batch, m, n, 1, k.Strides[1]);
        if (packs)
            weights = plan.Pack(b, new PackMatrix(k.Length, n.Length, plan[b] with { Strides = new[] { k.Strides[1], n.Strides[1] } }, null!));
        plan.Add(new MatMulCall(
            new Shape(batch.Select(a => a.Length)), m.Length, n.Length, k.Length,
            With(plan[node.Inputs[0]], batch, m, n, 0, k.Strides[0]), weights, packs,
            expression is null ? null : new MapStruct(expression.Expression, operands.Select((_, i) => n.Strides[3 + i] == Dim.Zero).Concat(expression.Sizes.Select(_ => true)).ToArray()),
            operands.Select((o, i) => With(o, batch, m, n, 3 + i, null)).ToArray(), expression?.Sizes ?? Array.Empty<Dim>(),
            With(natural, batch, m, n, 2, null)));
        plan.Place(result, place);
        return true;
    }

    /// <summary>The order of memory in which a permutation that follows and is then reshaped needs no copy.</summary>
    static int[]? PreferredOrder(Value result, Uses uses) =>
        uses.Single(result) is { Primitive: View { Permutation: { } permutation } } view
        && uses.Single(view.Output)?.Primitive is Reshape && permutation[permutation.Length - 1] == permutation.Length - 1
            ? permutation
            : null;

    /// <summary>Strides along the batch axes, then rows and columns, then the summed axis where there is one.</summary>
    static Access With(Access access, LoopAxis[] batch, LoopAxis m, LoopAxis n, int tensor, Dim? k) => access with
    {
        Strides = batch.Concat(new[] { m, n }).Select(a => a.Strides[tensor]).Concat(k is null ? Array.Empty<Dim>() : new[] { k }).ToArray(),
    };

    IEnumerable<LoopAxis> ResultAxes(Contract contract, PlanBuilder plan, Access result, Access[] operands)
    {
        Value a = node.Inputs[0];
        Value b = node.Inputs[1];
        int axis = 0;
        LoopAxis Axis(AxisRole role, Dim length, Dim strideA, Dim strideB)
        {
            int at = axis++;
            return new LoopAxis(role, length, new[] { strideA, strideB, result.Strides[at] }.Concat(operands.Select(o => o.Strides[at])).ToArray());
        }
        for (int i = 0; i < contract.BatchA.Count; i++)
        {
            Dim length = node.Output.Shape[i];
            yield return Axis(
                AxisRole.Batch, length,
                PrimitivePlans.BatchStride(a.Shape[contract.BatchA[i]], length, plan[a].Strides[contract.BatchA[i]]),
                PrimitivePlans.BatchStride(b.Shape[contract.BatchB[i]], length, plan[b].Strides[contract.BatchB[i]]));
        }
        foreach (int free in contract.FreeA(a.Rank))
            yield return Axis(AxisRole.Row, a.Shape[free], plan[a].Strides[free], Dim.Zero);
        foreach (int free in contract.FreeB(b.Rank))
            yield return Axis(AxisRole.Column, b.Shape[free], Dim.Zero, plan[b].Strides[free]);
    }

    IEnumerable<LoopAxis> SummedAxes(Contract contract, PlanBuilder plan) => contract.SumA.Select((axis, i) => new LoopAxis(
        AxisRole.Row, node.Inputs[0].Shape[axis], new[] { plan[node.Inputs[0]].Strides[axis], plan[node.Inputs[1]].Strides[contract.SumB[i]] }));
}
