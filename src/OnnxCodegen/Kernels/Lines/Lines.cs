using System;

namespace OnnxCodegen.Kernels;

/// <summary>Kernels along one axis of dense tensors, which are seen as outer × n × inner.</summary>
public static unsafe partial class Lines
{
    /// <summary>The number of elements that differ from the default of their type.</summary>
    public static long CountNonZero<T>(ReadOnlySpan<T> x, int length)
        where T : IEquatable<T>
    {
        ReadOnlySpan<T> elements = x[..length];
        return elements.Length - MemoryExtensions.Count(elements, default(T)!);
    }

    /// <summary>The coordinates of the elements that differ from the default of their type, in row-major order, a row each.</summary>
    public static void NonZero<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> dims, Span<long> coordinates)
        where T : IEquatable<T>
    {
        int length = 1;
        foreach (int dim in dims)
            length *= dim;
        int position = 0;
        for (int i = 0; ; i++)
        {
            int next = x[i..length].IndexOfAnyExcept(default(T)!);
            if (next < 0)
                return;
            i += next;
            int rest = i;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                coordinates[position + axis] = rest % dims[axis];
                rest /= dims[axis];
            }
            position += dims.Length;
        }
    }
}
