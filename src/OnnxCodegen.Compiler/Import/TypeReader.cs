using System;
using System.Linq;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads declared types.</summary>
internal static class TypeReader
{
    public static OnnxValueInfo Read(ValueInfoProto proto)
    {
        OnnxType? type = proto.Type is null ? null : Read(proto.Type, $"The value '{proto.Name}'");
        return new OnnxValueInfo(proto.Name, type, proto.DocString);
    }

    /// <summary>The type, or null when it or a part of it is not declared.</summary>
    public static OnnxType? Read(TypeProto proto, string subject) => proto.ValueCase switch
    {
        TypeProto.ValueOneofCase.TensorType when proto.TensorType.ElemType != 0 =>
            new OnnxType.Tensor(ReadElementType(proto.TensorType.ElemType, subject), ReadShape(proto.TensorType.Shape)),
        TypeProto.ValueOneofCase.SparseTensorType when proto.SparseTensorType.ElemType != 0 =>
            new OnnxType.SparseTensor(ReadElementType(proto.SparseTensorType.ElemType, subject), ReadShape(proto.SparseTensorType.Shape)),
        TypeProto.ValueOneofCase.SequenceType when ReadInner(proto.SequenceType.ElemType, subject) is { } element =>
            new OnnxType.Sequence(element),
        TypeProto.ValueOneofCase.OptionalType when ReadInner(proto.OptionalType.ElemType, subject) is { } element =>
            new OnnxType.Optional(element),
        TypeProto.ValueOneofCase.MapType when ReadInner(proto.MapType.ValueType, subject) is { } value =>
            new OnnxType.Map(ReadElementType(proto.MapType.KeyType, subject), value),
        TypeProto.ValueOneofCase.OpaqueType => new OnnxType.Opaque(proto.OpaqueType.Domain, proto.OpaqueType.Name),
        _ => null,
    };

    /// <exception cref="ModelException">The standard has no type of this number.</exception>
    public static ElementType ReadElementType(int number, string subject)
    {
        var type = (ElementType)number;
        return type != ElementType.Undefined && Enum.IsDefined(typeof(ElementType), type)
            ? type
            : throw new ModelException(DiagnosticCode.UnsupportedType, $"{subject} has elements of the unknown type {number}.");
    }

    static OnnxType? ReadInner(TypeProto? proto, string subject) => proto is null ? null : Read(proto, subject);

    static OnnxDim[]? ReadShape(TensorShapeProto? shape) => shape?.Dim.Select(Read).ToArray();

    static OnnxDim Read(TensorShapeProto.Types.Dimension dim) => dim.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dim.DimValue >= 0 => new OnnxDim(dim.DimValue, null),
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when dim.DimParam.Length > 0 => new OnnxDim(null, dim.DimParam),
        _ => new OnnxDim(null, null),
    };
}
