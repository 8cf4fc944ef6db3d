using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Numerics.Tensors;

namespace OnnxCodegen.Kernels;

/// <summary>Tensors in sequences and optionals between the types in which callers have them and those of the forward pass. Null, the optional
/// without a value, stays null. A <see cref="Tensor{T}"/> has one axis at least: a scalar among tensors is one of one element there.</summary>
public static class Natural
{
    /// <summary>The length that an axis may have any of, among those that are expected.</summary>
    public const int AnyLength = -1;

    /// <summary>A tensor of any shape.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static HeldTensor<T>? FromTensor<T>(Tensor<T>? tensor) =>
        tensor is null ? null : new(InputShape.Elements(tensor).ToArray(), tensor.Lengths.ToArray());

    /// <summary>A tensor of a declared shape.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">The name of the input that holds it.</param>
    /// <param name="lengths">The declared lengths, or <see cref="AnyLength"/>.</param>
    /// <exception cref="ArgumentException">The tensor is of another shape.</exception>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static HeldTensor<T>? FromTensor<T>(Tensor<T>? tensor, string name, ReadOnlySpan<int> lengths)
    {
        if (tensor is null)
            return null;
        Check(name, tensor.Lengths, lengths);
        return FromTensor(tensor);
    }

    /// <summary>A scalar.</summary>
    public static HeldTensor<T> FromScalar<T>(T scalar) => new([scalar], []);

    /// <summary>Tensors of any shapes.</summary>
    [return: NotNullIfNotNull(nameof(tensors))]
    public static HeldTensor<T>[]? FromTensors<T>(IReadOnlyList<Tensor<T>>? tensors) =>
        tensors is null ? null : [.. tensors.Select(tensor => FromTensor(tensor))];

    /// <summary>Tensors of a declared shape.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="name">The name of the input that holds them.</param>
    /// <param name="lengths">The declared lengths, or <see cref="AnyLength"/>.</param>
    /// <exception cref="ArgumentException">A tensor is of another shape.</exception>
    [return: NotNullIfNotNull(nameof(tensors))]
    public static HeldTensor<T>[]? FromTensors<T>(IReadOnlyList<Tensor<T>>? tensors, string name, ReadOnlySpan<int> lengths)
    {
        if (tensors is null)
            return null;
        foreach (Tensor<T> tensor in tensors)
            Check(name, tensor.Lengths, lengths);
        return FromTensors(tensors);
    }

    /// <summary>Scalars.</summary>
    [return: NotNullIfNotNull(nameof(scalars))]
    public static HeldTensor<T>[]? FromScalars<T>(IReadOnlyList<T>? scalars) => scalars is null ? null : [.. scalars.Select(FromScalar)];

    /// <summary>The tensor for the caller.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static Tensor<T>? ToTensor<T>(HeldTensor<T>? tensor) => tensor is null ? null
        : Tensor.Create(tensor.Elements.AsSpan().ToArray(), tensor.Lengths.Length == 0 ? [1] : tensor.Lengths);

    /// <summary>The scalar for the caller.</summary>
    public static T ToScalar<T>(HeldTensor<T> scalar)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        return scalar.Elements[0];
    }

    /// <summary>The tensors for the caller.</summary>
    [return: NotNullIfNotNull(nameof(tensors))]
    public static IReadOnlyList<Tensor<T>>? ToTensors<T>(HeldTensor<T>[]? tensors) =>
        tensors is null ? null : Array.ConvertAll(tensors, tensor => ToTensor(tensor));

    /// <summary>The scalars for the caller.</summary>
    [return: NotNullIfNotNull(nameof(scalars))]
    public static IReadOnlyList<T>? ToScalars<T>(HeldTensor<T>[]? scalars) => scalars is null ? null : Array.ConvertAll(scalars, ToScalar);

    static void Check(string name, ReadOnlySpan<nint> given, ReadOnlySpan<int> lengths)
    {
        bool fits = given.Length == lengths.Length;
        for (int axis = 0; fits && axis < given.Length; axis++)
            fits = lengths[axis] == AnyLength || lengths[axis] == given[axis];
        if (!fits)
        {
            throw new ArgumentException(
                $"The input '{name}' holds tensors of shape [{string.Join(", ", lengths.ToArray().Select(length => length == AnyLength ? "?" : length.ToString(System.Globalization.CultureInfo.InvariantCulture)))}], "
                + $"but {TensorShape.Format(given)} is given.");
        }
    }
}
