using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxCodegen;

/// <summary>Holds the arguments of a call against the shapes that a model declares. Messages name the tensor, what is expected, and what was
/// given.</summary>
public static class InputShape
{
    /// <summary>Checks the number of elements of a tensor of fixed shape.</summary>
    /// <param name="tensor">The tensor's name in the model.</param>
    /// <param name="count">The number of elements given.</param>
    /// <param name="expected">The number of elements of the shape.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(string tensor, int count, long expected, string shape)
    {
        if (count != expected)
            ThrowCount(tensor, count, $"exactly {expected.ToString(CultureInfo.InvariantCulture)}", shape);
    }

    /// <summary>The length of the one free axis of a tensor, its outermost.</summary>
    /// <param name="tensor">The tensor's name in the model.</param>
    /// <param name="count">The number of elements given.</param>
    /// <param name="row">The number of elements of one row: of the fixed axes together.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Rows(string tensor, int count, int row, string shape)
    {
        (int rows, int rest) = Math.DivRem(count, row);
        if (rest != 0)
            ThrowCount(tensor, count, $"a multiple of {row.ToString(CultureInfo.InvariantCulture)}", shape);
        return rows;
    }

    /// <summary>Checks the rank of a tensor.</summary>
    /// <param name="tensor">The tensor's name in the model.</param>
    /// <param name="lengths">The lengths given.</param>
    /// <param name="expected">The declared rank.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rank(string tensor, ReadOnlySpan<nint> lengths, int expected, string shape)
    {
        if (lengths.Length != expected)
            ThrowRank(tensor, lengths, expected, shape);
    }

    /// <summary>Checks the length of an axis against a number, or against what an axis of the same name has in an earlier input.</summary>
    /// <param name="tensor">The tensor's name in the model.</param>
    /// <param name="lengths">The lengths given.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="expected">The length that it must have.</param>
    /// <param name="shape">The declared shape, for the message.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Axis(string tensor, ReadOnlySpan<nint> lengths, int axis, nint expected, string shape)
    {
        if (lengths[axis] != expected)
            ThrowAxis(tensor, lengths, axis, expected, shape);
    }

    /// <summary>The elements in row-major order: in place where the tensor is dense, else a copy.</summary>
    public static ReadOnlySpan<T> Elements<T>(Tensor<T> tensor) => Elements(tensor.AsReadOnlyTensorSpan());

    /// <summary>The elements in row-major order: in place where the tensor is dense, else a copy.</summary>
    public static ReadOnlySpan<T> Elements<T>(scoped in ReadOnlyTensorSpan<T> tensor)
    {
        int count = checked((int)tensor.FlattenedLength);
        if (count == 0)
            return [];
        if (tensor.IsDense)
            return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
        var copy = new T[count];
        tensor.FlattenTo(copy);
        return copy;
    }

    [DoesNotReturn]
    static void ThrowCount(string tensor, int count, string expected, string shape) => throw new ArgumentException(
        $"The input '{tensor}' of shape {shape} takes {expected} elements, but {count.ToString(CultureInfo.InvariantCulture)} are given.");

    [DoesNotReturn]
    static void ThrowRank(string tensor, ReadOnlySpan<nint> lengths, int expected, string shape) => throw new ArgumentException(
        $"The input '{tensor}' is of shape {shape}, which has {expected.ToString(CultureInfo.InvariantCulture)} axes, but {TensorShape.Format(lengths)} is given.");

    [DoesNotReturn]
    static void ThrowAxis(string tensor, ReadOnlySpan<nint> lengths, int axis, nint expected, string shape) => throw new ArgumentException(
        $"The input '{tensor}' is of shape {shape}, whose axis {axis.ToString(CultureInfo.InvariantCulture)} must have length " +
        $"{expected.ToString(CultureInfo.InvariantCulture)}, but {TensorShape.Format(lengths)} is given.");
}
