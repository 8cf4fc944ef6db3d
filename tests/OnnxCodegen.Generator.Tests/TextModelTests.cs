using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;
using Tensor = System.Numerics.Tensors.Tensor;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Models that read and give strings and maps.</summary>
public sealed class TextModelTests
{
    [Fact]
    public void Strings_are_compared_chosen_moved_and_joined()
    {
        IOnnxModel model = EmittedModel.Load(Opset(20, Models.Model(
            [
                Models.Node("Equal", ["a", "b"], ["same"]),
                Models.Node("Where", ["same", "a", "c"], ["chosen"]),
                Models.Node("Concat", ["chosen", "b"], ["joined"], Models.Attribute("axis", 0)),
                Models.Node("Gather", ["joined", "places"], ["taken"]),
                Models.Node("Expand", ["taken", "shape"], ["many"]),
                Models.Node("StringConcat", ["many", "c"], ["y"]),
            ],
            [Texts("a", "n"), Texts("b", "n"), Texts("c", 1), Models.Value("places", ElementType.Int64, 2), Models.Value("shape", ElementType.Int64, 2)],
            [Texts("y", "r", "s")])));

        var y = (Tensor<string>)model.Run(Inputs(
            ("a", Strings("p", "q")), ("b", Strings("p", "r")), ("c", Strings("-")), ("places", Tensor.Create([1L, 3])), ("shape", Tensor.Create([2L, 1]))))["y"]!;

        Assert.Equal(["--", "r-", "--", "r-"], y.ToArray());
    }

    [Fact]
    public void Numbers_are_read_from_strings_and_written_again()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [
                Models.Node("Cast", ["x"], ["i"], Models.Attribute("to", (int)ElementType.Int64)),
                Models.Node("Cast", ["x"], ["f"], Models.Attribute("to", (int)ElementType.Float)),
                Models.Node("Cast", ["f"], ["t"], Models.Attribute("to", (int)ElementType.String)),
            ],
            [Texts("x", "n")],
            [Models.Value("i", ElementType.Int64, "n"), Texts("t", "n")]));

        IReadOnlyDictionary<string, object?> results = model.Run(Inputs(("x", Strings("9007199254740993", "-7", "NaN"))));

        Assert.Equal([9007199254740993, -7], ((Tensor<long>)results["i"]!).Take(2));
        Assert.Equal(["-7", "NaN"], ((Tensor<string>)results["t"]!).Skip(1));
    }

    [Fact]
    public void Texts_are_split_in_rows_of_any_length()
    {
        IOnnxModel model = EmittedModel.Load(Opset(20, Models.Model(
            [Models.Node("StringSplit", ["x"], ["parts", "counts"])], [Texts("x", "n", 1)], [Texts("parts", "n", 1, "k"), Models.Value("counts", ElementType.Int64, "n", 1)])));

        IReadOnlyDictionary<string, object?> results = model.Run(Inputs(("x", Tensor.Create(["a b c", ""], [2, 1]))));

        Assert.Equal([2, 1, 3], ((Tensor<string>)results["parts"]!).Lengths.ToArray());
        Assert.Equal([3L, 0], ((Tensor<long>)results["counts"]!).ToArray());
    }

    [Fact]
    public void A_map_is_an_input()
    {
        IOnnxModel model = EmittedModel.Load(WithMachineLearning(Models.Model(
            [MachineLearning("DictVectorizer", "x", "y", new AttributeProto { Name = "string_vocabulary", Type = 8, Strings = { Utf8("b"), Utf8("a") } })],
            [Map("x", ElementType.String, ElementType.Float)],
            [Models.Value("y", ElementType.Float, 1, 2)])));

        var y = (Tensor<float>)model.Run(Inputs(("x", new Dictionary<string, float> { ["a"] = 1, ["c"] = 2 })))["y"]!;

        Assert.Equal([0, 1], y.ToArray());
        Assert.Equal("map(string, float[])", model.Inputs[0].Type);
    }

    [Fact]
    public void The_values_of_a_map_are_a_row_of_any_length()
    {
        IOnnxModel model = EmittedModel.Load(WithMachineLearning(Models.Model(
            [MachineLearning("CastMap", "x", "y", new AttributeProto { Name = "cast_to", Type = 3, S = Utf8("TO_FLOAT") })],
            [Map("x", ElementType.Int64, ElementType.String)],
            [Models.Value("y", ElementType.Float, 1, "n")])));

        var y = (Tensor<float>)model.Run(Inputs(("x", new Dictionary<long, string> { [9] = "0.5", [2] = "7" })))["y"]!;

        Assert.Equal([7, 0.5f], y.ToArray());
    }

    [Fact]
    public void Labelled_scores_come_out_of_a_branch()
    {
        var labels = new AttributeProto { Name = "classlabels_int64s", Type = 7, Ints = { 3, 4 } };
        GraphProto Branch(string scores, string output) => new()
        {
            Name = output, Node = { MachineLearning("ZipMap", scores, output, labels) }, Output = { new ValueInfoProto { Name = output } },
        };
        IOnnxModel model = EmittedModel.Load(WithMachineLearning(Models.Model(
            [Models.Node("If", ["c"], ["z"],
                new AttributeProto { Name = "then_branch", Type = 5, G = Branch("a", "za") },
                new AttributeProto { Name = "else_branch", Type = 5, G = Branch("b", "zb") })],
            [Models.Value("c", ElementType.Bool), Models.Value("a", ElementType.Float, "n", 2), Models.Value("b", ElementType.Float, "m", 2)],
            [new ValueInfoProto { Name = "z" }])));

        var z = (IReadOnlyList<IReadOnlyDictionary<long, float>>)model.Run(Inputs(
            ("c", false), ("a", Tensor.Create([1f, 2], [1, 2])), ("b", Tensor.Create([5f, 6, 7, 8], [2, 2]))))["z"]!;

        Assert.Equal([6, 8], z.Select(row => row[4]));
    }

    static Dictionary<string, object?> Inputs(params (string Name, object? Value)[] values) => values.ToDictionary(p => p.Name, p => p.Value);

    static Tensor<string> Strings(params string[] texts) => Tensor.Create(texts);

    static ByteString Utf8(string text) => ByteString.CopyFromUtf8(text);

    static ValueInfoProto Texts(string name, params object[] dims) => Models.Value(name, ElementType.String, dims);

    static ModelProto Opset(long version, ModelProto model)
    {
        model.OpsetImport[0].Version = version;
        return model;
    }

    static ModelProto WithMachineLearning(ModelProto model)
    {
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 });
        return model;
    }

    static NodeProto MachineLearning(string @operator, string input, string output, AttributeProto attribute)
    {
        NodeProto node = Models.Node(@operator, [input], [output], attribute);
        node.Domain = "ai.onnx.ml";
        return node;
    }

    static ValueInfoProto Map(string name, ElementType key, ElementType value)
    {
        ValueInfoProto map = Models.Value(name, value);
        map.Type = new TypeProto { MapType = new TypeProto.Types.Map { KeyType = (int)key, ValueType = map.Type } };
        return map;
    }
}
