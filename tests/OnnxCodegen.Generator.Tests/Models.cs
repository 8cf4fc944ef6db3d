using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Small models.</summary>
internal static class Models
{
    const int ExternalLocation = 1;

    /// <summary>One operator on one input of shape [batch, 4].</summary>
    public static ModelProto Unary(string @operator = "Relu", string input = "x", string output = "y") =>
        Model([Node(@operator, [input], [output])], [Value(input, ElementType.Float, "batch", 4)], [Value(output, ElementType.Float, "batch", 4)]);

    public static ModelProto Model(
        IEnumerable<NodeProto> nodes, IEnumerable<ValueInfoProto> inputs, IEnumerable<ValueInfoProto> outputs, params TensorProto[] weights) => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = 17 } },
        Graph = new GraphProto { Name = "test", Node = { nodes }, Input = { inputs }, Output = { outputs }, Initializer = { weights } },
    };

    public static NodeProto Node(string @operator, string[] inputs, string[] outputs, params AttributeProto[] attributes) =>
        new() { OpType = @operator, Input = { inputs }, Output = { outputs }, Attribute = { attributes } };

    public static AttributeProto Attribute(string name, long number) => new() { Name = name, Type = 2, I = number };

    /// <param name="dims">Numbers and names.</param>
    public static ValueInfoProto Value(string name, ElementType type, params object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(dims.Select(dim => dim is int length
            ? new TensorShapeProto.Types.Dimension { DimValue = length }
            : new TensorShapeProto.Types.Dimension { DimParam = (string)dim }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    /// <summary>A float tensor whose data lies in another file.</summary>
    public static TensorProto External(string name, string location, params long[] dims) => new()
    {
        Name = name,
        DataType = (int)ElementType.Float,
        Dims = { dims },
        DataLocation = ExternalLocation,
        ExternalData = { new StringStringEntryProto { Key = "location", Value = location } },
    };
}
