using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Tensors of random elements. Floating ones are multiples of 1/8, so that sums of products are exact in any order.</summary>
internal static class RandomTensor
{
    const double Grain = 8;
    const int Modest = 10_000;

    public static TensorProto Of(Random random, ElementType type, long[] dims, double low, double high)
    {
        int count = checked((int)dims.Aggregate(1L, (product, dim) => product * dim));
        return Of(type, dims, random.Several(count, () => Element(random, type, low, high)));
    }

    public static TensorProto Of(ElementType type, long[] dims, params double[] elements) => type == ElementType.String
        ? Texts(dims, [.. elements.Select(e => e.ToString(CultureInfo.InvariantCulture))])
        : new()
        {
            DataType = (int)type,
            Dims = { dims },
            RawData = UnsafeByteOperations.UnsafeWrap(Bytes(type, elements)),
        };

    public static TensorProto Texts(long[] dims, params string[] elements) => new()
    {
        DataType = (int)ElementType.String,
        Dims = { dims },
        StringData = { elements.Select(ByteString.CopyFromUtf8) },
    };

    /// <summary>Whether all elements are numbers of moderate size.</summary>
    public static bool IsModest(TensorProto tensor) => (ElementType)tensor.DataType switch
    {
        ElementType.Float => IsModest<float>(tensor),
        ElementType.Double => IsModest<double>(tensor),
        ElementType.Float16 => IsModest<Half>(tensor),
        ElementType.Int32 => IsModest<int>(tensor),
        ElementType.Int64 => IsModest<long>(tensor),
        ElementType.UInt32 => IsModest<uint>(tensor),
        _ => true,
    };

    static bool IsModest<T>(TensorProto tensor)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(tensor.RawData.Span);
        return TensorPrimitives.Max(elements) <= T.CreateChecked(Modest) && TensorPrimitives.Min(elements) >= T.CreateSaturating(-Modest);
    }

    static double Element(Random random, ElementType type, double low, double high) =>
        type == ElementType.Bool ? random.Next(2)
        : type.IsFloating() ? random.Between((int)(low * Grain), (int)(high * Grain)) / Grain
        : random.Between(type.IsSigned() ? (int)low : Math.Max(0, (int)low), (int)high);

    static byte[] Bytes(ElementType type, double[] elements) => type switch
    {
        ElementType.Float => Bytes(elements, e => (float)e),
        ElementType.Double => Bytes(elements, e => e),
        ElementType.Float16 => Bytes(elements, e => (Half)e),
        ElementType.Int64 => Bytes(elements, e => (long)e),
        ElementType.UInt64 => Bytes(elements, e => (ulong)e),
        ElementType.Int32 => Bytes(elements, e => (int)e),
        ElementType.UInt32 => Bytes(elements, e => (uint)e),
        ElementType.Int16 => Bytes(elements, e => (short)e),
        ElementType.UInt16 => Bytes(elements, e => (ushort)e),
        ElementType.Int8 => Bytes(elements, e => (sbyte)e),
        ElementType.UInt8 or ElementType.Bool => Bytes(elements, e => (byte)e),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    static byte[] Bytes<T>(double[] elements, Func<double, T> convert)
        where T : unmanaged => [.. MemoryMarshal.AsBytes<T>(elements.Select(convert).ToArray())];
}
