using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Attention as one call: the scores stay in the cache.</summary>
internal sealed class AttentionComposite(AttentionForm form) : Composite
{
    const int MaximumBatchAxes = 3;
    const int MaximumOperands = 3;

    // The tensors whose strides the axes carry; the operands of the scores follow.
    const int Query = 0;
    const int Key = 1;
    const int ValueRow = 2;
    const int Result = 3;
    const int FirstOperand = 4;

    public override IReadOnlyList<Node> Nodes { get; } = form.Nodes.ToArray();

    public static AttentionComposite? TryMatch(Node node, Uses uses, Func<Node, bool> isFree)
    {
        AttentionForm? form = AttentionForm.TryMatch(node, uses);
        return form is not null && form.Nodes.All(isFree)
            && (form.Map is null || (LaneExpression.TryMake(form.Map, form.Reshaped) is { } score && score.Inputs.Count + score.Sizes.Count <= MaximumOperands))
            ? new AttentionComposite(form)
            : null;
    }

    public override bool TryAdd(PlanBuilder plan)
    {
        LaneExpression? score = form.Map is null ? null : LaneExpression.TryMake(form.Map, form.Reshaped);
        Access[] operands = (score?.Inputs ?? Array.Empty<Value>()).Select(o => Operand(o, plan)).OfType<Access>().ToArray();
        Value result = form.Product.Output;
        int[] order = MatMulPlans.PreferredOrder(result, plan.Uses) ?? Enumerable.Range(0, result.Rank).ToArray();
        if (operands.Length != (score?.Inputs.Count ?? 0) || !Arrange(MatMulPlans.Trial(result, order), operands, plan, out AttentionAxes? axes))
            return false;
        Access place = plan.Allocate(result, order);
        if (!Arrange(place, operands, plan, out axes))
            return false;
        Dim[] noStride = Array.Empty<Dim>();
        plan.Add(new AttentionCall(
            new Shape(axes.Batch.Select(axis => axis.Length)), axes.Queries.Length, axes.Keys.Length, axes.Size.Length, axes.Columns.Length,
            axes.Along(plan[form.Scores.Inputs[0]], Query, axes.Queries.Strides[Query], axes.Size.Strides[Query]),
            axes.Along(plan[form.Scores.Inputs[1]], Key, axes.Keys.Strides[Key], axes.Size.Strides[Key]),
            axes.Along(plan[form.Product.Inputs[1]], ValueRow, axes.Keys.Strides[ValueRow], axes.Columns.Strides[ValueRow]),
            form.HiddenIsZero,
            score is null ? null : new MapStruct(score.Expression, operands.Select((_, i) => axes.Keys.Strides[FirstOperand + i] == Dim.Zero).Concat(score.Sizes.Select(_ => true)).ToArray()),
            operands.Select((o, i) => axes.Along(o, FirstOperand + i, axes.Queries.Strides[FirstOperand + i])).ToArray(),
            score?.Sizes ?? noStride,
            axes.Along(place, Result, axes.Queries.Strides[Result], axes.Columns.Strides[Result])));
        plan.Place(result, place);
        return true;
    }

    /// <summary>Where an operand of the map lies along the axes of the first product; null where a reshape stands between.</summary>
    Access? Operand(Value operand, PlanBuilder plan)
    {
        Access? access = Accesses.Broadcast(plan[operand], operand.Shape, form.Reshaped.Shape);
        for (int i = form.Reshapes.Count - 1; i >= 0 && access is not null; i--)
            access = Accesses.Reshape(access, form.Reshapes[i].Output.Shape, form.Reshapes[i].Inputs[0].Shape);
        return access;
    }

    bool Arrange(Access place, Access[] operands, PlanBuilder plan, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AttentionAxes? axes)
    {
        axes = null;
        var first = (Contract)form.Scores.Primitive;
        var second = (Contract)form.Product.Primitive;
        Value v = form.Product.Inputs[1];
        List<LoopAxis> outer = LoopAxes.MergeAny(OuterAxes(first, second, place, operands, plan));
        List<LoopAxis> sizes = LoopAxes.MergeAny(first.SumA.Select((axis, i) => Inner(
            form.Scores.Inputs[0].Shape[axis], (Query, plan[form.Scores.Inputs[0]].Strides[axis]), (Key, plan[form.Scores.Inputs[1]].Strides[first.SumB[i]]))));
        int freeOfResult = first.BatchA.Count + first.FreeA(form.Scores.Inputs[0].Rank).Count();
        List<LoopAxis> columns = LoopAxes.MergeAny(second.FreeB(v.Rank).Select((axis, i) => Inner(
            v.Shape[axis], (ValueRow, plan[v].Strides[axis]), (Result, place.Strides[freeOfResult + i]))));
        int keyAxis = first.FreeB(form.Scores.Inputs[1].Rank).Single();
        LoopAxis keys = Inner(
            form.Scores.Inputs[1].Shape[keyAxis], new[] { (Key, plan[form.Scores.Inputs[1]].Strides[keyAxis]), (ValueRow, plan[v].Strides[second.SumB[0]]) }
                .Concat(operands.Select((o, i) => (FirstOperand + i, o.Strides[form.Scores.Output.Rank - 1]))).ToArray());
        LoopAxis queries = outer.LastOrDefault(axis => axis.Role == AxisRole.Row) ?? Inner(Dim.One);
        LoopAxis[] batch = outer.Where(axis => !ReferenceEquals(axis, queries)).ToArray();
        if (batch.Length > MaximumBatchAxes || sizes.Count > 1 || columns.Count > 1
            || (columns.Count == 1 && columns[0].Strides[Result] != Dim.One)
            || keys.Strides.Skip(FirstOperand).Any(stride => stride != Dim.Zero && stride != Dim.One))
            return false;
        axes = new AttentionAxes(
            batch, queries, keys, sizes.Count == 1 ? sizes[0] : Inner(Dim.One),
            columns.Count == 1 ? columns[0] : Inner(Dim.One, (ValueRow, Dim.One), (Result, Dim.One)));
        return true;
    }

    IEnumerable<LoopAxis> OuterAxes(Contract first, Contract second, Access place, Access[] operands, PlanBuilder plan)
    {
        Value q = form.Scores.Inputs[0];
        Value keys = form.Scores.Inputs[1];
        Value v = form.Product.Inputs[1];
        int at = 0;
        for (; at < first.BatchA.Count; at++)
        {
            Dim length = form.Scores.Output.Shape[at];
            yield return Outer(AxisRole.Batch, length, Stride(q, first.BatchA[at]), Stride(keys, first.BatchB[at]), Stride(v, second.BatchB[at]));
            Dim Stride(Value x, int axis) => PrimitivePlans.BatchStride(x.Shape[axis], length, plan[x].Strides[axis]);
        }
        foreach (int free in first.FreeA(q.Rank))
        {
            yield return Outer(AxisRole.Row, q.Shape[free], plan[q].Strides[free], Dim.Zero, Dim.Zero);
            at++;
        }

        LoopAxis Outer(AxisRole role, Dim length, params Dim[] strides) =>
            new(role, length, strides.Concat(new[] { place.Strides[at] }).Concat(operands.Select(o => o.Strides[at])).ToArray());
    }

    /// <summary>An axis with the given strides of tensors; the others stand still.</summary>
    static LoopAxis Inner(Dim length, params (int Tensor, Dim Stride)[] strides) => new(AxisRole.Column, length, Enumerable.Range(0, FirstOperand + MaximumOperands)
        .Select(tensor => strides.Where(s => s.Tensor == tensor).Select(s => s.Stride).FirstOrDefault() ?? Dim.Zero).ToArray());

    sealed record AttentionAxes(LoopAxis[] Batch, LoopAxis Queries, LoopAxis Keys, LoopAxis Size, LoopAxis Columns)
    {
        /// <summary>A tensor with its strides along the batch axes and the given ones.</summary>
        public Access Along(Access access, int tensor, params Dim[] inner) =>
            access with { Strides = Batch.Select(axis => axis.Strides[tensor]).Concat(inner).ToArray() };
    }
}
