using System;

namespace OnnxCodegen.Kernels;

/// <summary>Sequences of tensors as arrays that never change. Negative positions count from the end.</summary>
public static class Sequences
{
    /// <summary>The sequence of the given tensors.</summary>
    public static HeldTensor<T>[] Of<T>(params HeldTensor<T>[] elements) => elements;

    /// <summary>The tensor at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static HeldTensor<T> At<T>(HeldTensor<T>[] sequence, int position)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence[Position(position, sequence.Length, sequence.Length - 1)];
    }

    /// <summary>The number of tensors.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="length">Receives it as its first element.</param>
    public static void Length<T>(HeldTensor<T>[] sequence, Span<long> length)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        length[0] = sequence.Length;
    }

    /// <summary>The sequence with a further tensor at its end.</summary>
    public static HeldTensor<T>[] Insert<T>(HeldTensor<T>[] sequence, HeldTensor<T> tensor)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return Insert(sequence, tensor, sequence.Length);
    }

    /// <summary>The sequence with a further tensor before a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position lies outside the sequence.</exception>
    public static HeldTensor<T>[] Insert<T>(HeldTensor<T>[] sequence, HeldTensor<T> tensor, int position)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        int place = Position(position, sequence.Length, sequence.Length);
        var longer = new HeldTensor<T>[sequence.Length + 1];
        Array.Copy(sequence, longer, place);
        longer[place] = tensor;
        Array.Copy(sequence, place, longer, place + 1, sequence.Length - place);
        return longer;
    }

    /// <summary>The sequence without the tensor at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static HeldTensor<T>[] Erase<T>(HeldTensor<T>[] sequence, int position)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        int place = Position(position, sequence.Length, sequence.Length - 1);
        var shorter = new HeldTensor<T>[sequence.Length - 1];
        Array.Copy(sequence, shorter, place);
        Array.Copy(sequence, place + 1, shorter, place, shorter.Length - place);
        return shorter;
    }

    /// <summary>Cuts a tensor along an axis into parts of the given lengths.</summary>
    /// <param name="x">The elements in row-major order.</param>
    /// <param name="lengths">Begins with the lengths of the parts.</param>
    /// <param name="shape">The lengths of the axes, outermost first.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="count">The number of parts.</param>
    /// <exception cref="ArgumentException">The parts do not add up to the axis.</exception>
    public static HeldTensor<T>[] Split<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> lengths, ReadOnlySpan<nint> shape, int axis, int count)
    {
        var parts = new HeldTensor<T>[count];
        nint start = 0;
        for (int i = 0; i < count; i++)
        {
            nint length = (nint)lengths[i];
            if (length < 0 || length > shape[axis] - start)
                throw new ArgumentException($"The parts reach beyond axis {axis} of a tensor of shape {TensorShape.Format(shape)}.", nameof(lengths));
            parts[i] = Part(x, shape, axis, start, length, false);
            start += length;
        }
        return start == shape[axis]
            ? parts
            : throw new ArgumentException($"The parts do not fill axis {axis} of a tensor of shape {TensorShape.Format(shape)}.", nameof(lengths));
    }

    /// <summary>Cuts a tensor along an axis into parts of one length; the last one may be smaller.</summary>
    /// <param name="x">The elements in row-major order.</param>
    /// <param name="shape">The lengths of the axes, outermost first.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="size">The length of a part.</param>
    /// <param name="drops">Whether the parts lack the axis, which then has length 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public static HeldTensor<T>[] Cut<T>(ReadOnlySpan<T> x, ReadOnlySpan<nint> shape, int axis, int size, bool drops)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var parts = new HeldTensor<T>[(shape[axis] + size - 1) / size];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Part(x, shape, axis, (nint)i * size, Math.Min(size, shape[axis] - ((nint)i * size)), drops);
        return parts;
    }

    /// <summary>Joins the tensors of a sequence along an axis.</summary>
    /// <param name="sequence">At least one tensor.</param>
    /// <param name="joined">Receives the tensor.</param>
    /// <param name="axis">The axis of the result.</param>
    /// <param name="isNew">Whether the tensors lack that axis.</param>
    /// <param name="rank">The number of axes of the tensors.</param>
    /// <exception cref="ArgumentException">The sequence is empty, or its tensors do not fit together.</exception>
    public static void Concat<T>(HeldTensor<T>[] sequence, ref Output<T> joined, int axis, bool isNew, int rank)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (sequence.Length == 0)
            throw new ArgumentException("A sequence without elements has nothing to join.", nameof(sequence));
        nint[] lengths = HeldTensor.Ranked(sequence[0], rank).Lengths;
        nint[] shape = isNew ? [.. lengths[..axis], sequence.Length, .. lengths[axis..]] : [.. lengths];
        if (!isNew)
            shape[axis] = 0;
        foreach (HeldTensor<T> tensor in sequence)
        {
            Fit(HeldTensor.Ranked(tensor, rank).Lengths, lengths, isNew ? -1 : axis);
            if (!isNew)
                shape[axis] += tensor.Lengths[axis];
        }
        Span<T> result = joined.Allocate(shape);
        int outer = HeldTensor.Count(shape.AsSpan(0, axis));
        int row = HeldTensor.Count(shape.AsSpan(axis));
        int start = 0;
        foreach (HeldTensor<T> tensor in sequence)
        {
            int block = HeldTensor.Count(tensor.Lengths.AsSpan(axis));
            for (int o = 0; o < outer; o++)
                tensor.Elements.AsSpan(o * block, block).CopyTo(result[((o * row) + start)..]);
            start += block;
        }
    }

    static HeldTensor<T> Part<T>(ReadOnlySpan<T> x, ReadOnlySpan<nint> shape, int axis, nint start, nint length, bool drops)
    {
        int outer = HeldTensor.Count(shape[..axis]);
        int inner = HeldTensor.Count(shape[(axis + 1)..]);
        int block = checked((int)length * inner);
        var elements = new T[outer * block];
        for (int o = 0; o < outer; o++)
            x.Slice(((o * (int)shape[axis]) + (int)start) * inner, block).CopyTo(elements.AsSpan(o * block));
        nint[] lengths = drops ? [.. shape[..axis], .. shape[(axis + 1)..]] : [.. shape[..axis], length, .. shape[(axis + 1)..]];
        return new HeldTensor<T>(elements, lengths);
    }

    static void Fit(nint[] lengths, nint[] first, int free)
    {
        for (int axis = 0; axis < first.Length; axis++)
            if (axis != free && lengths[axis] != first[axis])
                throw new ArgumentException($"Tensors of shapes {TensorShape.Format(first)} and {TensorShape.Format(lengths)} do not fit together.");
    }

    static int Position(int position, int count, int last)
    {
        int place = position < 0 ? position + count : position;
        return place >= 0 && place <= last
            ? place
            : throw new ArgumentOutOfRangeException(nameof(position), position, $"The position lies outside a sequence of {count} tensors.");
    }
}
