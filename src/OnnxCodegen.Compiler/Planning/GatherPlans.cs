using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Elements that are read where index tensors say, in the order in which the source lies.</summary>
internal static class GatherPlans
{
    /// <summary>Runs shorter than this are not worth a block transfer.</summary>
    const int ShortRun = 8;

    public static void Add(Gather gather, Node node, PlanBuilder plan)
    {
        Access result = plan.Allocate(node.Output, OrderOfSource(gather, node, plan));
        plan.Add(Call(gather, node, plan[node.Inputs[0]], node.Inputs.Skip(1).Select(i => Indices(i, gather.Batch, plan)).ToArray(), result));
        plan.Place(node.Output, result);
    }

    /// <summary>The order of memory that keeps the elements of the source side by side that are so; null for row-major.</summary>
    public static int[]? OrderOfSource(Gather gather, Node node, PlanBuilder plan)
    {
        Value x = node.Inputs[0];
        int indexed = node.Inputs.Count - 1;
        if (Accesses.Innermost(plan[x], x.Shape) is not { } innermost || (innermost >= gather.Batch && innermost < gather.Batch + indexed))
            return null;
        int place = innermost < gather.Batch ? innermost : innermost - gather.Batch - indexed + node.Inputs[1].Rank;
        return Accesses.OrderWith(place, node.Output.Rank);
    }

    /// <summary>Where indices lie. A constant that repeats itself along shared axes is read at their first places alone.</summary>
    public static Access Indices(Value indices, int batch, PlanBuilder plan)
    {
        Access access = plan[indices];
        return indices.Literal is TensorLiteral literal
            ? access with { Strides = access.Strides.Select((stride, axis) => axis < batch && Repeats(literal.Read(), axis) ? Dim.Zero : stride).ToArray() }
            : access;
    }

    static bool Repeats(Tensor indices, int axis)
    {
        long stride = indices.Strides()[axis];
        for (long i = 0; i < indices.Longs.LongLength; i++)
            if (indices.Longs[i] != indices.Longs[i - (i / stride % indices.Dims[axis] * stride)])
                return false;
        return true;
    }

    static GatherLoop Call(Gather gather, Node node, Access source, IReadOnlyList<Access> indices, Access result)
    {
        Value x = node.Inputs[0];
        int rank = node.Inputs[1].Rank;
        Dim SourceStride(int axis) => axis < gather.Batch ? source.Strides[axis]
            : axis < rank ? Dim.Zero
            : source.Strides[axis - rank + gather.Batch + indices.Count];
        Dim IndexStride(Access index, int axis) => axis < rank ? index.Strides[axis] : Dim.Zero;
        List<LoopAxis> axes = LoopAxes.Merge(LoopAxes.Order(result, node.Output.Shape).Select(axis => new LoopAxis(
            AxisRole.Row, node.Output.Shape[axis],
            new[] { result.Strides[axis], SourceStride(axis) }.Concat(indices.Select(i => IndexStride(i, axis))).ToArray())));
        Dim run = axes.Count > 0 && IsRun(axes[axes.Count - 1]) ? axes[axes.Count - 1].Length : Dim.One;
        if (run != Dim.One)
            axes.RemoveAt(axes.Count - 1);
        Access Along(Access access, int tensor) => access with { Strides = axes.Select(axis => axis.Strides[tensor]).ToArray() };
        return new GatherLoop(
            gather.Outside, axes.Select(axis => axis.Length).ToArray(), run,
            Enumerable.Range(gather.Batch, indices.Count).Select(axis => new IndexedAxis(x.Shape[axis], source.Strides[axis])).ToArray(),
            Along(source, 1), indices.Select((index, k) => Along(index, k + 2)).ToArray(), Along(result, 0));
    }

    static bool IsRun(LoopAxis axis) =>
        axis.Strides[0] == Dim.One && axis.Strides[1] == Dim.One && axis.Strides.Skip(2).All(stride => stride == Dim.Zero)
        && (!axis.Length.IsConstant || axis.Length.Value >= ShortRun);
}
