using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class TensorFileTests
{
    static readonly OnnxType Tensor = new OnnxType.Tensor(ElementType.UInt8, null);
    static readonly MemorySource None = new("none", []);

    [Fact]
    public void Tensors_of_any_size_are_in_memory()
    {
        byte[] bytes = new byte[5000];
        byte[] file = Models.Raw("x", ElementType.UInt8, bytes, 5000).ToByteArray();

        var value = Assert.IsType<OnnxValue.Tensor>(TensorFile.Read(file, Tensor));

        Assert.Equal([5000L], value.Data.Dims);
        Assert.Equal(bytes, value.Data.ReadBytes(None));
    }

    [Fact]
    public void Sequences_and_optionals_nest()
    {
        TensorProto tensor = Models.Raw("x", ElementType.UInt8, [3], 1);
        var sequence = new SequenceProto { ElemType = 1, TensorValues = { tensor, tensor } };
        var outer = new OptionalProto { ElemType = 3, SequenceValue = sequence };

        var optional = Assert.IsType<OnnxValue.Optional>(
            TensorFile.Read(outer.ToByteArray(), new OnnxType.Optional(new OnnxType.Sequence(Tensor))));

        Assert.Equal(2, Assert.IsType<OnnxValue.Sequence>(optional.Element).Elements.Count);
        Assert.Null(Assert.IsType<OnnxValue.Optional>(TensorFile.Read([], new OnnxType.Optional(Tensor))).Element);
        Assert.Empty(Assert.IsType<OnnxValue.Sequence>(TensorFile.Read([], new OnnxType.Sequence(Tensor))).Elements);
    }

    [Fact]
    public void Maps_have_integer_or_string_keys()
    {
        var type = new OnnxType.Map(ElementType.Int64, Tensor);
        var values = new SequenceProto { TensorValues = { Models.Raw("x", ElementType.UInt8, [3], 1) } };
        var integers = new MapProto { KeyType = (int)ElementType.Int64, Keys = { -5 }, Values = values };
        var strings = new MapProto { KeyType = (int)ElementType.String, StringKeys = { ByteString.CopyFromUtf8("k") }, Values = values };

        var map = Assert.IsType<OnnxValue.Map>(TensorFile.Read(integers.ToByteArray(), type));
        Assert.Equal([-5L], MemoryMarshal.Cast<byte, long>(map.Keys.ReadBytes(None)).ToArray());
        Assert.Single(map.Values);
        Assert.Equal(["k"], Assert.IsType<OnnxValue.Map>(TensorFile.Read(strings.ToByteArray(), type)).Keys.Strings);
    }

    [Fact]
    public void Malformed_files_are_refused() =>
        Assert.Throws<ModelException>(() => TensorFile.Read([0xFF, 0xFF], Tensor));

    [Fact]
    public void Every_file_of_the_test_data_is_read()
    {
        foreach (string path in Models.TestModels())
        {
            OnnxGraph graph = ModelReader.Read(new FolderSource(path)).Graph;
            foreach (string set in Directory.EnumerateDirectories(Path.GetDirectoryName(path)!, "test_data_set_*"))
            {
                foreach (string file in Directory.EnumerateFiles(set, "*.pb"))
                    AssertRead(file, graph);
            }
        }
    }

    static void AssertRead(string file, OnnxGraph graph)
    {
        string[] name = Path.GetFileNameWithoutExtension(file).Split('_');
        OnnxValueInfo[] declared = name[0] == "input" ? graph.RequiredInputs.ToArray() : graph.Outputs.ToArray();
        OnnxType type = declared[int.Parse(name[1])].Type!;
        if (TensorFile.Read(File.ReadAllBytes(file), type) is OnnxValue.Tensor { Data: { Type: not ElementType.String } data })
        {
            Assert.Equal(((OnnxType.Tensor)type).Element, data.Type);
            Assert.Equal(data.ByteCount, data.ReadBytes(None).Length);
        }
    }
}
