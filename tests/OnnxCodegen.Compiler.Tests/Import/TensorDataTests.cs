using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Import;

public class TensorDataTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    public void Every_typed_field_reads_as_raw_data(int count)
    {
        var random = new Random(count);
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            if (type is ElementType.Undefined or ElementType.String)
                continue;
            var bytes = new byte[((count * type.Bits()) + 7) / 8];
            random.NextBytes(bytes);
            TensorProto typed = Typed(type, bytes);
            typed.Dims.Add(count);

            foreach (TensorProto tensor in new[] { typed, Models.Raw("w", type, bytes, count) })
                Assert.Equal(bytes, ReadInitializer(tensor, out _));
        }
    }

    [Fact]
    public void Large_data_of_fixed_width_is_usable_in_place()
    {
        byte[] bytes = Enumerable.Range(0, 4000).Select(i => (byte)i).ToArray();
        TensorProto raw = Models.Raw("w", ElementType.Float, bytes, 1000);
        TensorProto floats = WithDims(Typed(ElementType.Float, bytes), 1000);
        foreach (TensorProto tensor in new[] { raw, floats })
        {
            ReadInitializer(tensor, out TensorData data);
            Assert.Null(data.InPlace!.File);
            Assert.Equal(4000, data.InPlace.Length);
        }
        ReadInitializer(WithDims(Typed(ElementType.Int32, bytes), 1000), out TensorData varints);
        Assert.Null(varints.InPlace);
    }

    [Fact]
    public void Negative_numbers_and_halves_decode_from_varints()
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.Int8, Int32Data = { -1, -128, 127 }, Dims = { 3 } };
        Assert.Equal([0xFF, 0x80, 0x7F], ReadInitializer(tensor, out _));

        var wide = Models.Int64("w", 500, Enumerable.Repeat(-2L, 500));
        Assert.All(MemoryMarshal.Cast<byte, long>(ReadInitializer(wide, out _)).ToArray(), value => Assert.Equal(-2, value));
    }

    [Fact]
    public void Strings_are_utf8()
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.String, Dims = { 2 } };
        tensor.StringData.Add(ByteString.CopyFromUtf8("Grüße"));
        tensor.StringData.Add(ByteString.Empty);
        Assert.Equal(["Grüße", ""], Initializer(tensor).Strings);
    }

    [Fact]
    public void Data_that_does_not_fit_the_shape_is_refused()
    {
        foreach (int count in new[] { 3, 3000 })
        {
            string message = Refusal(Models.Raw("weights", ElementType.Float, new byte[count * 4], count + 1));
            Assert.Contains("model.onnx", message);
            Assert.Contains("'weights'", message);
        }
        Refusal(Models.Raw("w", ElementType.Float, new byte[4], -1));
        Refusal(Models.Raw("w", ElementType.Float, [], long.MaxValue, 8));
        Refusal(Models.Raw("w", (ElementType)99, new byte[4], 1));
        var misplaced = new TensorProto { Name = "w", DataType = (int)ElementType.Float, Dims = { 750 } };
        misplaced.Int32Data.Add(Enumerable.Repeat(1, 3000));
        Refusal(misplaced);
        Refusal(Models.Int64("w", 4000, Enumerable.Repeat(1L, 3000)));
    }

    [Fact]
    public void Varints_that_are_more_or_fewer_than_the_shape_says_are_refused_when_read()
    {
        foreach (int count in new[] { 1500, 3000 })
        {
            var tensor = Models.Int64("w", count, Enumerable.Repeat(300L, 2000));
            Assert.Throws<ModelException>(() => ReadInitializer(tensor, out _));
        }
    }

    [Fact]
    public void Data_in_several_pieces_is_refused()
    {
        var piece = new TensorProto { Name = "w", DataType = (int)ElementType.Float, FloatData = { new float[1000] }, Dims = { 2000 } };
        byte[] rest = new TensorProto { FloatData = { new float[1000] } }.ToByteArray();
        byte[] tensor = [.. piece.ToByteArray(), .. rest];
        byte[] graph = [0x2A, .. Varint(tensor.Length), .. tensor];
        byte[] model = [.. Models.Model(new GraphProto()).ToByteArray(), 0x3A, .. Varint(graph.Length), .. graph];

        Assert.Contains("pieces", Assert.Throws<ModelException>(() => ModelReader.Read(new MemorySource("m", model))).Message);

        static byte[] Varint(int value) => [(byte)(value | 0x80), (byte)(value >> 7)];
    }

    [Fact]
    public void A_file_cannot_say_itself_where_its_data_is_stored()
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.Float, Dims = { 3 } };
        tensor.Stored.Add(new TensorProto.Types.Stored { Field = TensorProto.RawDataFieldNumber, Offset = 0, Length = 12 });
        Assert.Contains("0 bytes", Refusal(tensor));
    }

    [Fact]
    public void External_data_is_read_from_the_models_folder()
    {
        byte[] file = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
        var files = new Dictionary<string, byte[]> { ["weights/a.bin"] = file };

        TensorData data = Initializer(External("./weights/a.bin", ("offset", "8"), ("length", "12")));

        Assert.Equal(new WeightRange("weights/a.bin", 8, 12), data.InPlace);
        Assert.Equal(file[8..20], data.ReadBytes(new MemorySource("model.onnx", [], files)));
        Assert.Contains("weights/a.bin", Assert.Throws<ModelException>(() => data.ReadBytes(new MemorySource("model.onnx", []))).Message);
        TensorData beyond = Initializer(External("weights/a.bin", ("offset", "92")));
        Assert.Throws<ModelException>(() => beyond.ReadBytes(new MemorySource("model.onnx", [], files)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData("C:a")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("./")]
    public void External_data_outside_of_the_models_folder_is_refused(string location) => Refusal(External(location));

    [Theory]
    [InlineData("offset", "-1")]
    [InlineData("offset", "x")]
    [InlineData("length", "11")]
    [InlineData("length", "99999999999999999999")]
    public void External_data_with_a_wrong_range_is_refused(string key, string value) => Refusal(External("a.bin", (key, value)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sparse_initializers_become_dense(bool coordinates)
    {
        var sparse = new SparseTensorProto
        {
            Values = new TensorProto { Name = "w", DataType = (int)ElementType.Float, FloatData = { 1f, 2f }, Dims = { 2 } },
            Indices = new TensorProto { DataType = (int)ElementType.Int64, Dims = { 2 } },
            Dims = { 2, 3 },
        };
        if (coordinates)
            sparse.Indices.Dims.Add(2);
        sparse.Indices.Int64Data.Add(coordinates ? [0L, 1L, 1L, 2L] : [1L, 5L]);
        GraphProto graph = Models.Graph([], []);
        graph.SparseInitializer.Add(sparse);
        ModelProto model = Models.Model(graph);

        TensorData data = Assert.Single(model.Read().Graph.Initializers);

        Assert.Equal("w", data.Name);
        Assert.Equal([2, 3], data.Dims);
        Assert.Equal([0f, 1f, 0f, 0f, 0f, 2f], MemoryMarshal.Cast<byte, float>(data.ReadBytes(model.Source())).ToArray());
        sparse.Indices.Int64Data[0] = 100;
        Assert.Throws<ModelException>(() => model.Read().Graph.Initializers[0].ReadBytes(model.Source()));
    }

    static TensorProto Typed(ElementType type, byte[] bytes)
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)type };
        switch (TypedElements.Field(type))
        {
            case TensorProto.FloatDataFieldNumber:
                tensor.FloatData.Add(MemoryMarshal.Cast<byte, float>(bytes).ToArray());
                break;
            case TensorProto.DoubleDataFieldNumber:
                tensor.DoubleData.Add(MemoryMarshal.Cast<byte, double>(bytes).ToArray());
                break;
            case TensorProto.Int64DataFieldNumber:
                tensor.Int64Data.Add(MemoryMarshal.Cast<byte, long>(bytes).ToArray());
                break;
            case TensorProto.Uint64DataFieldNumber when type == ElementType.UInt64:
                tensor.Uint64Data.Add(MemoryMarshal.Cast<byte, ulong>(bytes).ToArray());
                break;
            case TensorProto.Uint64DataFieldNumber:
                tensor.Uint64Data.Add(MemoryMarshal.Cast<byte, uint>(bytes).ToArray().Select(x => (ulong)x));
                break;
            default:
                tensor.Int32Data.Add(Integers(type.Size(), bytes));
                break;
        }
        return tensor;
    }

    static IEnumerable<int> Integers(int width, byte[] bytes) => width switch
    {
        1 => bytes.Select(x => (int)x),
        2 => MemoryMarshal.Cast<byte, short>(bytes).ToArray().Select(x => (int)x),
        _ => MemoryMarshal.Cast<byte, int>(bytes).ToArray(),
    };

    static TensorProto WithDims(TensorProto tensor, params long[] dims)
    {
        tensor.Dims.Add(dims);
        return tensor;
    }

    static TensorProto External(string location, params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.Float, Dims = { 3 }, DataLocation = 1 };
        foreach ((string key, string value) in entries.Prepend(("location", location)))
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        return tensor;
    }

    static string Refusal(TensorProto tensor) => Assert.Throws<ModelException>(() => Initializer(tensor)).Message;

    static TensorData Initializer(TensorProto tensor) => Assert.Single(Model(tensor).Read().Graph.Initializers);

    static byte[] ReadInitializer(TensorProto tensor, out TensorData data)
    {
        MemorySource source = Model(tensor).Source();
        data = Assert.Single(ModelReader.Read(source).Graph.Initializers);
        return data.ReadBytes(source);
    }

    static ModelProto Model(TensorProto tensor)
    {
        GraphProto graph = Models.Graph([], []);
        graph.Initializer.Add(tensor);
        return Models.Model(graph);
    }
}
