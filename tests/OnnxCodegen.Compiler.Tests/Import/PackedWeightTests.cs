using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

/// <summary>Weights of fewer than eight bits stay in the model's file, packed, and are unpacked by the graph.</summary>
public class PackedWeightTests
{
    const int Count = 20_001;

    [Theory]
    [InlineData((int)ElementType.Int4)]
    [InlineData((int)ElementType.UInt4)]
    [InlineData((int)ElementType.Float4E2M1)]
    [InlineData((int)ElementType.Int2)]
    [InlineData((int)ElementType.UInt2)]
    public void Many_numbers_are_unpacked_where_they_are_used(int type)
    {
        var element = (ElementType)type;
        int each = 8 / element.Bits();
        byte[] packed = [.. Enumerable.Range(0, (Count + each - 1) / each).Select(i => (byte)(i * 37))];
        var weight = new TensorProto { Name = "w", DataType = type, Dims = { 3, Count / 3 }, RawData = ByteString.CopyFrom(packed) };
        var to = new AttributeProto { Name = "to", Type = 2, I = (int)ElementType.Float };
        GraphProto proto = Models.Graph([], ["y"], Models.Node("Cast(w) -> y", to));
        proto.Initializer.Add(weight);
        OnnxModel model = ModelReader.Read(new MemorySource("model", Models.Model(proto, opset: 26).ToByteArray()));
        Graph graph = GraphImporter.Import(model, new Dictionary<string, long>());

        Literal literal = Assert.Single(graph.Nodes.Select(node => node.Primitive).OfType<Const>()).Literal;
        Assert.Equal((ElementType.UInt8, packed.Length), (literal.Type, (int)literal.Length));
        Tensor y = GraphEvaluator.Run(graph, [])[0];
        Assert.Equal([3L, Count / 3], y.Dims);
        Tensor expected = TensorDecoder.Decode(model.Graph.Initializers[0], model.Source);
        Assert.Equal(expected.Data.Cast<object>().Select(System.Convert.ToDouble), y.Doubles);
    }
}
