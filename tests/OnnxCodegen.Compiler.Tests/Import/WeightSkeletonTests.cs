using System.IO;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class WeightSkeletonTests
{
    [Fact]
    public void A_model_without_large_data_is_its_own_skeleton()
    {
        ModelProto model = Models.Model(Models.Graph(["x"], ["y"], Models.Node("Softmax(x) -> y", Models.Int("axis", 1))));
        const int Size = WeightSkeleton.InlineBytes;
        model.Graph.Initializer.Add(Models.Raw("small", ElementType.UInt8, new byte[Size], Size));
        byte[] bytes = model.ToByteArray();

        WeightSkeleton skeleton = WeightSkeleton.Read(new MemoryStream(bytes));

        Assert.Equal(bytes, skeleton.Bytes);
        Assert.Empty(skeleton.Weights);
        Assert.Equal(bytes.Length, skeleton.FileLength);
    }

    [Fact]
    public void Large_data_is_not_read()
    {
        byte[] bytes = LargeModel(10_000_000, fill: 1).ToByteArray();
        var file = new CountingStream(bytes);

        WeightSkeleton skeleton = WeightSkeleton.Read(file);

        Assert.InRange(file.BytesRead, 1, 20_000);
        Assert.InRange(skeleton.Bytes.Length, 1, 1000);
        WeightRange range = Assert.Single(skeleton.Weights);
        Assert.Equal(10_000_000, range.Length);
        Assert.All(bytes.Skip((int)range.Offset).Take((int)range.Length), b => Assert.Equal(1, b));
    }

    [Fact]
    public void The_hash_ignores_weights_and_nothing_else()
    {
        ulong Hash(ModelProto model) => WeightSkeleton.Read(new MemoryStream(model.ToByteArray())).Hash;
        ModelProto renamed = LargeModel(5000, fill: 1);
        renamed.Graph.Name = "other";

        Assert.Equal(Hash(LargeModel(5000, fill: 1)), Hash(LargeModel(5000, fill: 2)));
        Assert.NotEqual(Hash(LargeModel(5000, fill: 1)), Hash(renamed));
    }

    [Fact]
    public void Data_is_skipped_wherever_tensors_occur()
    {
        TensorProto Tensor() => Models.Raw("t", ElementType.UInt8, new byte[3000], 3000);
        SparseTensorProto Sparse() => new() { Values = Tensor(), Indices = Tensor() };
        GraphProto Inner()
        {
            var inner = new GraphProto();
            inner.Initializer.Add(Tensor());
            inner.SparseInitializer.Add(Sparse());
            return inner;
        }
        var attributes = new NodeProto();
        attributes.Attribute.Add(new AttributeProto { T = Tensor(), G = Inner(), SparseTensor = Sparse() });
        attributes.Attribute.Add(new AttributeProto { Tensors = { Tensor() }, Graphs = { Inner() }, SparseTensors = { Sparse() } });
        GraphProto graph = Inner();
        graph.Node.Add(attributes);
        ModelProto model = Models.Model(graph);
        model.Functions.Add(new FunctionProto { Node = { attributes }, AttributeProto = { new AttributeProto { T = Tensor() } } });
        model.TrainingInfo.Add(new TrainingInfoProto { Initialization = Inner(), Algorithm = Inner() });

        WeightSkeleton skeleton = WeightSkeleton.Read(new MemoryStream(model.ToByteArray()));

        const int InGraph = 3, InNode = 2 * (1 + InGraph + 2);
        Assert.Equal((InGraph + InNode) + (InNode + 1) + (2 * InGraph), skeleton.Weights.Count);
        Assert.InRange(skeleton.Bytes.Length, 1, 3000);
    }

    [Fact]
    public void Messages_that_nest_too_deep_are_refused()
    {
        var graph = new GraphProto();
        for (int i = 0; i < 60; i++)
        {
            var node = new NodeProto { Attribute = { new AttributeProto { G = graph } } };
            graph = new GraphProto { Node = { node } };
        }
        byte[] bytes = Models.Model(graph).ToByteArray();

        Assert.Contains("nests", Assert.Throws<ModelException>(() => WeightSkeleton.Read(new MemoryStream(bytes))).Message);
    }

    static ModelProto LargeModel(int length, byte fill)
    {
        ModelProto model = Models.Model(Models.Graph(["x"], ["y"], Models.Node("Add(x, w) -> y")));
        model.Graph.Initializer.Add(Models.Raw("w", ElementType.UInt8, Enumerable.Repeat(fill, length).ToArray(), length));
        return model;
    }
}
