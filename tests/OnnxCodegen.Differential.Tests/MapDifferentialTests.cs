using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Conformance;
using Xunit;

namespace OnnxCodegen.Differential.Tests;

/// <summary>Graphs that start or end with maps give what ONNX Runtime gives.</summary>
public sealed class MapDifferentialTests : IDisposable
{
    const int Cases = 12;

    static readonly string[] Words = ["a", "b", "c", "d"];
    static readonly long[] Numbers = [0, 2, 3, 7];

    readonly DirectoryInfo root = Directory.CreateTempSubdirectory("maps");

    public void Dispose() => root.Delete(recursive: true);

    public static TheoryData<string> Operators => ["ZipMap", "CastMap", "DictVectorizer"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Maps_are_those_of_ONNX_Runtime(string name)
    {
        TestFolder[] folders = [.. Enumerable.Range(1, Cases).Select(seed => name switch
        {
            "ZipMap" => ZipMap(new Random(seed), seed),
            "CastMap" => CastMap(new Random(seed), seed),
            _ => DictVectorizer(new Random(seed), seed),
        })];

        Assert.Equal([], CompiledEngine.Run(folders).Concat(EvaluatorEngine.Run(folders)).Where(r => r.Outcome.Fate != Fate.Passed).Select(r => $"{r.Folder.Name}: {r.Outcome.Reason}"));
    }

    TestFolder ZipMap(Random random, int seed)
    {
        bool isText = random.Coin();
        TensorProto scores = RandomTensor.Of(random, ElementType.Float, [random.Between(0, 4), Words.Length], -2, 2);
        ModelProto model = Model("ZipMap", TensorType(scores), Strings("classlabels_strings", isText ? Words : []), Integers("classlabels_int64s", isText ? [] : Numbers));
        model.Graph.Output[0].Type = new TypeProto { SequenceType = new() { ElemType = MapType(isText ? ElementType.String : ElementType.Int64, ElementType.Float) } };
        using var session = new InferenceSession(model.ToByteArray());
        var input = NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(
            MemoryMarshal.Cast<byte, float>(scores.RawData.Span).ToArray(), [.. scores.Dims.Select(n => (int)n)]));
        using var results = session.Run([input]);
        var expected = new SequenceProto { ElemType = 5 };
        foreach (DisposableNamedOnnxValue map in results[0].AsEnumerable<DisposableNamedOnnxValue>())
            expected.MapValues.Add(isText ? Map((IDictionary<string, float>)map.Value) : Map((IDictionary<long, float>)map.Value));
        return Write($"ZipMap{seed}", model, scores, expected);
    }

    TestFolder CastMap(Random random, int seed)
    {
        bool isSparse = random.Coin(), isText = random.Coin();
        var map = Numbers.Where(_ => random.Coin(0.7)).ToDictionary(key => key, _ => random.Between(-16, 16) / 8f);
        var texts = map.ToDictionary(entry => entry.Key, entry => entry.Value.ToString(CultureInfo.InvariantCulture));
        ModelProto model = Model("CastMap", MapType(ElementType.Int64, isText ? ElementType.String : ElementType.Float), String("cast_to", random.Of("TO_FLOAT", "TO_INT64")), String("map_form", isSparse ? "SPARSE" : "DENSE"), Integer("max_map", 9));
        return Run($"CastMap{seed}", model, isText ? NamedOnnxValue.CreateFromMap("x", texts) : NamedOnnxValue.CreateFromMap("x", map), isText ? Map(texts) : Map(map));
    }

    TestFolder DictVectorizer(Random random, int seed)
    {
        bool isText = random.Coin();
        var words = Words.Where(_ => random.Coin(0.7)).ToDictionary(key => key, _ => random.Between(-16, 16) / 8f);
        var numbers = Numbers.Where(_ => random.Coin(0.7)).ToDictionary(key => key, _ => random.Between(-16, 16) / 8f);
        ModelProto model = Model("DictVectorizer", MapType(isText ? ElementType.String : ElementType.Int64, ElementType.Float), Strings("string_vocabulary", isText ? ["c", "a", "x"] : []), Integers("int64_vocabulary", isText ? [] : [7, 0, 9]));
        return Run($"DictVectorizer{seed}", model, isText ? NamedOnnxValue.CreateFromMap("x", words) : NamedOnnxValue.CreateFromMap("x", numbers), isText ? Map(words) : Map(numbers));
    }

    TestFolder Run(string name, ModelProto model, NamedOnnxValue input, MapProto map)
    {
        using var session = new InferenceSession(model.ToByteArray());
        using var results = session.Run([input]);
        TensorProto expected = results[0].Value is Tensor<float> floats
            ? RandomTensor.Of(ElementType.Float, [.. floats.Dimensions.ToArray().Select(n => (long)n)], [.. floats.Select(e => (double)e)])
            : RandomTensor.Of(ElementType.Int64, [.. results[0].AsTensor<long>().Dimensions.ToArray().Select(n => (long)n)], [.. results[0].AsTensor<long>().Select(e => (double)e)]);
        return Write(name, model, map, expected);
    }

    TestFolder Write(string name, ModelProto model, IMessage input, IMessage output)
    {
        string folder = Path.Combine(root.FullName, name), data = Directory.CreateDirectory(Path.Combine(folder, "test_data_set_0")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model.ToByteArray());
        File.WriteAllBytes(Path.Combine(data, "input_0.pb"), input.ToByteArray());
        File.WriteAllBytes(Path.Combine(data, "output_0.pb"), output.ToByteArray());
        return new TestFolder(folder);
    }

    static ModelProto Model(string name, TypeProto input, params AttributeProto?[] attributes) => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = 17 }, new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 } },
        Graph = new GraphProto
        {
            Name = name,
            Node = { new NodeProto { OpType = name, Domain = "ai.onnx.ml", Input = { "x" }, Output = { "y" }, Attribute = { attributes.OfType<AttributeProto>() } } },
            Input = { new ValueInfoProto { Name = "x", Type = input } },
            Output = { new ValueInfoProto { Name = "y" } },
        },
    };

    static TypeProto TensorType(TensorProto tensor) => new()
    {
        TensorType = new()
        {
            ElemType = tensor.DataType,
            Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" }, new TensorShapeProto.Types.Dimension { DimValue = tensor.Dims[1] } } },
        },
    };

    static TypeProto MapType(ElementType key, ElementType value) => new()
    {
        MapType = new() { KeyType = (int)key, ValueType = new TypeProto { TensorType = new() { ElemType = (int)value, Shape = new TensorShapeProto() } } },
    };

    static MapProto Map<TKey, TValue>(IDictionary<TKey, TValue> entries)
        where TKey : notnull
    {
        var map = new MapProto { KeyType = (int)(typeof(TKey) == typeof(string) ? ElementType.String : ElementType.Int64), Values = new SequenceProto { ElemType = 1 } };
        foreach ((TKey key, TValue value) in entries)
        {
            if (key is long number)
                map.Keys.Add(number);
            else
                map.StringKeys.Add(ByteString.CopyFromUtf8((string)(object)key));
            map.Values.TensorValues.Add(value is float single ? RandomTensor.Of(ElementType.Float, [], single) : RandomTensor.Texts([], [(string)(object)value!]));
        }
        return map;
    }

    static AttributeProto? Strings(string name, string[] words) =>
        words.Length == 0 ? null : new AttributeProto { Name = name, Type = 8, Strings = { words.Select(ByteString.CopyFromUtf8) } };

    static AttributeProto? Integers(string name, long[] numbers) => numbers.Length == 0 ? null : new AttributeProto { Name = name, Type = 7, Ints = { numbers } };

    static AttributeProto String(string name, string text) => new() { Name = name, Type = 3, S = ByteString.CopyFromUtf8(text) };

    static AttributeProto Integer(string name, long number) => new() { Name = name, Type = 2, I = number };
}
