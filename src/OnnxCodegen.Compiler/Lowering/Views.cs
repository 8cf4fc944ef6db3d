using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Rearrangements of a value's axes, as Reshape and View.</summary>
internal static class Views
{
    public static Value Reshape(Value x, Shape shape)
    {
        var named = new Shape(shape.Select(x.Scope.Let));
        if (x.Shape.Equals(named))
            return x;
        x.Scope.Require(x.Shape.Elements, named.Elements, "The element counts before and after a reshape must agree", x);
        return x.Scope.Add(new Reshape(named), x);
    }

    public static Value Reshape(Value x, params Dim[] dims) => Reshape(x, new Shape(dims));

    /// <summary>The tensor itself, whose lengths are demanded to be the given ones.</summary>
    public static Value Demanded(Value x, Shape shape, string message)
    {
        if (x.Rank != shape.Rank)
            throw new ModelException($"{message}: rank {shape.Rank} is expected, but it is {x.Rank}.");
        for (int axis = 0; axis < x.Rank; axis++)
            x.Scope.Require(x.Shape[axis], shape[axis], message, x);
        return x.Shape.Equals(shape) ? x : x.Scope.Add(new Reshape(shape), x);
    }

    /// <summary>Output axis i is input axis <paramref name="permutation"/>[i].</summary>
    /// <exception cref="ModelException">It does not name each axis once.</exception>
    public static Value Permute(Value x, IReadOnlyList<int> permutation)
    {
        if (!permutation.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, x.Rank)))
            throw new ModelException($"The axes {string.Join(", ", permutation)} are no order of the {x.Rank} axes of a tensor of type {x.Type}.");
        if (permutation.Select((axis, i) => axis == i).All(same => same))
            return x;
        var axes = new AxisMap[x.Rank];
        for (int i = 0; i < x.Rank; i++)
            axes[permutation[i]] = AxisMap.Along(i, x.Rank);
        return x.Scope.Add(new View(new Shape(permutation.Select(axis => x.Shape[axis])), axes), x);
    }

    /// <summary>One axis at another place, the others in their order.</summary>
    public static Value MoveAxis(Value x, int from, int to)
    {
        List<int> permutation = Enumerable.Range(0, x.Rank).Where(axis => axis != from).ToList();
        permutation.Insert(to, from);
        return Permute(x, permutation);
    }

    /// <summary><paramref name="length"/> elements of an axis from <paramref name="start"/> on, each <paramref name="step"/> apart.</summary>
    public static Value Slice(Value x, int axis, Dim start, Dim length, Dim? step = null)
    {
        if (start == Dim.Zero && length == x.Shape[axis] && (step is null || step == Dim.One))
            return x;
        AxisMap[] axes = Identity(x.Rank);
        axes[axis] = AxisMap.Along(axis, x.Rank, start, step);
        return x.Scope.Add(new View(x.Shape.With(axis, length), axes), x);
    }

    /// <summary>An axis in reverse order.</summary>
    public static Value Flip(Value x, int axis) => Slice(x, axis, x.Shape[axis] - 1, x.Shape[axis], -1);

    /// <summary>Repeats axes of length 1 to the given shape (numpy's broadcast_to); the shape may have more axes in front.</summary>
    public static Value Expand(Value x, Shape shape)
    {
        if (x.Shape.Equals(shape))
            return x;
        int lead = shape.Rank - x.Rank;
        AxisMap[] axes = Enumerable.Range(0, x.Rank)
            .Select(axis => AxisMap.Along(axis + lead, shape.Rank, step: BroadcastStep(x.Shape[axis], shape[axis + lead])))
            .ToArray();
        return x.Scope.Add(new View(shape, axes), x);
    }

    /// <summary>Inserts axes of length 1 so that they stand at the given places of the result.</summary>
    public static Value Unsqueeze(Value x, params int[] axes)
    {
        var dims = new List<Dim>(x.Shape);
        foreach (int axis in axes.OrderBy(a => a))
            dims.Insert(axis, Dim.One);
        return Reshape(x, new Shape(dims));
    }

    /// <summary>Removes axes of length 1.</summary>
    public static Value Squeeze(Value x, params int[] axes)
    {
        foreach (int axis in axes)
            x.Scope.Require(x.Shape[axis], Dim.One, "A squeezed axis must have length 1", x);
        return Reshape(x, new Shape(x.Shape.Where((_, axis) => !axes.Contains(axis))));
    }

    /// <summary>A negative axis counts from the end; outside −rank … rank − 1 is an error.</summary>
    public static int Axis(long axis, int rank)
    {
        if (axis < -rank || axis >= rank)
            throw new ModelException($"The axis {axis} lies outside a tensor of rank {rank}.");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    public static AxisMap[] Identity(int rank) => Enumerable.Range(0, rank).Select(axis => AxisMap.Along(axis, rank)).ToArray();

    /// <summary>0 where the axis has length 1 and is repeated, else 1; a Dim where only the run can tell.</summary>
    static Dim BroadcastStep(Dim from, Dim to)
    {
        if (from == to)
            return Dim.One;
        return from.IsConstant ? (from.Value == 1 ? Dim.Zero : Dim.One) : 1 - Dim.Equal(from, 1);
    }
}
