using System.Collections.Generic;

namespace OnnxCodegen.Compiler;

/// <summary>What a value holds when a graph is evaluated: a <see cref="Tensor"/>, a list, a map, or nothing.</summary>
internal abstract class Contents;

/// <summary>The elements of a sequence.</summary>
internal sealed class ListContents(IReadOnlyList<Contents> elements) : Contents
{
    public IReadOnlyList<Contents> Elements { get; } = elements;
}

/// <summary>The entries of a map, by keys that are longs or strings.</summary>
internal sealed class MapContents(IReadOnlyDictionary<object, Tensor> entries) : Contents
{
    public IReadOnlyDictionary<object, Tensor> Entries { get; } = entries;
}

/// <summary>An optional without a value.</summary>
internal sealed class AbsentContents : Contents
{
    public static AbsentContents Instance { get; } = new();
}
