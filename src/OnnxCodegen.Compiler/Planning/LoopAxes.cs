using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>What an axis of a product of matrices runs over.</summary>
internal enum AxisRole
{
    Batch,
    Row,
    Column,
}

/// <summary>An axis of a loop nest: its length, and its stride in each tensor that takes part.</summary>
internal sealed record LoopAxis(AxisRole Role, Dim Length, IReadOnlyList<Dim> Strides);

/// <summary>Axes of loop nests.</summary>
internal static class LoopAxes
{
    /// <summary>Drops axes of length 1 and joins neighbours of one role that every tensor steps through without a gap.</summary>
    public static List<LoopAxis> Merge(IEnumerable<LoopAxis> axes)
    {
        var merged = new List<LoopAxis>();
        foreach (LoopAxis axis in axes)
        {
            if (axis.Length == Dim.One)
                continue;
            LoopAxis? outer = merged.LastOrDefault();
            if (outer is not null && outer.Role == axis.Role && Continues(outer, axis))
                merged[merged.Count - 1] = axis with { Length = outer.Length * axis.Length };
            else
                merged.Add(axis);
        }
        return merged;
    }

    /// <summary>Drops axes of length 1 and joins axes of one role, wherever they stand, that every tensor steps through without a gap.</summary>
    public static List<LoopAxis> MergeAny(IEnumerable<LoopAxis> axes)
    {
        List<LoopAxis> merged = Merge(axes);
        for (int inner = 0; inner < merged.Count; inner++)
        {
            LoopAxis axis = merged[inner];
            int outer = merged.FindIndex(other => !ReferenceEquals(other, axis) && other.Role == axis.Role && Continues(other, axis));
            if (outer < 0)
                continue;
            merged[inner] = axis with { Length = merged[outer].Length * axis.Length };
            merged.RemoveAt(outer);
            inner = -1;
        }
        return merged;
    }

    /// <summary>The axes as they lie in memory, outermost first.</summary>
    public static int[] Order(Access access, Shape shape) => Enumerable.Range(0, shape.Rank)
        .OrderByDescending(axis => axis, Comparer<int>.Create((a, b) => CompareStrides(access, a, b))).ToArray();

    /// <summary>By stride where both are numbers, else by position: outer axes first.</summary>
    public static int CompareStrides(Access access, int a, int b)
    {
        Dim left = access.Strides[a];
        Dim right = access.Strides[b];
        if (left == right)
            return b.CompareTo(a);
        if (left.IsConstant && right.IsConstant)
            return left.Value.CompareTo(right.Value);
        DimRange difference = DimRange.Of(left - right);
        return difference.Minimum >= 0 ? 1 : difference.Maximum <= 0 ? -1 : b.CompareTo(a);
    }

    static bool Continues(LoopAxis outer, LoopAxis inner)
    {
        for (int i = 0; i < outer.Strides.Count; i++)
            if (outer.Strides[i] != inner.Strides[i] * inner.Length)
                return false;
        return true;
    }
}
