using System;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Turns the raw bytes of a tensor into its elements.</summary>
internal static class TensorDecoder
{
    const int InlineBytes = 4096;

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
        if (type == ElementType.Complex64 || type == ElementType.Complex128)
            throw new ModelException(DiagnosticCode.UnsupportedType, "Complex tensors are not supported.");
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
