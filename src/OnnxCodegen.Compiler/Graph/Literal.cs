using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>The contents of a constant: small ones are tensors in memory, weights are read from the model when they are asked for.</summary>
internal abstract class Literal
{
    protected Literal(ElementType type, long[] dims)
    {
        Type = type;
        Dims = dims;
    }

    public ElementType Type { get; }

    public long[] Dims { get; }

    public long Length => Dims.Aggregate(1L, (product, dim) => checked(product * dim));

    /// <summary>Bytes that the elements take in the compiled program.</summary>
    public long Bytes => Length * Type.Size();

    public abstract Tensor Read();
}

/// <summary>A constant whose elements are at hand. Equal contents are equal constants, where they are few.</summary>
internal sealed class TensorLiteral(Tensor tensor) : Literal(tensor.Type, tensor.Dims)
{
    const int ComparedElements = 16;

    public override Tensor Read() => tensor;

    public override bool Equals(object? obj) => ReferenceEquals(this, obj)
        || (obj is TensorLiteral other && Length == other.Length && Length <= ComparedElements && Type == other.Type && Dims.SequenceEqual(other.Dims)
            && Elements.SequenceEqual(other.Elements));

    public override int GetHashCode() => Elements.Take(ComparedElements).Aggregate((int)Type, (hash, element) => unchecked((hash * 31) + element.GetHashCode()));

    /// <summary>The elements, doubles by their bits: the two zeros differ.</summary>
    IEnumerable<object> Elements => tensor.Data.Cast<object>().Select(element => element is double number ? BitConverter.DoubleToInt64Bits(number) : element);
}

/// <summary>A constant that stays in the model's file, or in one beside it.</summary>
internal sealed class WeightLiteral(ElementType type, long[] dims, WeightLocation? location, Func<Tensor> read) : Literal(type, dims)
{
    /// <summary>Where the elements lie as the compiled program can use them in place; null where they must be decoded first.</summary>
    public WeightLocation? Location { get; } = location;

    public override Tensor Read() => read();
}

/// <summary>Raw little-endian elements in the model's file (<paramref name="ExternalFile"/> is null) or in one beside it.</summary>
internal sealed record WeightLocation(string? ExternalFile, long Offset, long Length);
