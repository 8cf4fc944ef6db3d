using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Operators;

public sealed class MapTests
{
    [Theory]
    [InlineData("DENSE", new[] { "10", "30", "20" })]
    [InlineData("SPARSE", new[] { "0", "10", "0", "30" })]
    public void Values_are_a_row(string form, string[] expected)
    {
        var map = new Dictionary<object, Tensor> { [7L] = Number(20), [1L] = Number(10), [3L] = Number(30) };

        Assert.Equal(expected, Run(ElementType.Int64, ElementType.Float, map, x => Maps.CastMap(x, "TO_STRING", form, 4)).Strings);
    }

    [Fact]
    public void Texts_become_numbers_and_missing_ones_zero()
    {
        var map = new Dictionary<object, Tensor> { [1L] = Text("2.5") };

        Assert.Equal([0, 2.5], Run(ElementType.Int64, ElementType.String, map, x => Maps.CastMap(x, mapForm: "SPARSE", maxMap: 2)).Doubles);
    }

    [Fact]
    public void Words_of_a_vocabulary_are_columns()
    {
        var map = new Dictionary<object, Tensor> { ["b"] = Number(2), ["x"] = Number(3) };

        Tensor row = Run(ElementType.String, ElementType.Float, map, x => Maps.DictVectorizer(x, stringVocabulary: ["a", "b"]));

        Assert.Equal([1L, 2], row.Dims);
        Assert.Equal([0, 2], row.Doubles);
    }

    [Fact]
    public void Scores_get_labels()
    {
        var scope = new Scope();
        Value x = scope.Add(new Parameter("x", new TensorType(ElementType.Float, Shape.Of(2, 2))));
        Value maps = Maps.ZipMap(x, classlabelsInt64s: [5, 6]);
        var graph = new Graph("test", [x], [new GraphOutput("y", maps)]);

        Contents result = GraphEvaluator.RunAll(graph, [new Tensor(ElementType.Float, [2, 2], new double[] { 1, 2, 3, 4 })])[0];

        Assert.Equal("seq(map(int64, float[]))", maps.Type.ToString());
        Assert.Equal([2, 4], Lists.List(result).Select(map => ((MapContents)map).Entries[6L].Doubles[0]));
    }

    [Fact]
    public void Wrong_types_and_attributes_are_named()
    {
        AssertRefused("A map with keys of type int64 is expected here, but the value is of type map(string, float[]).", x => Maps.CastMap(x));
        AssertRefused("A map with keys of type int64 is expected here, but the value is of type map(string, float[]).", x => Maps.DictVectorizer(x, int64Vocabulary: [1]));
        AssertRefused("The DictVectorizer has no vocabulary.", x => Maps.DictVectorizer(x));
        AssertRefused("A tensor is expected here, but the value is of type map(string, float[]).", x => Maps.ZipMap(x, classlabelsInt64s: [1]));
        AssertRefused("The ZipMap has no labels.", x => Maps.ZipMap(x));
    }

    static void AssertRefused(string message, Func<Value, Value> lowering) =>
        Assert.Equal(message, Assert.Throws<ModelException>(() => Run(ElementType.String, ElementType.Float, [], lowering)).Message);

    static Tensor Run(ElementType key, ElementType value, Dictionary<object, Tensor> entries, Func<Value, Value> lowering)
    {
        var scope = new Scope();
        Value x = scope.Add(new Parameter("x", new MapType(key, new TensorType(value, Shape.Scalar))));
        var graph = new Graph("test", [x], [new GraphOutput("y", lowering(x))]);
        return (Tensor)GraphEvaluator.RunAll(graph, [new MapContents(entries)])[0];
    }

    static Tensor Number(double number) => Tensor.Scalar(ElementType.Float, number);

    static Tensor Text(string text) => new(ElementType.String, [], new[] { text });
}
