using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using Google.Protobuf;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;
using CompilerTensor = OnnxCodegen.Compiler.Tensor;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Types of at most eight bits: a class gives what the evaluator gives, for every code.</summary>
public sealed class SmallTypeTests
{
    [Theory]
    [InlineData(nameof(ElementType.Float8E4M3FN))]
    [InlineData(nameof(ElementType.Float8E4M3FNUZ))]
    [InlineData(nameof(ElementType.Float8E5M2))]
    [InlineData(nameof(ElementType.Float8E5M2FNUZ))]
    [InlineData(nameof(ElementType.Float8E8M0))]
    [InlineData(nameof(ElementType.Int8))]
    public void Every_code_of_eight_bits_becomes_the_same_numbers_and_comes_back(string name)
    {
        var type = Enum.Parse<ElementType>(name);
        ModelProto model = Model(
            [Convert("BitCast", "codes", "typed", type), .. Conversions("typed", type), Convert("BitCast", "typed", "again", ElementType.UInt8)],
            [Models.Value("codes", ElementType.UInt8, 256)],
            [.. Results, Models.Value("again", ElementType.UInt8, 256)]);

        AssertSame(model, [.. Enumerable.Range(0, 256).Select(code => (byte)code)], ElementType.UInt8, b => b);
    }

    [Theory]
    [InlineData(nameof(ElementType.Float4E2M1), 16)]
    [InlineData(nameof(ElementType.Int4), 16)]
    [InlineData(nameof(ElementType.UInt4), 16)]
    [InlineData(nameof(ElementType.Int2), 4)]
    [InlineData(nameof(ElementType.UInt2), 4)]
    public void Every_packed_code_becomes_the_same_numbers(string name, int codes)
    {
        var type = Enum.Parse<ElementType>(name);
        int perByte = 8 / type.Bits();
        byte[] packed = [.. Enumerable.Range(0, codes).Chunk(perByte).Select(c => (byte)c.Select((code, i) => code << (i * type.Bits())).Sum())];
        var weights = new TensorProto { Name = "typed", DataType = (int)type, Dims = { codes }, RawData = ByteString.CopyFrom(packed) };
        ModelProto model = Model(
            [.. Conversions("typed", type), Models.Node("Add", ["single", "x"], ["sum"])],
            [Models.Value("x", ElementType.Float, codes)],
            [.. Results, Models.Value("sum", ElementType.Float, codes)], weights);

        AssertSame(model, new float[codes], ElementType.Float, x => (double)x);
    }

    [Theory]
    [InlineData(nameof(ElementType.Float8E4M3FN))]
    [InlineData(nameof(ElementType.Float8E4M3FNUZ))]
    [InlineData(nameof(ElementType.Float8E5M2))]
    [InlineData(nameof(ElementType.Float8E5M2FNUZ))]
    [InlineData(nameof(ElementType.Float8E8M0))]
    [InlineData(nameof(ElementType.Float4E2M1))]
    [InlineData(nameof(ElementType.Int4))]
    [InlineData(nameof(ElementType.UInt4))]
    [InlineData(nameof(ElementType.Int2))]
    [InlineData(nameof(ElementType.UInt2))]
    public void Numbers_round_to_the_same_codes(string name)
    {
        var type = Enum.Parse<ElementType>(name);
        float[] numbers = [.. Numbers()];
        AttributeProto wraps = new() { Name = "saturate", Type = 2, I = 0 };
        NodeProto overflowing = Convert("Cast", "x", "overflowing", type);
        overflowing.Attribute.Add(wraps);
        ModelProto model = Model(
            [
                Convert("Cast", "x", "saturated", type), overflowing,
                Convert("Cast", "saturated", "y", ElementType.Float), Convert("Cast", "overflowing", "z", ElementType.Float),
            ],
            [Models.Value("x", ElementType.Float, numbers.Length)],
            [Models.Value("y", ElementType.Float, numbers.Length), Models.Value("z", ElementType.Float, numbers.Length)]);

        AssertSame(model, numbers, ElementType.Float, x => (double)x);
    }

    static IEnumerable<ValueInfoProto> Results =>
        [Models.Value("single", ElementType.Float, "n"), Models.Value("half", ElementType.Float16, "n"), Models.Value("whole", ElementType.Int32, "n"), Models.Value("flag", ElementType.Bool, "n")];

    static IEnumerable<NodeProto> Conversions(string typed, ElementType type) =>
        [Convert("Cast", typed, "single", ElementType.Float), Convert("Cast", typed, "half", ElementType.Float16), Convert("Cast", typed, "whole", ElementType.Int32), Convert("Cast", typed, "flag", ElementType.Bool)];

    /// <summary>Numbers of all magnitudes and signs, those halfway between the numbers of few bits among them.</summary>
    static IEnumerable<float> Numbers()
    {
        yield return float.NaN;
        for (int exponent = -20; exponent < 20; exponent++)
        {
            for (int fraction = 32; fraction < 64; fraction++)
            {
                float x = MathF.ScaleB(fraction, exponent - 5);
                foreach (float y in new[] { x, MathF.BitIncrement(x), MathF.BitDecrement(x) })
                {
                    yield return y;
                    yield return -y;
                }
            }
        }
        yield return float.PositiveInfinity;
        yield return float.NegativeInfinity;
        yield return 0;
    }

    static NodeProto Convert(string @operator, string input, string output, ElementType type) =>
        Models.Node(@operator, [input], [output], new AttributeProto { Name = "to", Type = 2, I = (int)type });

    static ModelProto Model(IEnumerable<NodeProto> nodes, IEnumerable<ValueInfoProto> inputs, IEnumerable<ValueInfoProto> outputs, params TensorProto[] weights)
    {
        ModelProto model = Models.Model(nodes, inputs, outputs, weights);
        model.OpsetImport[0].Version = 26;
        return model;
    }

    static void AssertSame<T>(ModelProto model, T[] input, ElementType type, Func<T, object> element)
    {
        IReadOnlyDictionary<string, object?> ours = EmittedModel.Load(model).Run(
            new Dictionary<string, object?> { [model.Graph.Input[0].Name] = System.Numerics.Tensors.Tensor.Create(input) });
        Graph graph = GraphImporter.Import(ModelReader.Read(new MemorySource("model", model.ToByteArray())), new Dictionary<string, long>());
        Array data = type.IsFloating() ? input.Select(x => (double)element(x)).ToArray() : input.Select(x => System.Convert.ToInt64(element(x))).ToArray();
        IReadOnlyList<CompilerTensor> expected = GraphEvaluator.Run(graph, [new CompilerTensor(type, [input.Length], data)]);
        for (int k = 0; k < expected.Count; k++)
        {
            object[] results = [.. ((System.Collections.IEnumerable)ours[graph.Outputs[k].Name]!).Cast<object>()];
            Assert.Equal(expected[k].Length, results.Length);
            for (int i = 0; i < results.Length; i++)
                Assert.Equal(Number(expected[k].Data.GetValue(i)!), Number(results[i]));
        }
    }

    static double Number(object value) => value switch
    {
        Half half => (double)half,
        bool flag => flag ? 1 : 0,
        IConvertible number => number.ToDouble(null),
        _ => throw new InvalidOperationException($"{value.GetType()} is no number."),
    };
}
