using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Reflection;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Threading;
using Xunit;
using Tensor = System.Numerics.Tensors.Tensor;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Steps on bands of rows give the same bits as steps on whole images.</summary>
public sealed class BandTests
{
    const int Channels = 8;
    const int Height = 300;
    const int Width = 253;

    public static TheoryData<string> Chains =>
    [
        "pointwise depthwise pointwise",
        "depthwise pointwise depthwise pool",
        "strided pointwise depthwise depthwiseStrided pointwise",
        "pointwise five fiveStrided pool average",
        "pointwise depthwise residual depthwise pointwise",
        "pool depthwise average pointwise upper",
    ];

    [Theory]
    [MemberData(nameof(Chains))]
    public void Bands_have_the_same_bits_as_whole_images(string chain)
    {
        string[] steps = chain.Split(' ');
        IOnnxModel inBands = EmittedModel.Load(Model(steps, false)), whole = EmittedModel.Load(Model(steps, true));
        Assert.True(HasBands(inBands));
        Assert.False(HasBands(whole));

        foreach (int batch in (int[])[1, 3])
        {
            var inputs = new Dictionary<string, object?> { ["x"] = Image(batch) };
            int[] expected = Bits(whole.Run(inputs)["y"]);
            foreach (int threads in (int[])[1, 2, 5])
                Assert.Equal(expected, OnThreads(threads, () => Bits(inBands.Run(inputs)["y"])));
        }
    }

    [Fact]
    public void Sizes_that_are_free_have_no_bands() => Assert.False(HasBands(EmittedModel.Load(Model(["pointwise", "depthwise", "pointwise"], false, "height"))));

    static int[] OnThreads(int count, Func<int[]> run)
    {
        int before = WorkerPool.ThreadCount;
        WorkerPool.ThreadCount = count;
        try
        {
            return run();
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    static bool HasBands(IOnnxModel model) => model.GetType().Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)).Any(method => method.Name.Contains("Bands", StringComparison.Ordinal));

    static int[] Bits(object? y) => [.. ((Tensor<float>)y!).ToArray().Select(BitConverter.SingleToInt32Bits)];

    static Tensor<float> Image(int batch)
    {
        nint[] lengths = [batch, Channels, Height, Width];
        return Tensor.Create([.. Enumerable.Range(0, batch * Channels * Height * Width).Select(i => MathF.Sin(i * 0.7f))], lengths);
    }

    /// <param name="keeps">Whether what lies between the steps is a result, too, and has to be whole.</param>
    static ModelProto Model(string[] steps, bool keeps, object? height = null)
    {
        var nodes = new List<NodeProto>();
        var weights = new List<TensorProto>();
        for (int i = 0; i < steps.Length; i++)
        {
            string result = i == steps.Length - 1 ? "y" : $"v{i + 1}";
            nodes.AddRange(Nodes(steps[i], $"v{i}", result, $"w{i}", weights));
        }
        nodes.Insert(0, Models.Node("Relu", ["x"], ["v0"]));
        IEnumerable<string> results = keeps ? nodes.SelectMany(node => node.Output).Except(["y"]).Prepend("y") : ["y"];
        return Models.Model(
            nodes,
            [Models.Value("x", ElementType.Float, "batch", Channels, height ?? Height, Width)],
            results.Select((result, i) => Models.Value(result, ElementType.Float, "batch", "channels" + i, "height" + i, "width" + i)),
            [.. weights]);
    }

    static NodeProto[] Nodes(string step, string source, string result, string weight, List<TensorProto> weights)
    {
        switch (step)
        {
            case "pointwise":
                return [Convolve(1, 1, [0, 0, 0, 0], Channels, 1)];
            case "strided":
                return [Convolve(3, 2, [1, 1, 1, 1], 2, Channels / 2)];
            case "depthwise":
                return [Convolve(3, 1, [1, 1, 1, 1], 1, Channels)];
            case "depthwiseStrided":
                return [Convolve(3, 2, [1, 1, 1, 1], 1, Channels)];
            case "five":
                return [Convolve(5, 1, [2, 2, 2, 2], 1, Channels)];
            case "fiveStrided":
                return [Convolve(5, 2, [2, 2, 2, 2], 1, Channels)];
            case "upper":
                return [Convolve(3, 1, [2, 0, 0, 1], 1, Channels)];
            case "pool":
                return [Pool("MaxPool", 3, 2, 1)];
            case "average":
                return [Pool("AveragePool", 2, 2, 0)];
            case "residual":
                NodeProto product = Convolve(1, 1, [0, 0, 0, 0], Channels, 1);
                product.Output[0] = result + "Product";
                return [product, Models.Node("Add", [result + "Product", "v0"], [result])];
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, null);
        }

        NodeProto Convolve(int kernel, int stride, int[] pads, int channels, int groups)
        {
            int count = Channels * channels * kernel * kernel;
            var tensor = new TensorProto { Name = weight, DataType = (int)ElementType.Float, Dims = { Channels, channels, kernel, kernel } };
            tensor.FloatData.Add(Enumerable.Range(0, count).Select(i => MathF.Cos(i) / 3));
            weights.Add(tensor);
            return Models.Node(
                "Conv", [source, weight], [result], Ints("strides", stride, stride), Models.Attribute("group", groups),
                Ints("pads", pads));
        }

        NodeProto Pool(string kind, int kernel, int stride, int pad) => Models.Node(
            kind, [source], [result], Ints("kernel_shape", kernel, kernel), Ints("strides", stride, stride), Ints("pads", pad, pad, pad, pad));
    }

    static AttributeProto Ints(string name, params int[] numbers) =>
        new() { Name = name, Type = 7, Ints = { numbers.Select(number => (long)number) } };
}
