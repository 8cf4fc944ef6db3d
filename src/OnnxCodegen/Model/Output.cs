using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OnnxCodegen;

/// <summary>A tensor that a model writes: into memory of the caller, or into an array that is allocated when its size is known.</summary>
/// <typeparam name="T">The element type.</typeparam>
public ref struct Output<T>
{
    readonly string name;
    readonly Span<T> destination;
    readonly OutputMemory memory;
    AxisLengths lengths;
    int rank;

    /// <summary>An output that allocates its array.</summary>
    /// <param name="name">The tensor's name in the model, for messages.</param>
    public Output(string name)
    {
        this.name = name;
        memory = OutputMemory.Allocated;
        Array = [];
    }

    /// <summary>An output in memory of the caller.</summary>
    /// <param name="name">The tensor's name in the model, for messages.</param>
    /// <param name="destination">Receives the elements in row-major order; it may be longer than the tensor.</param>
    /// <param name="mayExceed">Whether a tensor longer than <paramref name="destination"/> is dropped instead of refused.</param>
    public Output(string name, Span<T> destination, bool mayExceed = false)
    {
        this.name = name;
        this.destination = destination;
        memory = mayExceed ? OutputMemory.CallersIfItFits : OutputMemory.Callers;
        Array = [];
    }

    /// <summary>The elements of an output that allocates; empty before <see cref="Allocate"/>.</summary>
    public T[] Array { get; private set; }

    /// <summary>The number of elements.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the elements lie in the caller's memory.</summary>
    public readonly bool Fits => Length <= destination.Length;

    /// <summary>The lengths of the axes, outermost first; empty for a scalar and before <see cref="Allocate"/>.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<nint> Lengths => ((ReadOnlySpan<nint>)lengths)[..rank];

    /// <summary>Fixes the tensor's shape and gives the memory for its elements, in row-major order; its contents are undefined.</summary>
    /// <param name="axisLengths">The lengths of the axes, outermost first.</param>
    /// <exception cref="ArgumentException">The caller's memory is too short.</exception>
    public Span<T> Allocate(scoped ReadOnlySpan<nint> axisLengths)
    {
        axisLengths.CopyTo(lengths);
        rank = axisLengths.Length;
        nint length = 1;
        foreach (nint axis in axisLengths)
            length = checked(length * axis);
        Length = checked((int)length);
        if (memory != OutputMemory.Allocated && Fits)
            return destination[..Length];
        if (memory == OutputMemory.Callers)
            throw TooShort(axisLengths);
        Array = RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? new T[Length] : GC.AllocateUninitializedArray<T>(Length);
        return Array;
    }

    /// <summary>The elements of an output that allocates as a tensor of rank 1 or more, without a copy.</summary>
    public readonly Tensor<T> ToTensor() => Tensor.Create(Array, Lengths);

    readonly ArgumentException TooShort(scoped ReadOnlySpan<nint> axisLengths) => new(
        $"The output '{name}' has {Length} elements, of shape {TensorShape.Format(axisLengths)}, but its destination has room for {destination.Length}.");
}
