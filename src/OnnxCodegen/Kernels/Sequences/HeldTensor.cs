using System;
using System.Globalization;

namespace OnnxCodegen.Kernels;

/// <summary>A tensor that carries its shape: an element of a sequence, or the value of an optional. It never changes.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class HeldTensor<T>
{
    internal HeldTensor(T[] elements, nint[] lengths)
    {
        Elements = elements;
        Lengths = lengths;
    }

    /// <summary>The elements in row-major order.</summary>
    internal T[] Elements { get; }

    /// <summary>The lengths of the axes, outermost first; empty for a scalar.</summary>
    internal nint[] Lengths { get; }
}

/// <summary>Tensors on their way into sequences and optionals, and out again.</summary>
public static class HeldTensor
{
    /// <summary>A copy of a tensor with its shape.</summary>
    /// <param name="elements">Begins with the elements in row-major order.</param>
    /// <param name="lengths">The lengths of the axes, outermost first.</param>
    public static HeldTensor<T> Of<T>(ReadOnlySpan<T> elements, ReadOnlySpan<nint> lengths) =>
        new(elements[..Count(lengths)].ToArray(), lengths.ToArray());

    /// <summary>Copies the elements of a tensor whose shape is known.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="elements">Receives the elements in row-major order.</param>
    /// <param name="rank">The number of axes that the tensor must have.</param>
    /// <exception cref="ArgumentException">The tensor is of another rank.</exception>
    public static void Take<T>(HeldTensor<T> tensor, Span<T> elements, int rank) => Ranked(tensor, rank).Elements.CopyTo(elements);

    /// <summary>Copies the elements of a tensor and tells its shape.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="elements">Receives the elements in row-major order.</param>
    /// <param name="rank">The number of axes that the tensor must have.</param>
    /// <exception cref="ArgumentException">The tensor is of another rank.</exception>
    public static void Take<T>(HeldTensor<T> tensor, ref Output<T> elements, int rank) =>
        Ranked(tensor, rank).Elements.CopyTo(elements.Allocate(tensor.Lengths));

    /// <summary>Copies the one element of a tensor.</summary>
    /// <param name="tensor">The tensor, of any rank.</param>
    /// <param name="scalar">Receives the element as its first one.</param>
    /// <exception cref="ArgumentException">The tensor has more elements, or none.</exception>
    public static void TakeScalar<T>(HeldTensor<T> tensor, Span<T> scalar)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        scalar[0] = tensor.Elements.Length == 1 ? tensor.Elements[0] : throw new ArgumentException(
            $"A tensor of shape {TensorShape.Format(tensor.Lengths)} is given where one element is expected.", nameof(tensor));
    }

    /// <summary>The number of elements of a shape.</summary>
    internal static int Count(ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint length in lengths)
            count = checked(count * length);
        return checked((int)count);
    }

    internal static HeldTensor<T> Ranked<T>(HeldTensor<T> tensor, int rank)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Lengths.Length == rank ? tensor : throw new ArgumentException(
            $"A tensor of shape {TensorShape.Format(tensor.Lengths)} is given where one with {rank.ToString(CultureInfo.InvariantCulture)} axes is expected.", nameof(tensor));
    }
}
