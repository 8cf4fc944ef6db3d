using System;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Parts of tensors that may have no elements.</summary>
public static class Spans
{
    /// <summary>The elements from one on; of a tensor without elements none, wherever the part would begin.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are elements, but not so many.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> From<T>(Span<T> elements, int start) => elements.IsEmpty ? elements : elements[start..];

    /// <inheritdoc cref="From{T}(Span{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<T> From<T>(ReadOnlySpan<T> elements, int start) => elements.IsEmpty ? elements : elements[start..];
}
