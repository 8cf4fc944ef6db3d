using System.Collections.Generic;
using System.Linq;
using System.Threading;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Reads graphs and nodes.</summary>
internal static class GraphReader
{
    public static OnnxGraph Read(GraphProto proto, OpsetImports imports, CancellationToken cancellation) => new()
    {
        Name = proto.Name,
        Inputs = proto.Input.Select(TypeReader.Read).ToArray(),
        Outputs = proto.Output.Select(TypeReader.Read).ToArray(),
        Values = proto.ValueInfo.Select(TypeReader.Read).ToArray(),
        Initializers = proto.Initializer.Select(TensorReader.Read).Concat(proto.SparseInitializer.Select(TensorReader.Read)).ToArray(),
        Nodes = ReadNodes(proto.Node, imports, cancellation),
        Documentation = proto.DocString,
    };

    public static IReadOnlyList<OnnxNode> ReadNodes(
        IReadOnlyCollection<NodeProto> protos, OpsetImports imports, CancellationToken cancellation)
    {
        var nodes = new List<OnnxNode>(protos.Count);
        foreach (NodeProto proto in protos)
        {
            cancellation.ThrowIfCancellationRequested();
            OnnxNode node = ReadDescription(proto, imports);
            try
            {
                nodes.Add(node with { Attributes = ReadAttributes(proto.Attribute, imports, cancellation) });
            }
            catch (ModelException exception)
            {
                throw exception.AtNode(node.DisplayName, node.DisplayOperator);
            }
        }
        return nodes;
    }

    public static IReadOnlyList<OnnxAttribute> ReadAttributes(
        IEnumerable<AttributeProto> protos, OpsetImports imports, CancellationToken cancellation)
    {
        var names = new HashSet<string>();
        var attributes = new List<OnnxAttribute>();
        foreach (AttributeProto proto in protos)
        {
            if (!names.Add(proto.Name))
                throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute '{proto.Name}' is given twice.");
            attributes.Add(AttributeReader.Read(proto, imports, cancellation));
        }
        return attributes;
    }

    static OnnxNode ReadDescription(NodeProto proto, OpsetImports imports) => new()
    {
        Name = proto.Name,
        Domain = OpsetImports.Normalize(proto.Domain),
        Operator = proto.OpType,
        Overload = proto.Overload,
        Inputs = proto.Input.ToArray(),
        Outputs = proto.Output.ToArray(),
        Attributes = [],
        OpsetImports = imports,
        Documentation = proto.DocString,
    };
}
