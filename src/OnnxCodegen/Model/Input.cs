using System;

namespace OnnxCodegen;

/// <summary>A tensor that a model reads: its elements in row-major order and the lengths of its axes, outermost first.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct Input<T>
{
    /// <summary>Describes a tensor.</summary>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="lengths">The lengths of the axes; their product is the number of elements.</param>
    public Input(ReadOnlySpan<T> data, ReadOnlySpan<nint> lengths)
    {
        Data = data;
        Lengths = lengths;
    }

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<T> Data { get; }

    /// <summary>The lengths of the axes, outermost first; empty for a scalar.</summary>
    public ReadOnlySpan<nint> Lengths { get; }

    /// <summary>The length of an axis.</summary>
    /// <exception cref="OverflowException">It exceeds 32 bits.</exception>
    public int Length(int axis) => checked((int)Lengths[axis]);
}
