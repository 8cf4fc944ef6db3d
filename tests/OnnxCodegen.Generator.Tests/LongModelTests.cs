using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;
using Tensor = System.Numerics.Tensors.Tensor;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Models of many steps, which are cut into sections, and of long constants.</summary>
public sealed class LongModelTests
{
    const int MethodLimit = 30_000;

    [Theory]
    [InlineData("Softmax", 4)]
    [InlineData("Softmax", "length")]
    [InlineData("CumSum", 4)]
    public void No_method_of_a_long_chain_of_operators_is_large(string @operator, object length)
    {
        const int Nodes = 500;
        string[] more = @operator == "CumSum" ? ["axis"] : [];
        ModelProto model = Models.Model(
            Enumerable.Range(0, Nodes).Select(i => Models.Node(@operator, [$"v{i}", .. more], [$"v{i + 1}"])),
            [Models.Value("v0", ElementType.Float, "batch", length)],
            [Models.Value($"v{Nodes}", ElementType.Float, "batch", length)],
            new TensorProto { Name = "axis", DataType = (int)ElementType.Int64, Int64Data = { 1 } });

        (string method, int bytes) = LargestMethod(EmittedModel.Emit(model));

        Assert.True(bytes < MethodLimit, $"{method} has {bytes} bytes of IL.");
    }

    /// <summary>Each round drops the zeros and takes one from the rest; what the first round kept is read behind the last one.</summary>
    [Fact]
    public void Sections_hand_on_sizes_and_tensors_that_depend_on_data()
    {
        const int Rounds = 60;
        var nodes = new List<NodeProto>();
        for (int i = 0; i < Rounds; i++)
        {
            nodes.Add(Models.Node("NonZero", [$"x{i}"], [$"places{i}"]));
            nodes.Add(Models.Node("Transpose", [$"places{i}"], [$"rows{i}"]));
            nodes.Add(Models.Node("GatherND", [$"x{i}", $"rows{i}"], [$"kept{i}"]));
            nodes.Add(Models.Node("Sub", [$"kept{i}", "one"], [$"x{i + 1}"]));
        }
        nodes.Add(Models.Node("Concat", ["kept0", $"x{Rounds}"], ["y"], new AttributeProto { Name = "axis", Type = 2, I = 0 }));
        ModelProto model = Models.Model(
            nodes,
            [Models.Value("x0", ElementType.Float, "length")],
            [Models.Value("y", ElementType.Float, "found")],
            new TensorProto { Name = "one", DataType = (int)ElementType.Float, FloatData = { 1 } });
        float[] x = [.. Enumerable.Range(0, 100)];

        byte[] image = EmittedModel.Emit(model);
        var y = (Tensor<float>)EmittedModel.Load(image).Run(new Dictionary<string, object?> { ["x0"] = Tensor.Create(x) })["y"]!;

        Assert.Equal([.. x.Skip(1), .. x.Skip(Rounds).Select(value => value - Rounds)], y.ToArray());
        Assert.True(LargestMethod(image).Bytes < MethodLimit);
    }

    [Fact]
    public void Constants_of_halves_take_no_code()
    {
        const int Length = 2048;
        var weights = new TensorProto { Name = "c", DataType = (int)ElementType.Float16, Dims = { Length } };
        weights.Int32Data.Add(Enumerable.Range(0, Length).Select(i => (int)BitConverter.HalfToUInt16Bits((Half)(i - 1000))));
        byte[] image = EmittedModel.Emit(Models.Model(
            [Models.Node("Add", ["x", "c"], ["y"])],
            [Models.Value("x", ElementType.Float16, Length)],
            [Models.Value("y", ElementType.Float16, Length)],
            weights));

        var y = (Tensor<Half>)EmittedModel.Load(image).Run(new Dictionary<string, object?> { ["x"] = Tensor.Create(new Half[Length]) })["y"]!;

        Assert.Equal(Enumerable.Range(0, Length).Select(i => (Half)(i - 1000)), y.ToArray());
        Assert.InRange(LargestMethod(image).Bytes, 0, 500);
    }

    [Theory]
    [InlineData("")]
    [InlineData("|;\"'\\")]
    public void Vocabularies_take_no_code(string around)
    {
        string[] words = [.. Enumerable.Range(0, 3000).Select(i => $"{around}word {i}{around}")];
        byte[] image = EmittedModel.Emit(Vocabulary(words));

        var y = (Tensor<long>)EmittedModel.Load(image).Run(new Dictionary<string, object?> { ["x"] = Tensor.Create(words[1..3]) })["y"]!;

        Assert.Equal([1, 2], y.ToArray());
        Assert.True(LargestMethod(image).Bytes < MethodLimit);
    }

    /// <summary>Gives the places of words in a list.</summary>
    static ModelProto Vocabulary(string[] words)
    {
        NodeProto encoder = Models.Node(
            "LabelEncoder", ["x"], ["y"],
            new AttributeProto { Name = "keys_strings", Type = 8, Strings = { words.Select(ByteString.CopyFromUtf8) } },
            new AttributeProto { Name = "values_int64s", Type = 7, Ints = { Enumerable.Range(0, words.Length).Select(i => (long)i) } });
        encoder.Domain = "ai.onnx.ml";
        ModelProto model = Models.Model([encoder], [Models.Value("x", ElementType.String, 2)], [Models.Value("y", ElementType.Int64, 2)]);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 });
        return model;
    }

    static (string Name, int Bytes) LargestMethod(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0)
            .Select(method => (metadata.GetString(method.Name), file.GetMethodBody(method.RelativeVirtualAddress).GetILReader().Length))
            .MaxBy(method => method.Length);
    }
}
