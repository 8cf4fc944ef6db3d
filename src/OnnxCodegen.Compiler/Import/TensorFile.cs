using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads files of test data such as <c>input_0.pb</c>: a TensorProto, SequenceProto, OptionalProto or MapProto.</summary>
internal static class TensorFile
{
    /// <summary>Reads a value whose elements are all in memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="type">The declared type: the file itself does not say what it holds.</param>
    /// <exception cref="ModelException">The file is malformed or holds another type.</exception>
    public static OnnxValue Read(byte[] bytes, OnnxType type)
    {
        try
        {
            return type switch
            {
                OnnxType.Sequence => Read(SequenceProto.Parser.ParseFrom(bytes)),
                OnnxType.Optional => Read(OptionalProto.Parser.ParseFrom(bytes)),
                OnnxType.Map => Read(MapProto.Parser.ParseFrom(bytes)),
                OnnxType.SparseTensor => Read(SparseTensorProto.Parser.ParseFrom(bytes)),
                _ => Read(TensorProto.Parser.ParseFrom(bytes)),
            };
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelException($"The file does not hold a value of type {type}: {exception.Message}", exception);
        }
    }

    static OnnxValue.Tensor Read(TensorProto proto) => new(TensorReader.Read(proto));

    static OnnxValue.Tensor Read(SparseTensorProto proto) => new(TensorReader.Read(proto));

    static OnnxValue.Sequence Read(SequenceProto proto)
    {
        IEnumerable<OnnxValue> elements = proto.TensorValues.Select(Read)
            .Concat(proto.SparseTensorValues.Select(Read))
            .Concat<OnnxValue>(proto.SequenceValues.Select(Read))
            .Concat(proto.MapValues.Select(Read))
            .Concat(proto.OptionalValues.Select(Read));
        return new OnnxValue.Sequence(elements.ToArray());
    }

    static OnnxValue.Optional Read(OptionalProto proto) => new(proto switch
    {
        { TensorValue: { } tensor } => Read(tensor),
        { SparseTensorValue: { } tensor } => Read(tensor),
        { SequenceValue: { } sequence } => Read(sequence),
        { MapValue: { } map } => Read(map),
        { OptionalValue: { } optional } => Read(optional),
        _ => null,
    });

    static OnnxValue.Map Read(MapProto proto)
    {
        var keys = new TensorProto { Name = proto.Name, DataType = proto.KeyType };
        keys.StringData.Add(proto.StringKeys);
        keys.Dims.Add(proto.StringKeys.Count + proto.Keys.Count);
        if (TypedElements.Field(TypeReader.ReadElementType(proto.KeyType, "The map")) == TensorProto.Int64DataFieldNumber)
            keys.Int64Data.Add(proto.Keys);
        else
            keys.Int32Data.Add(proto.Keys.Select(key => unchecked((int)key)));
        IReadOnlyList<OnnxValue> values = proto.Values is null ? [] : Read(proto.Values).Elements;
        return new OnnxValue.Map(TensorReader.Read(keys), values);
    }
}
