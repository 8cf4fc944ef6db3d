using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>Where a view reads along one axis of its source: offset + Σ coefficient · output coordinate.</summary>
internal sealed record AxisMap(Dim Offset, IReadOnlyList<Dim> Coefficients)
{
    /// <summary>Reads along one output axis alone.</summary>
    public static AxisMap Along(int axis, int rank, Dim? offset = null, Dim? step = null)
    {
        Dim[] coefficients = Enumerable.Repeat(Dim.Zero, rank).ToArray();
        coefficients[axis] = step ?? Dim.One;
        return new AxisMap(offset ?? Dim.Zero, coefficients);
    }

    /// <summary>Reads one place whatever the output coordinate.</summary>
    public static AxisMap At(Dim offset, int rank) => new(offset, Enumerable.Repeat(Dim.Zero, rank).ToArray());

    /// <summary>The one output axis that this source axis follows with the given coefficient; null where several or none do.</summary>
    public int? SingleAxis
    {
        get
        {
            int[] used = Enumerable.Range(0, Coefficients.Count).Where(a => Coefficients[a] != Dim.Zero).ToArray();
            return used.Length == 1 ? used[0] : null;
        }
    }

    public bool Equals(AxisMap? other) => other is not null && Offset == other.Offset && Coefficients.SequenceEqual(other.Coefficients);

    public override int GetHashCode() => Coefficients.Aggregate(Offset.GetHashCode(), (hash, c) => unchecked((hash * 31) + c.GetHashCode()));
}

/// <summary>An affine map of coordinates: transpose, slice, flip, expand (coefficient 0), diagonal, sliding windows (two output axes on
/// one source axis).</summary>
internal sealed record View(Shape Shape, IReadOnlyList<AxisMap> Axes) : Primitive
{
    public override IEnumerable<Dim> Dims => Shape.Concat(Axes.SelectMany(a => a.Coefficients.Concat(new[] { a.Offset })));

    public override bool IsMovement => true;

    /// <summary>The permutation, when every source axis is read whole along its own output axis.</summary>
    public int[]? Permutation
    {
        get
        {
            if (Axes.Count != Shape.Rank)
                return null;
            var permutation = Enumerable.Repeat(-1, Shape.Rank).ToArray();
            for (int source = 0; source < Axes.Count; source++)
            {
                if (Axes[source].Offset != Dim.Zero || Axes[source].SingleAxis is not { } axis
                    || Axes[source].Coefficients[axis] != Dim.One || permutation[axis] >= 0)
                {
                    return null;
                }
                permutation[axis] = source;
            }
            return permutation;
        }
    }

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) =>
        inputs[0].Rank != Axes.Count || Axes.Any(axis => axis.Coefficients.Count != Shape.Rank)
            ? throw new ModelException($"A view of {Axes.Count} axes as {Shape} does not fit a tensor of type {inputs[0].Type}.")
            : Types(inputs[0].ElementType, Shape);

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        long[] dims = Shape.Select(d => d.Evaluate(sizes)).ToArray();
        long[] sourceStrides = inputs[0].Strides();
        var strides = new long[dims.Length];
        long offset = 0;
        for (int source = 0; source < Axes.Count; source++)
        {
            offset += Axes[source].Offset.Evaluate(sizes) * sourceStrides[source];
            for (int axis = 0; axis < dims.Length; axis++)
                strides[axis] += Axes[source].Coefficients[axis].Evaluate(sizes) * sourceStrides[source];
        }
        Tensor result = Tensor.New(inputs[0].Type, dims);
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(dims))
            Array.Copy(inputs[0].Data, offset + Coordinates.Offset(coordinate, strides), result.Data, position++, 1);
        return new[] { result };
    }

    public bool Equals(View? other) => other is not null && Shape.Equals(other.Shape) && Axes.SequenceEqual(other.Axes);

    public override int GetHashCode() => Axes.Aggregate(Shape.GetHashCode(), (hash, a) => unchecked((hash * 31) + a.GetHashCode()));

    public override string Print() =>
        $"View<{Shape}; {string.Join(", ", Axes.Select(a => $"{a.Offset}:{string.Join("/", a.Coefficients)}"))}>";
}
