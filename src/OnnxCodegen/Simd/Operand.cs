using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnnxCodegen.Simd;

/// <summary>
/// A further input of an <see cref="IMap"/>: its elements and how far, in elements, it advances from row to row and
/// along up to three outer axes. A stride of 0 repeats the same row.
/// </summary>
/// <remarks>
/// The outer axes are those of the kernel: the batch axes of a matrix product, outermost first; image, depth and row of a
/// convolution or a pooling, whose rows here are pixels.
/// </remarks>
public readonly ref struct Operand
{
    /// <summary>An operand whose rows begin at the given strides.</summary>
    public Operand(ReadOnlySpan<float> data, nint rowStride = 0, nint outer0 = 0, nint outer1 = 0, nint outer2 = 0)
    {
        Data = data;
        RowStride = rowStride;
        Outer0 = outer0;
        Outer1 = outer1;
        Outer2 = outer2;
    }

    /// <summary>The elements, beginning with those of the first row.</summary>
    public ReadOnlySpan<float> Data { get; }

    /// <summary>Elements from one row to the next.</summary>
    public nint RowStride { get; }

    /// <summary>Elements from one step of the outermost axis to the next.</summary>
    public nint Outer0 { get; }

    /// <summary>Elements from one step of the second axis to the next.</summary>
    public nint Outer1 { get; }

    /// <summary>Elements from one step of the third axis to the next.</summary>
    public nint Outer2 { get; }

    /// <summary>The same row everywhere, such as a bias.</summary>
    public static implicit operator Operand(ReadOnlySpan<float> row) => new(row);

    /// <summary>The same row everywhere, such as a bias.</summary>
    public static implicit operator Operand(Span<float> row) => new(row);

    /// <summary>The rows at a place of the first two outer axes, which may run backwards.</summary>
    internal Operand At(nint i, nint j)
    {
        nint offset = (i * Outer0) + (j * Outer1);
        return offset >= 0
            ? new(Data[(int)offset..], RowStride)
            : new(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetReference(Data), offset), Data.Length - (int)offset), RowStride);
    }

    /// <summary>A single number, read by <see cref="Operands.Splat"/>.</summary>
    public static Operand Scalar(in float value) => new(new ReadOnlySpan<float>(in value));
}
