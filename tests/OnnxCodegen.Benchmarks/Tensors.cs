using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Benchmarks;

/// <summary>A tensor as both sides take it: elements of the natural type, and a shape.</summary>
internal sealed record Dense(string Name, Array Elements, long[] Dims)
{
    public Type ElementType => Elements.GetType().GetElementType()!;

    /// <summary>For the command line of a cold process: <c>name|type|2x3</c>.</summary>
    public string Describe() => $"{Name}|{ElementType.FullName}|{string.Join('x', Dims)}";

    /// <summary>A tensor of zeros or empty strings by its description.</summary>
    public static Dense Zeros(string description)
    {
        string[] parts = description.Split('|');
        long[] dims = [.. parts[2].Split('x', StringSplitOptions.RemoveEmptyEntries).Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        long length = dims.Aggregate(1L, (a, b) => a * b);
        Type type = parts[1] == typeof(BFloat16).FullName ? typeof(BFloat16) : Type.GetType(parts[1])!;
        var elements = Array.CreateInstance(type, length);
        if (elements is string[] strings)
            Array.Fill(strings, string.Empty);
        return new Dense(parts[0], elements, dims);
    }
}
