using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads attributes, with the graphs in them.</summary>
internal static class AttributeReader
{
    public static OnnxAttribute Read(AttributeProto proto, OpsetImports imports, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(proto.RefAttrName))
            return new OnnxAttribute(proto.Name, (OnnxAttributeKind)proto.Type, null, proto.RefAttrName);
        OnnxAttributeKind kind = proto.Type == 0 ? KindOfContent(proto) : (OnnxAttributeKind)proto.Type;
        object content = ReadContent(proto, kind, imports, cancellation)
            ?? throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{proto.Name}' of kind {proto.Type} has no value that fits its kind.");
        return new OnnxAttribute(proto.Name, kind, content);
    }

    static object? ReadContent(
        AttributeProto proto, OnnxAttributeKind kind, OpsetImports imports, CancellationToken cancellation) => kind switch
    {
        OnnxAttributeKind.Float => proto.F,
        OnnxAttributeKind.Int => proto.I,
        OnnxAttributeKind.String => proto.S.ToStringUtf8(),
        OnnxAttributeKind.Tensor => proto.T is null ? null : TensorReader.Read(proto.T),
        OnnxAttributeKind.SparseTensor => proto.SparseTensor is null ? null : TensorReader.Read(proto.SparseTensor),
        OnnxAttributeKind.Graph => proto.G is null ? null : GraphReader.Read(proto.G, imports, cancellation),
        OnnxAttributeKind.TypeProto => proto.Tp is null ? null : ReadType(proto.Tp, proto),
        OnnxAttributeKind.Floats => proto.Floats.ToArray(),
        OnnxAttributeKind.Ints => proto.Ints.ToArray(),
        OnnxAttributeKind.Strings => proto.Strings.Select(text => text.ToStringUtf8()).ToArray(),
        OnnxAttributeKind.Tensors => proto.Tensors.Select(TensorReader.Read).ToArray(),
        OnnxAttributeKind.SparseTensors => proto.SparseTensors.Select(TensorReader.Read).ToArray(),
        OnnxAttributeKind.Graphs => proto.Graphs.Select(graph => GraphReader.Read(graph, imports, cancellation)).ToArray(),
        OnnxAttributeKind.TypeProtos => proto.TypeProtos.Select(type => ReadType(type, proto)).OfType<OnnxType>().ToArray(),
        _ => null,
    };

    static OnnxType? ReadType(TypeProto type, AttributeProto attribute) => TypeReader.Read(type, $"The attribute '{attribute.Name}'");

    /// <summary>Models of early versions leave the kind to the field that is set.</summary>
    static OnnxAttributeKind KindOfContent(AttributeProto proto) => proto switch
    {
        { HasF: true } => OnnxAttributeKind.Float,
        { HasI: true } => OnnxAttributeKind.Int,
        { HasS: true } => OnnxAttributeKind.String,
        { T: not null } => OnnxAttributeKind.Tensor,
        { G: not null } => OnnxAttributeKind.Graph,
        { Floats.Count: > 0 } => OnnxAttributeKind.Floats,
        { Ints.Count: > 0 } => OnnxAttributeKind.Ints,
        { Strings.Count: > 0 } => OnnxAttributeKind.Strings,
        { Tensors.Count: > 0 } => OnnxAttributeKind.Tensors,
        { Graphs.Count: > 0 } => OnnxAttributeKind.Graphs,
        { SparseTensor: not null } => OnnxAttributeKind.SparseTensor,
        { SparseTensors.Count: > 0 } => OnnxAttributeKind.SparseTensors,
        { Tp: not null } => OnnxAttributeKind.TypeProto,
        { TypeProtos.Count: > 0 } => OnnxAttributeKind.TypeProtos,
        _ => OnnxAttributeKind.Undefined,
    };
}
