using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;

namespace OnnxCodegen.Compiler.Tests.Import;

/// <summary>Writes small models by hand.</summary>
internal static class Models
{
    static readonly string[] DataSets = ["models", "small", "onnx-backend"];

    public static ModelProto Model(GraphProto graph, long opset = 21, long irVersion = 10)
    {
        var model = new ModelProto { IrVersion = irVersion, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = opset });
        return model;
    }

    public static GraphProto Graph(IEnumerable<string> inputs, IEnumerable<string> outputs, params NodeProto[] nodes)
    {
        var graph = new GraphProto { Name = "graph" };
        foreach (string input in inputs)
            graph.Input.Add(Value(input, ElementType.Float, 2, "n"));
        foreach (string output in outputs)
            graph.Output.Add(Value(output, ElementType.Float));
        graph.Node.Add(nodes);
        return graph;
    }

    public static ValueInfoProto Value(string name, ElementType type, params object[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (object dim in dims)
        {
            shape.Dim.Add(dim is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dim) });
        }
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    /// <summary>A node from text: <c>Add(a, b) -> c</c>, with <c>domain.Operator</c> for other domains.</summary>
    public static NodeProto Node(string text, params AttributeProto[] attributes)
    {
        string[] sides = text.Split(" -> ");
        int open = sides[0].IndexOf('(');
        string name = sides[0][..open];
        int dot = name.LastIndexOf('.');
        var node = new NodeProto { OpType = name[(dot + 1)..], Domain = dot < 0 ? string.Empty : name[..dot] };
        node.Input.Add(Names(sides[0][(open + 1)..^1]));
        node.Output.Add(Names(sides[1]));
        node.Attribute.Add(attributes);
        return node;
    }

    public static FunctionProto Function(string domain, string name, string inputs, string outputs, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Domain = domain, Name = name };
        function.Input.Add(Names(inputs));
        function.Output.Add(Names(outputs));
        function.Node.Add(nodes);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = 17 });
        return function;
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = 2, I = value };

    public static AttributeProto Reference(string name, string to) => new() { Name = name, Type = 2, RefAttrName = to };

    public static AttributeProto Subgraph(string name, GraphProto graph) => new() { Name = name, Type = 5, G = graph };

    public static TensorProto Raw(string name, ElementType type, byte[] bytes, params long[] dims)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(dims);
        return tensor;
    }

    public static TensorProto Int64(string name, long count, IEnumerable<long> elements)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Int64, Dims = { count } };
        tensor.Int64Data.Add(elements);
        return tensor;
    }

    public static MemorySource Source(this ModelProto model) => new("model.onnx", model.ToByteArray());

    public static OnnxModel Read(this ModelProto model) => ModelReader.Read(model.Source());

    /// <summary>The paths of the models of the test data; none when it is absent.</summary>
    public static IEnumerable<string> TestModels() =>
        from set in DataSets
        let folder = Path.Combine(TestData, set)
        where Directory.Exists(folder)
        from path in Directory.EnumerateFiles(folder, "model.onnx", SearchOption.AllDirectories)
        select path;

    static string TestData
    {
        get
        {
            if (Environment.GetEnvironmentVariable("ONNX_TEST_DATA") is { Length: > 0 } given)
                return given;
            string? root = AppContext.BaseDirectory;
            while (root is not null && !File.Exists(Path.Combine(root, "OnnxCodegen.sln")))
                root = Path.GetDirectoryName(root);
            return Path.Combine(root ?? ".", "..", "shared");
        }
    }

    static string[] Names(string list) => list.Length == 0 ? [] : list.Split(',', StringSplitOptions.TrimEntries);
}
