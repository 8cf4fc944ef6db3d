using System;

namespace OnnxCodegen.Benchmarks;

/// <summary>A tensor as both sides take it: elements of the natural type, and a shape.</summary>
internal sealed record Dense(string Name, Array Elements, long[] Dims)
{
    public Type ElementType => Elements.GetType().GetElementType()!;
}
