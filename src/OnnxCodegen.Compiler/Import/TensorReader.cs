using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads the descriptions of tensors; large data stays where it lies.</summary>
internal static class TensorReader
{
    const int External = 1;

    /// <exception cref="ModelException">The type is unknown, or the data does not fit the shape.</exception>
    public static TensorData Read(TensorProto proto)
    {
        ElementType type = TypeReader.ReadElementType(proto.DataType, $"The tensor '{proto.Name}'");
        var tensor = new TensorData(proto.Name, type, proto.Dims.ToArray(), new InlineContent(Array.Empty<byte>()));
        return tensor with { Content = ReadContent(proto, tensor) };
    }

    public static TensorData Read(SparseTensorProto proto)
    {
        if (proto.Values is null || proto.Indices is null)
            throw new ModelException("A sparse tensor lacks its values or its indices.");
        TensorData values = Read(proto.Values);
        TensorData indices = Read(proto.Indices);
        long[] dims = proto.Dims.ToArray();
        bool fits = values.Dims.Count == 1 && indices.Type == ElementType.Int64 && indices.Dims.Count switch
        {
            1 => indices.Count == values.Count,
            2 => indices.Dims[0] == values.Count && indices.Dims[1] == dims.Length,
            _ => false,
        };
        return fits
            ? new TensorData(values.Name, values.Type, dims, new SparseContent(values, indices))
            : throw new ModelException($"The indices of the sparse tensor '{values.Name}' do not fit its values and its shape.");
    }

    static TensorContent ReadContent(TensorProto proto, TensorData tensor)
    {
        if (proto.DataLocation == External)
            return ReadExternal(proto, tensor);
        if (tensor.Type == ElementType.String)
            return ReadStrings(proto, tensor);
        if (proto.Stored.Count > 0)
            return ReadStored(proto, tensor);
        byte[] bytes = proto.HasRawData ? proto.RawData.ToByteArray() : TypedElements.Read(proto, tensor.Type);
        return bytes.Length == tensor.ByteCount ? new InlineContent(bytes) : throw WrongSize(tensor, bytes.Length);
    }

    static StringContent ReadStrings(TensorProto proto, TensorData tensor) => proto.StringData.Count == tensor.Count
        ? new StringContent(proto.StringData.Select(text => text.ToStringUtf8()).ToArray())
        : throw new ModelException($"The tensor '{tensor.Name}' has {proto.StringData.Count} strings; its shape needs {tensor.Count}.");

    static TensorContent ReadStored(TensorProto proto, TensorData tensor)
    {
        TensorProto.Types.Stored stored = proto.Stored[0];
        bool raw = stored.Field == TensorProto.RawDataFieldNumber;
        if (proto.Stored.Count > 1 || (!raw && HasOtherData(proto)))
            throw new ModelException($"The data of the tensor '{tensor.Name}' is written in several pieces.");
        if (!raw && stored.Field != TypedElements.Field(tensor.Type))
            throw new ModelException($"The data of the tensor '{tensor.Name}' stands in a field that is not for {tensor.Type.OnnxName()}.");
        if (TypedElements.IsFixedWidth(stored.Field))
        {
            return stored.Length == tensor.ByteCount
                ? new StoredContent(stored.Offset, stored.Length)
                : throw WrongSize(tensor, stored.Length);
        }
        long varints = tensor.ByteCount / tensor.Type.Size();
        return varints <= stored.Length ? new StoredVarints(stored.Offset, stored.Length) : throw WrongSize(tensor, stored.Length);
    }

    static bool HasOtherData(TensorProto proto) =>
        proto.HasRawData || proto.FloatData.Count > 0 || proto.DoubleData.Count > 0
        || proto.Int32Data.Count > 0 || proto.Int64Data.Count > 0 || proto.Uint64Data.Count > 0;

    static ExternalContent ReadExternal(TensorProto proto, TensorData tensor)
    {
        string location = ExternalLocation.Normalize(Entry(proto, "location") ?? string.Empty, tensor.Name);
        long offset = Number(proto, "offset") ?? 0;
        long length = Number(proto, "length") ?? tensor.ByteCount;
        if (tensor.Type == ElementType.String)
            throw new ModelException($"The tensor of strings '{tensor.Name}' has external data, which the standard does not allow.");
        return length == tensor.ByteCount ? new ExternalContent(location, offset, length) : throw WrongSize(tensor, length);
    }

    static string? Entry(TensorProto proto, string key) => proto.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;

    static long? Number(TensorProto proto, string key)
    {
        if (Entry(proto, key) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new ModelException($"The {key} of the external data of '{proto.Name}' is no number: '{text}'.");
    }

    static ModelException WrongSize(TensorData tensor, long length) => new(
        $"The tensor '{tensor.Name}' has {length} bytes of data; "
        + $"its type {tensor.Type.OnnxName()} and shape {Shape(tensor)} need {tensor.ByteCount}.");

    static string Shape(TensorData tensor) =>
        "[" + string.Join(", ", tensor.Dims.Select(dim => dim.ToString(CultureInfo.InvariantCulture))) + "]";
}
