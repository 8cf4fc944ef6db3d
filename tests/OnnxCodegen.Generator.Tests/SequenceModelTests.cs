using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;
using Tensor = System.Numerics.Tensors.Tensor;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Models that read and give sequences and optionals.</summary>
public sealed class SequenceModelTests
{
    [Fact]
    public void A_sequence_goes_in_and_out()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("SequenceInsert", ["list", "x", "at"], ["longer"]), Models.Node("SequenceLength", ["longer"], ["count"])],
            [Sequence("list", "n", 2), Models.Value("x", ElementType.Float, 1, 2), Models.Value("at", ElementType.Int64)],
            [Sequence("longer", "n", 2), Models.Value("count", ElementType.Int64)]));
        Tensor<float>[] list = [Matrix(3, 2), Matrix(0, 2)];

        IReadOnlyDictionary<string, object?> results = model.Run(Inputs(("list", list), ("x", Matrix(1, 2)), ("at", -1L)));

        var longer = Assert.IsType<IReadOnlyList<Tensor<float>>>(results["longer"], exactMatch: false);
        Assert.Equal([3, 1, 0], longer.Select(tensor => (int)tensor.Lengths[0]));
        Assert.Equal(3L, results["count"]);
        Assert.Equal("seq(float[?, 2])", model.Inputs[0].Type);
        Assert.Throws<ArgumentException>(() => model.Run(Inputs(("list", new[] { Matrix(2, 3) }), ("x", Matrix(1, 2)), ("at", 0L))));
    }

    [Fact]
    public void Elements_of_different_lengths_are_joined()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("ConcatFromSequence", ["list"], ["y"], Models.Attribute("axis", 0))],
            [Sequence("list", "n", 2)],
            [Models.Value("y", ElementType.Float, "rows", 2)]));

        var y = (Tensor<float>)model.Run(Inputs(("list", new[] { Matrix(3, 2), Matrix(1, 2) })))["y"]!;

        Assert.Equal([4, 2], y.Lengths.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 1], y.ToArray());
    }

    [Fact]
    public void Sequences_of_scalars_are_lists_of_their_elements()
    {
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("SequenceErase", ["list"], ["shorter"])], [Sequence("list")], [Sequence("shorter")]));

        Assert.Equal([1, 2], (IReadOnlyList<float>)model.Run(Inputs(("list", new float[] { 1, 2, 3 })))["shorter"]!);
    }

    [Fact]
    public void An_optional_is_null_or_its_value()
    {
        ValueInfoProto optional = Optional(Models.Value("x", ElementType.Float));
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [Models.Node("Identity", ["x"], ["y"]), Models.Node("OptionalHasElement", ["x"], ["has"])],
            [optional],
            [Optional(Models.Value("y", ElementType.Float)), Models.Value("has", ElementType.Bool)]));

        IReadOnlyDictionary<string, object?> none = model.Run(Inputs(("x", null)));
        IReadOnlyDictionary<string, object?> some = model.Run(Inputs(("x", 3f)));

        Assert.Equal([null, false, 3f, true], new[] { none["y"], none["has"], some["y"], some["has"] });
    }

    [Fact]
    public void A_long_model_hands_sequences_on_between_its_sections()
    {
        var nodes = new List<NodeProto> { Models.Node("SequenceConstruct", ["x"], ["s0"]) };
        for (int i = 0; i < 120; i++)
            nodes.Add(Models.Node("SequenceInsert", ["s" + i, "x", "at"], ["s" + (i + 1)]));
        nodes.Add(Models.Node("ConcatFromSequence", ["s120"], ["y"], Models.Attribute("axis", 0)));
        IOnnxModel model = EmittedModel.Load(Models.Model(
            [.. nodes], [Models.Value("x", ElementType.Float, 2), Models.Value("at", ElementType.Int64)], [Models.Value("y", ElementType.Float, "n")]));

        var y = (Tensor<float>)model.Run(Inputs(("x", Tensor.Create(new float[] { 1, 2 })), ("at", 0L)))["y"]!;

        Assert.Equal(242, y.FlattenedLength);
    }

    static Dictionary<string, object?> Inputs(params (string Name, object? Value)[] values) => values.ToDictionary(p => p.Name, p => p.Value);

    static Tensor<float> Matrix(int rows, int columns) =>
        Tensor.Create(Enumerable.Range(0, rows * columns).Select(i => (float)i).ToArray(), [rows, columns]);

    static ValueInfoProto Sequence(string name, params object[] dims)
    {
        ValueInfoProto element = Models.Value(name, ElementType.Float, dims);
        element.Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence { ElemType = element.Type } };
        return element;
    }

    static ValueInfoProto Optional(ValueInfoProto value)
    {
        value.Type = new TypeProto { OptionalType = new TypeProto.Types.Optional { ElemType = value.Type } };
        return value;
    }
}
