using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The typed data fields of a tensor, brought into the layout of raw_data.</summary>
internal static class TypedElements
{
    /// <summary>The number of the field that holds elements of a type, by the comments of the format's definition.</summary>
    public static int Field(ElementType type) => type switch
    {
        ElementType.Float or ElementType.Complex64 => TensorProto.FloatDataFieldNumber,
        ElementType.Double or ElementType.Complex128 => TensorProto.DoubleDataFieldNumber,
        ElementType.Int64 => TensorProto.Int64DataFieldNumber,
        ElementType.UInt32 or ElementType.UInt64 => TensorProto.Uint64DataFieldNumber,
        ElementType.String => TensorProto.StringDataFieldNumber,
        _ => TensorProto.Int32DataFieldNumber,
    };

    /// <summary>True when the field holds fixed-width numbers, whose bytes are those of raw_data.</summary>
    public static bool IsFixedWidth(int field) =>
        field is TensorProto.RawDataFieldNumber or TensorProto.FloatDataFieldNumber or TensorProto.DoubleDataFieldNumber;

    public static byte[] Read(TensorProto tensor, ElementType type) => Field(type) switch
    {
        TensorProto.FloatDataFieldNumber => Pack(tensor.FloatData, sizeof(float), Bits),
        TensorProto.DoubleDataFieldNumber => Pack(tensor.DoubleData, sizeof(double), Bits),
        TensorProto.Int64DataFieldNumber => Pack(tensor.Int64Data, sizeof(long), x => unchecked((ulong)x)),
        TensorProto.Uint64DataFieldNumber => Pack(tensor.Uint64Data, type.Size(), x => x),
        _ => Pack(tensor.Int32Data, type.Size(), x => unchecked((ulong)x)),
    };

    /// <summary>Decodes the bytes of a packed field of varints.</summary>
    /// <exception cref="ModelException">The bytes are no varints, too many for an array, or not as many as the shape demands.</exception>
    public static byte[] DecodeVarints(byte[] varints, TensorData tensor)
    {
        int width = tensor.Type.Size();
        if (tensor.ByteCount > int.MaxValue)
            throw new ModelException($"The tensor '{tensor.Name}' exceeds 2 GiB and cannot be decoded while compiling.");
        var bytes = new byte[tensor.ByteCount];
        int position = 0;
        var input = new CodedInputStream(varints);
        try
        {
            for (; position < bytes.Length; position += width)
                Write(bytes.AsSpan(position, width), input.ReadUInt64());
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw WrongCount(tensor, exception);
        }
        return input.IsAtEnd ? bytes : throw WrongCount(tensor);
    }

    static ModelException WrongCount(TensorData tensor, Exception? innerException = null) =>
        new($"The data of the tensor '{tensor.Name}' does not have the {tensor.Count} elements of its shape.", innerException);

    static ulong Bits(float value) => MemoryMarshal.Read<uint>(MemoryMarshal.AsBytes(stackalloc[] { value }));

    static ulong Bits(double value) => unchecked((ulong)BitConverter.DoubleToInt64Bits(value));

    static byte[] Pack<T>(IReadOnlyCollection<T> elements, int width, Func<T, ulong> bits)
    {
        var bytes = new byte[checked(elements.Count * width)];
        int position = 0;
        foreach (T element in elements)
        {
            Write(bytes.AsSpan(position, width), bits(element));
            position += width;
        }
        return bytes;
    }

    /// <summary>Writes the low bytes of a number.</summary>
    static void Write(Span<byte> target, ulong value)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number.Slice(0, target.Length).CopyTo(target);
    }
}
