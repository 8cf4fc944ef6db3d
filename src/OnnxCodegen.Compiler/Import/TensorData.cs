using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A tensor of the model: its description, and where its elements lie. Nothing is read before <see cref="ReadBytes"/>.</summary>
/// <param name="Name">The tensor's name, or an empty string.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Dims">The shape, no dim negative.</param>
/// <param name="Content">Where the elements lie.</param>
internal sealed record TensorData(string Name, ElementType Type, IReadOnlyList<long> Dims, TensorContent Content)
{
    /// <summary>The number of elements.</summary>
    public long Count { get; } = CountOf(Name, Dims);

    /// <summary>The number of bytes in the layout of raw_data; 0 for strings.</summary>
    public long ByteCount => Bytes(Count, Type, Name);

    /// <summary>The bytes as they stand when the runtime can use them in place; otherwise null.</summary>
    public WeightRange? InPlace => Content.InPlace;

    /// <summary>The elements of a tensor of strings.</summary>
    public IReadOnlyList<string> Strings => Content is StringContent content
        ? content.Strings
        : throw new ModelException($"The tensor '{Name}' is of type {Type.OnnxName()} where strings are expected.");

    /// <summary>Reads the elements in the layout of raw_data: little-endian, row-major, types below a byte packed, low bits first.</summary>
    /// <exception cref="ModelException">The tensor holds strings, or its bytes are missing or malformed.</exception>
    public byte[] ReadBytes(ModelSource source) => Content.Read(this, source);

    static long CountOf(string name, IReadOnlyList<long> dims)
    {
        if (dims.Any(dim => dim < 0))
            throw new ModelException($"The tensor '{name}' has a negative dim: [{string.Join(", ", dims)}].");
        if (dims.Contains(0))
            return 0;
        try
        {
            return dims.Aggregate(1L, (count, dim) => checked(count * dim));
        }
        catch (OverflowException)
        {
            throw TooLarge(name);
        }
    }

    static long Bytes(long count, ElementType type, string name)
    {
        long bits = type.Bits();
        if (bits > 0 && count > (long.MaxValue - 7) / bits)
            throw TooLarge(name);
        return ((count * bits) + 7) / 8;
    }

    static ModelException TooLarge(string name) => new($"The tensor '{name}' has more elements than fit into memory.");
}
