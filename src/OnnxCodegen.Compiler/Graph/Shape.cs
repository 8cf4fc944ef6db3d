using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>The dimensions of a tensor, outermost first. Its rank is always known, its dims may be expressions.</summary>
internal sealed class Shape : IReadOnlyList<Dim>, IEquatable<Shape>
{
    public static readonly Shape Scalar = new(Array.Empty<Dim>());

    readonly Dim[] dims;

    public Shape(IEnumerable<Dim> dims) => this.dims = dims.ToArray();

    public static Shape Of(params Dim[] dims) => new(dims);

    public static Shape Of(IEnumerable<long> dims) => new(dims.Select(Dim.Constant));

    public int Rank => dims.Length;

    public int Count => dims.Length;

    public Dim this[int axis] => dims[axis];

    public Dim Elements => Dim.Product(dims);

    public bool IsConstant => dims.All(d => d.IsConstant);

    /// <summary>The dims as numbers, when all are constant.</summary>
    public long[] ToConstants() => dims.Select(d => d.Value).ToArray();

    public Shape With(int axis, Dim dim)
    {
        Dim[] changed = (Dim[])dims.Clone();
        changed[axis] = dim;
        return new Shape(changed);
    }

    /// <summary>Row-major strides in elements.</summary>
    public Dim[] Strides()
    {
        var strides = new Dim[Rank];
        Dim stride = Dim.One;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }

    /// <summary>The shape of an elementwise result of the given operands (numpy's rule, aligned at the last axis).</summary>
    public static Shape Broadcast(IEnumerable<Shape> shapes)
    {
        Shape[] all = shapes.ToArray();
        int rank = all.Length == 0 ? 0 : all.Max(s => s.Rank);
        var result = Enumerable.Repeat(Dim.One, rank).ToArray();
        foreach (Shape shape in all)
            for (int axis = 0; axis < shape.Rank; axis++)
                result[rank - shape.Rank + axis] = Dim.Broadcast(result[rank - shape.Rank + axis], shape[axis]);
        return new Shape(result);
    }

    public IEnumerator<Dim> GetEnumerator() => ((IEnumerable<Dim>)dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => dims.GetEnumerator();

    public bool Equals(Shape? other) => other is not null && dims.SequenceEqual(other.dims);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode() => dims.Aggregate(17, (hash, dim) => unchecked((hash * 31) + dim.GetHashCode()));

    public override string ToString() => "[" + string.Join(", ", dims.Select(d => d.ToString())) + "]";
}
