using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>How the axes of a contraction become batches, rows, columns and the summed axis of a product of matrices. Every axis has a
/// stride in the left operand, the right one, the result and each operand of the epilogue; the summed axis has the first two.</summary>
/// <param name="Swaps">Whether b is the left operand: the result's columns are axes of a.</param>
internal sealed record MatMulAxes(IReadOnlyList<LoopAxis> Batch, LoopAxis Rows, LoopAxis Columns, LoopAxis Summed, bool Swaps)
{
    const int MaximumBatchAxes = 3;

    /// <summary>The strides of a tensor along the batch axes, rows and columns, then along the summed axis where there is one.</summary>
    /// <param name="tensor">The position of the tensor among the strides.</param>
    public Access Along(Access access, int tensor, Dim? summed = null) => access with
    {
        Strides = Batch.Concat(new[] { Rows, Columns }).Select(axis => axis.Strides[tensor])
            .Concat(summed is null ? Array.Empty<Dim>() : new[] { summed }).ToArray(),
    };

    /// <summary>Arranges the axes; null where the kernel does not reach so far.</summary>
    /// <param name="operands">The operands of the epilogue, strides along the axes of the contraction's result.</param>
    public static MatMulAxes? TryArrange(Node node, Access a, Access b, Access result, IReadOnlyList<Access> operands)
    {
        var contract = (Contract)node.Primitive;
        List<LoopAxis> axes = LoopAxes.MergeAny(ResultAxes(node, contract, a, b, result, operands));
        List<LoopAxis> summed = LoopAxes.MergeAny(contract.SumA.Select((axis, i) =>
            new LoopAxis(AxisRole.Row, node.Inputs[0].Shape[axis], new[] { a.Strides[axis], b.Strides[contract.SumB[i]] })));
        if (summed.Count > 1)
            return null;
        LoopAxis k = summed.Count == 1 ? summed[0] : new LoopAxis(AxisRole.Row, Dim.One, new[] { Dim.Zero, Dim.Zero });
        List<LoopAxis> swapped = axes.Select(Swap).ToList();
        LoopAxis turned = k with { Strides = k.Strides.Reverse().ToArray() };
        LoopAxis one = new(AxisRole.Column, Dim.One, Enumerable.Range(0, 3 + operands.Count).Select(i => i == 2 ? Dim.One : Dim.Zero).ToArray());
        return TryArrange(axes, axes.LastOrDefault(IsDenseColumn), k, false)
            ?? TryArrange(swapped, swapped.LastOrDefault(IsDenseColumn), turned, true)
            ?? TryArrange(axes, one, k, false)
            ?? TryArrange(swapped, one, turned, true);
    }

    static MatMulAxes? TryArrange(List<LoopAxis> axes, LoopAxis? columns, LoopAxis k, bool swaps)
    {
        if (columns is null)
            return null;
        LoopAxis rows = axes.LastOrDefault(axis => axis.Role == AxisRole.Row)
            ?? new(AxisRole.Row, Dim.One, columns.Strides.Select(_ => Dim.Zero).ToArray());
        LoopAxis[] batch = axes.Where(axis => !ReferenceEquals(axis, rows) && !ReferenceEquals(axis, columns)).ToArray();
        return batch.Length <= MaximumBatchAxes ? new MatMulAxes(batch, rows, columns, k, swaps) : null;
    }

    /// <summary>Whether the result runs side by side along the axis, and the operands of the epilogue too or stand still.</summary>
    static bool IsDenseColumn(LoopAxis axis) =>
        axis.Role == AxisRole.Column && axis.Strides[2] == Dim.One && axis.Strides.Skip(3).All(stride => stride == Dim.Zero || stride == Dim.One);

    static LoopAxis Swap(LoopAxis axis) => new(
        axis.Role switch { AxisRole.Row => AxisRole.Column, AxisRole.Column => AxisRole.Row, _ => AxisRole.Batch },
        axis.Length,
        new[] { axis.Strides[1], axis.Strides[0] }.Concat(axis.Strides.Skip(2)).ToArray());

    static IEnumerable<LoopAxis> ResultAxes(Node node, Contract contract, Access a, Access b, Access result, IReadOnlyList<Access> operands)
    {
        Shape left = node.Inputs[0].Shape;
        Shape right = node.Inputs[1].Shape;
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
                PrimitivePlans.BatchStride(left[contract.BatchA[i]], length, a.Strides[contract.BatchA[i]]),
                PrimitivePlans.BatchStride(right[contract.BatchB[i]], length, b.Strides[contract.BatchB[i]]));
        }
        foreach (int free in contract.FreeA(left.Rank))
            yield return Axis(AxisRole.Row, left[free], a.Strides[free], Dim.Zero);
        foreach (int free in contract.FreeB(right.Rank))
            yield return Axis(AxisRole.Column, right[free], Dim.Zero, b.Strides[free]);
    }
}
