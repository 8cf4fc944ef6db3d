using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Convolutions and poolings.</summary>
internal static class Windows
{
    const int FirstSpatialAxis = 2;

    public static IEnumerable<OperatorEntry> All =>
    [
        new("Conv", Conv) { MinimumRank = 3, MaximumRank = 5, Rounding = Rounding.None },
        new("ConvTranspose", ConvTranspose) { MinimumRank = 3, MaximumRank = 4, Rounding = Rounding.None },
        new("ConvInteger", ConvInteger) { MinimumRank = 4, MaximumRank = 4, Since = 10, Types = [ElementType.UInt8], Rounding = Rounding.None },
        Pool("MaxPool", ceilSince: 10, dilationSince: 10, Rounding.None) with { Since = 8 },
        Pool("AveragePool", ceilSince: 10, dilationSince: 19, Rounding.Rounds, "count_include_pad"),
        Pool("LpPool", ceilSince: 18, dilationSince: 18, Rounding.Rounds, "p"),
        new("MaxPoolIndices", MaxPoolIndices) { MinimumRank = 3, Since = 8, Rounding = Rounding.Jumps },
        new("GlobalAveragePool", (g, x) => g.Node("GlobalAveragePool", x)) { MinimumRank = 3, MaximumRank = 5 },
        new("GlobalMaxPool", (g, x) => g.Node("GlobalMaxPool", x)) { MinimumRank = 3, MaximumRank = 5, Rounding = Rounding.None },
        new("GlobalLpPool", (g, x) => g.Node("GlobalLpPool", [x], new() { ["p"] = g.Random.Of<object?>(null, 1, 3) })) { MinimumRank = 3 },
    ];

    static void Conv(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long group = random.Coin() ? 1 : random.Divisor(x.Dims[1]);
        long maps = group * random.Between(1, random.Coin(0.3) ? 18 : 3);
        long[] kernel = Kernel(random, x);
        Operand weights = graph.Floats([maps, x.Dims[1] / group, .. kernel]);
        Attributes attributes = Window(random, x, kernel, dilates: true);
        attributes["group"] = group;
        if (random.Coin())
            attributes.Remove("kernel_shape");
        graph.Node("Conv", random.Coin() ? [x, weights] : [x, weights, graph.Floats(maps)], attributes);
    }

    static void ConvTranspose(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long group = random.Coin() ? 1 : random.Divisor(x.Dims[1]);
        long maps = random.Between(1, 3);
        long[] kernel = [.. x.Dims[FirstSpatialAxis..].Select(_ => (long)random.Between(1, 4))];
        Operand weights = graph.Floats([x.Dims[1], maps, .. kernel]);
        Attributes attributes = Window(random, x, kernel, dilates: true);
        attributes["group"] = group;
        attributes["output_padding"] = random.Coin(0.3) && attributes.TryGetValue("strides", out object? strides) && strides is long[] steps
            ? steps.Select(step => (long)random.Between(0, (int)step - 1)).ToArray()
            : null;
        graph.Node("ConvTranspose", random.Coin() ? [x, weights] : [x, weights, graph.Floats(maps * group)], attributes);
    }

    static void ConvInteger(RandomGraph graph, Operand x)
    {
        Random random = graph.Random;
        long[] kernel = Kernel(random, x);
        Operand weights = graph.Tensor(random.Of(ElementType.UInt8, ElementType.Int8), [random.Between(1, 5), x.Dims[1], .. kernel]);
        Operand? zero = random.Coin() ? null : graph.Scalar(ElementType.UInt8, 3);
        graph.Node("ConvInteger", zero is null ? [x, weights] : [x, weights, zero], Window(random, x, kernel, dilates: true));
    }

    static OperatorEntry Pool(string name, int ceilSince, int dilationSince, Rounding rounding, string? attribute = null) => new(name, (g, x) =>
    {
        long[] kernel = Kernel(g.Random, x);
        Attributes attributes = Window(g.Random, x, kernel, dilates: g.Opset >= dilationSince && g.Random.Coin(0.3));
        attributes["ceil_mode"] = g.Opset >= ceilSince ? g.Random.Of<object?>(null, 0, 1) : null;
        if (attribute is not null)
            attributes[attribute] = g.Random.Of<object?>(null, 1, attribute == "p" ? 2 : 0);
        g.Node(name, [x], attributes);
    })
    { MinimumRank = 3, MaximumRank = 5, Rounding = rounding };

    static void MaxPoolIndices(RandomGraph graph, Operand x)
    {
        Attributes attributes = Window(graph.Random, x, Kernel(graph.Random, x), dilates: graph.Opset >= 10 && graph.Random.Coin(0.3));
        attributes["storage_order"] = graph.Random.Of<object?>(null, 0, 1);
        graph.Node("MaxPool", [x], attributes, outputs: 2);
    }

    static long[] Kernel(Random random, Operand x) =>
        [.. x.Dims[FirstSpatialAxis..].Select(n => (long)random.Between(1, (int)Math.Min(n, 4)))];

    /// <summary>Strides, dilations and pads for which the result is not empty: the dilated kernel fits, and pads are below the kernel.</summary>
    static Attributes Window(Random random, Operand x, long[] kernel, bool dilates)
    {
        long[] spatial = x.Dims[FirstSpatialAxis..];
        // Where windows do not reach one another, or are dilated, ONNX Runtime's SAME_* gives fewer of them than the standard's input / stride.
        string? automatic = random.Coin(0.6) ? null : random.Of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");
        bool isSame = automatic?.StartsWith("SAME", StringComparison.Ordinal) == true;
        long[] dilations = [.. kernel.Select((k, i) => !dilates || k == 1 ? 1 : (long)random.Between(1, Math.Max(1, Math.Min(3, (int)((spatial[i] - 1) / (k - 1))))))];
        bool pads = automatic is null or "NOTSET" && random.Coin(0.7);
        return new()
        {
            ["kernel_shape"] = kernel,
            ["strides"] = random.Coin(0.3) ? null : kernel.Select(k => (long)random.Between(1, isSame ? (int)Math.Min(k, 3) : 3)).ToArray(),
            ["dilations"] = dilates && !isSame ? dilations : null,
            ["auto_pad"] = automatic,
            ["pads"] = pads ? Enumerable.Range(0, 2 * kernel.Length).Select(i => (long)random.Between(0, (int)kernel[i % kernel.Length] - 1)).ToArray() : null,
        };
    }
}
