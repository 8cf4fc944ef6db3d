using System;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Turns the raw bytes of a tensor into its elements.</summary>
internal static class TensorDecoder
{
    const int InlineBytes = 4096;

    /// <summary>The tensor as a value: a constant, or made of one where its elements are packed into bytes and many.</summary>
    public static Value Constant(TensorData data, ModelSource source, Scope scope)
    {
        if (data.Type.Bits() is 0 or >= 8 || data.InPlace is not { } range || data.ByteCount <= InlineBytes)
            return scope.Constant(Literal(data, source));
        var bytes = new WeightLiteral(
            ElementType.UInt8, [data.ByteCount], new WeightLocation(range.File, range.Offset, range.Length),
            () => new Tensor(ElementType.UInt8, [data.ByteCount], data.ReadBytes(source).Select(b => (long)b).ToArray()));
        return PackedNumbers.Weight(scope, data.Type, data.Dims.ToArray(), bytes);
    }

    /// <summary>The tensor as a constant: used in place where it lies in the model's file as it is, else read at once when it is small and
    /// otherwise when it is asked for.</summary>
    public static Literal Literal(TensorData data, ModelSource source)
    {
        WeightLocation? location = data.InPlace is { } range && data.Type.Bits() >= 8
            ? new WeightLocation(range.File, range.Offset, range.Length)
            : null;
        bool liesInModel = location is { ExternalFile: null };
        if (data.Type == ElementType.String || (!liesInModel && data.ByteCount <= InlineBytes))
            return new TensorLiteral(Decode(data, source));
        return new WeightLiteral(data.Type, data.Dims.ToArray(), location, () => Decode(data, source));
    }

    public static Tensor Decode(TensorData data, ModelSource source)
    {
        long[] dims = data.Dims.ToArray();
        if (data.Type == ElementType.String)
            return new Tensor(data.Type, dims, data.Strings.ToArray());
        byte[] bytes = data.ReadBytes(source);
        return new Tensor(data.Type, dims, Elements(bytes, data.Type, checked((int)data.Count)));
    }

    static Array Elements(byte[] bytes, ElementType type, int count)
    {
        if (type.IsComplex())
            return Pairs((double[])Elements(bytes, type == ElementType.Complex64 ? ElementType.Float : ElementType.Double, checked(2 * count)));
        if (!type.IsFloating())
            return Integers(bytes, type, count);
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                ElementType.Float => BitConverter.ToSingle(bytes, i * 4),
                ElementType.Double => BitConverter.ToDouble(bytes, i * 8),
                _ => SmallFloat.FromBits(Bits(bytes, type, i), type),
            };
        }
        return values;
    }

    static Complex[] Pairs(double[] parts) =>
        Enumerable.Range(0, parts.Length / 2).Select(i => new Complex(parts[2 * i], parts[(2 * i) + 1])).ToArray();

    static long[] Integers(byte[] bytes, ElementType type, int count)
    {
        var values = new long[count];
        for (int i = 0; i < count; i++)
            values[i] = ElementConversion.Wrap(Bits(bytes, type, i), type);
        return values;
    }

    static long Bits(byte[] bytes, ElementType type, int index)
    {
        int bits = type.Bits();
        if (bits < 8)
            return (bytes[index * bits / 8] >> (index * bits % 8)) & ((1 << bits) - 1);
        long value = 0;
        int size = bits / 8;
        for (int k = 0; k < size; k++)
            value |= (long)bytes[(index * size) + k] << (8 * k);
        return value;
    }
}
