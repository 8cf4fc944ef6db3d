using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler;

/// <summary>Vectors of sizes, offsets and axes, known or not, as Dims.</summary>
internal static class DimVectors
{
    /// <summary>The elements of an integer vector (or scalar), whose length must be known. Numbers beyond 32 bits, which stand for "to the
    /// end", become the largest ones.</summary>
    public static Dim[] Of(Value vector)
    {
        if (vector.Rank > 1)
            throw new ModelException($"A vector of sizes, offsets or axes has one axis, but the shape {vector.Shape} is given.");
        if (!vector.Shape.IsConstant)
            throw new ModelException("The length of a vector of sizes, offsets or axes must be known when compiling.");
        return Enumerable.Range(0, (int)vector.Shape.Elements.Value).Select(k => Bound(vector.Scope.At(vector, k))).ToArray();
    }

    public static Dim[] Of(IEnumerable<long> values) => values.Select(v => Bound(v)).ToArray();

    /// <summary>The only element of an integer tensor.</summary>
    public static Dim Scalar(Value x) => Bound(x.Scope.At(x, 0));

    public static Dim[] Repeat(Dim value, int count) => Enumerable.Repeat(value, count).ToArray();

    /// <summary>0, 1, …, rank − 1.</summary>
    public static Dim[] AllAxes(int rank) => Enumerable.Range(0, rank).Select(axis => Dim.Constant(axis)).ToArray();

    /// <summary>A negative axis counts from the end.</summary>
    public static Dim Axis(Dim axis, int rank) =>
        axis.IsConstant ? Views.Axis(axis.Value, rank) : axis + (rank * Dim.Less(axis, 0));

    /// <summary>For each axis 1 where it is one of the given axes, else 0.</summary>
    public static Dim[] Flags(int rank, IReadOnlyList<Dim> axes) => OnAxes(rank, axes, Repeat(1, axes.Count), Repeat(0, rank));

    /// <summary>For each axis the value given for it, or the default of an axis that is not among the given ones; the axes themselves may
    /// be known at run time alone.</summary>
    public static Dim[] OnAxes(int rank, IReadOnlyList<Dim> axes, IReadOnlyList<Dim> values, IReadOnlyList<Dim> defaults)
    {
        if (axes.Count != values.Count)
            throw new ModelException($"{axes.Count} axes are given, but {values.Count} values for them.");
        var result = defaults.ToArray();
        for (int k = 0; k < axes.Count; k++)
        {
            Dim target = Axis(axes[k], rank);
            for (int axis = 0; axis < rank; axis++)
                result[axis] = Dim.Equal(target, axis) is { IsConstant: true, Value: var hit }
                    ? (hit != 0 ? values[k] : result[axis])
                    : result[axis] + (Dim.Equal(target, axis) * (values[k] - defaults[axis]));
        }
        return result;
    }

    /// <summary>The value at an index that may be known at run time alone; 0 where there is none.</summary>
    public static Dim Pick(IReadOnlyList<Dim> values, Dim index) =>
        index.IsConstant ? (index.Value < values.Count ? values[(int)index.Value] : Dim.Zero)
        : values.Select((value, i) => value * Dim.Equal(index, i)).Aggregate(Dim.Zero, (sum, term) => sum + term);

    /// <summary>The dims of the axes whose flag is 0, of which there are <paramref name="count"/>.</summary>
    public static Shape Rest(Shape shape, IReadOnlyList<Dim> flags, int count)
    {
        Dim[] rest = Repeat(0, count);
        Dim position = Dim.Zero;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            Dim kept = 1 - flags[axis];
            for (int target = 0; target < count; target++)
                rest[target] += kept * Dim.Equal(position, target) * shape[axis];
            position += kept;
        }
        return new Shape(rest);
    }

    static Dim Bound(Dim dim) => dim.IsConstant ? Math.Max(-int.MaxValue, Math.Min(int.MaxValue, dim.Value)) : dim;
}
