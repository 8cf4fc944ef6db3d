using System;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class ModelReaderTests
{
    [Fact]
    public void The_description_of_a_model_is_read()
    {
        ModelProto proto = Models.Model(Models.Graph(["x", "w"], ["y"], Models.Node("Add(x, w) -> y")));
        proto.ProducerName = "by hand";
        proto.DocString = "adds";
        proto.MetadataProps.Add(new StringStringEntryProto { Key = "a", Value = "b" });
        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 });
        proto.Graph.Initializer.Add(Models.Raw("w", ElementType.Float, new byte[4], 1));

        OnnxModel model = proto.Read();

        Assert.Equal((10, "by hand", "adds"), (model.IrVersion, model.ProducerName, model.Documentation));
        Assert.Equal("b", Assert.Single(model.Metadata).Value);
        Assert.Equal(21, model.OpsetImports["ai.onnx"]);
        Assert.Equal(3, model.OpsetImports["ai.onnx.ml"]);
        Assert.Null(model.OpsetImports["other"]);
        Assert.Equal("x", Assert.Single(model.Graph.RequiredInputs).Name);
        var type = Assert.IsType<OnnxType.Tensor>(model.Graph.Inputs[0].Type);
        Assert.Equal(ElementType.Float, type.Element);
        Assert.Equal([new OnnxDim(2, null), new OnnxDim(null, "n")], type.Dims);
        OnnxNode node = Assert.Single(model.Graph.Nodes);
        Assert.Equal((string.Empty, "Add", 21), (node.Domain, node.Operator, node.OpsetVersion));
        Assert.Equal(["x", "w"], node.Inputs);
        Assert.Equal("y", node.DisplayName);
    }

    [Fact]
    public void Every_kind_of_attribute_is_read()
    {
        var type = new TypeProto { SequenceType = new() { ElemType = Models.Value("x", ElementType.Int64, 1).Type } };
        TensorProto tensor = Models.Raw("t", ElementType.Float, new byte[4], 1);
        GraphProto graph = Models.Graph([], []);
        NodeProto node = Models.Node(
            "Op() -> y",
            new AttributeProto { Name = "f", Type = 1, F = 1.5f },
            new AttributeProto { Name = "zero", Type = 1 },
            new AttributeProto { Name = "i", I = -3 },
            new AttributeProto { Name = "s", Type = 3, S = ByteString.CopyFromUtf8("text") },
            new AttributeProto { Name = "t", Type = 4, T = tensor },
            new AttributeProto { Name = "g", Type = 5, G = graph },
            new AttributeProto { Name = "floats", Type = 6, Floats = { 1, 2 } },
            new AttributeProto { Name = "ints", Type = 7, Ints = { 3, 4 } },
            new AttributeProto { Name = "strings", Type = 8, Strings = { ByteString.CopyFromUtf8("a") } },
            new AttributeProto { Name = "tensors", Type = 9, Tensors = { tensor } },
            new AttributeProto { Name = "graphs", Type = 10, Graphs = { graph } },
            new AttributeProto { Name = "tp", Type = 13, Tp = type },
            new AttributeProto { Name = "tps", Type = 14, TypeProtos = { type } });

        OnnxNode read = Models.Model(Models.Graph([], ["y"], node)).Read().Graph.Nodes[0];

        OnnxAttribute Get(string name) => read.Attribute(name)!;
        Assert.Equal(1.5f, Get("f").Float);
        Assert.Equal(0f, Get("zero").Float);
        Assert.Equal(-3, Get("i").Int);
        Assert.Equal("text", Get("s").String);
        Assert.Equal([1L], Get("t").Tensor.Dims);
        Assert.Equal("graph", Get("g").Graph.Name);
        Assert.Equal([1f, 2f], Get("floats").Floats);
        Assert.Equal([3L, 4L], Get("ints").Ints);
        Assert.Equal(["a"], Get("strings").Strings);
        Assert.Single(Get("tensors").Tensors);
        Assert.Single(Get("graphs").Graphs);
        Assert.IsType<OnnxType.Sequence>(Get("tp").TypeProto);
        Assert.Single(Get("tps").TypeProtos);
        Assert.Contains("'f'", Assert.Throws<ModelException>(() => Get("f").Int).Message);
        Assert.Null(read.Attribute("none"));
    }

    [Fact]
    public void A_problem_names_the_model_the_node_and_its_operator()
    {
        NodeProto node = Models.Node("ai.onnx.ml.Scaler(x) -> y", new AttributeProto { Name = "scale", Type = 99 });
        node.Name = "scaler_1";

        ModelException exception = Assert.Throws<ModelException>(() => Models.Model(Models.Graph(["x"], ["y"], node)).Read());

        Assert.Equal(("model.onnx", "scaler_1", "ai.onnx.ml.Scaler"), (exception.Model, exception.Node, exception.Operator));
        Assert.StartsWith("model.onnx: ai.onnx.ml.Scaler 'scaler_1': The attribute 'scale'", exception.Message);
    }

    [Fact]
    public void Models_of_other_versions_and_models_without_a_graph_are_refused()
    {
        Assert.Throws<ModelException>(() => ModelReader.Read(new MemorySource("empty.onnx", [])));
        Assert.Throws<ModelException>(() => Models.Model(Models.Graph([], []), irVersion: 2).Read());
        Assert.Throws<ModelException>(() => Models.Model(Models.Graph([], []), irVersion: 14).Read());
        Assert.Throws<ModelException>(() => new ModelProto { IrVersion = 8 }.Read());
        Assert.Throws<ModelException>(() => new ModelProto { IrVersion = 8, Graph = new GraphProto() }.Read());
    }

    [Fact]
    public void A_truncated_file_is_refused_or_a_smaller_model()
    {
        byte[] bytes = RichModel().ToByteArray();
        for (int length = 0; length < bytes.Length; length++)
            ReadOrRefuse(bytes[..length]);
    }

    [Fact]
    public void A_damaged_file_is_refused_or_another_model()
    {
        byte[] bytes = RichModel().ToByteArray();
        var random = new Random(1);
        for (int round = 0; round < 5000; round++)
        {
            byte[] damaged = (byte[])bytes.Clone();
            for (int change = 0; change <= round % 3; change++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            ReadOrRefuse(damaged);
        }
    }

    [Fact]
    public void Every_model_of_the_test_data_is_read()
    {
        foreach (string path in Models.TestModels())
        {
            var source = new FolderSource(path);
            OnnxModel model = ModelReader.Read(source);
            foreach (TensorData tensor in model.Graph.Initializers.Where(tensor => tensor.Type != ElementType.String))
                Assert.Equal(tensor.ByteCount, tensor.ReadBytes(source).Length);
        }
    }

    static void ReadOrRefuse(byte[] bytes)
    {
        var source = new MemorySource("damaged.onnx", bytes);
        try
        {
            OnnxModel model = GraphOrder.Sort(FunctionInliner.Inline(ModelReader.Read(source)));
            foreach (TensorData tensor in model.Graph.Initializers.Where(tensor => tensor.Type != ElementType.String))
                tensor.ReadBytes(source);
        }
        catch (ModelException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }

    static ModelProto RichModel()
    {
        GraphProto branch = Models.Graph([], ["z"], Models.Node("Relu(x) -> z"));
        ModelProto model = Models.Model(Models.Graph(
            ["x"],
            ["y"],
            Models.Node("local.Twice(x) -> t", Models.Int("k", 3)),
            Models.Node("If(c) -> y", Models.Subgraph("then_branch", branch), Models.Subgraph("else_branch", branch))));
        model.Graph.Initializer.Add(Models.Raw("c", ElementType.Bool, [1]));
        model.Graph.Initializer.Add(Models.Raw("w", ElementType.Float, new byte[1200], 300));
        model.Graph.Initializer.Add(Models.Int64("v", 700, Enumerable.Range(0, 700).Select(i => (long)i)));
        model.Graph.SparseInitializer.Add(new SparseTensorProto
        {
            Values = new TensorProto { Name = "s", DataType = (int)ElementType.Float, FloatData = { 1f, 2f }, Dims = { 2 } },
            Indices = new TensorProto { DataType = (int)ElementType.Int64, Int64Data = { 1, 4 }, Dims = { 2 } },
            Dims = { 5 },
        });
        model.Functions.Add(Models.Function("local", "Twice", "a", "b", Models.Node("Add(a, a) -> b")));
        return model;
    }
}
