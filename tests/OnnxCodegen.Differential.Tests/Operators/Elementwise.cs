using System.Collections.Generic;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Functions of one element, and Clip and Cast.</summary>
internal static class Elementwise
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Of("Abs", Rounding.None) with { Types = TypeSets.Numbers },
        Of("Neg", Rounding.None) with { Types = TypeSets.Numbers },
        Of("Sign", Rounding.Jumps) with { Types = TypeSets.Numbers, Since = 9 },
        Of("Relu", Rounding.None) with { Types = TypeSets.Floats },
        Of("Identity", Rounding.None) with { Types = TypeSets.Any },
        Of("Floor", Rounding.Jumps) with { Types = TypeSets.Floats },
        Of("Ceil", Rounding.Jumps) with { Types = TypeSets.Floats },
        Of("Round", Rounding.Jumps) with { Types = TypeSets.Floats, Since = 11 },
        Of("Not", Rounding.None) with { Types = [ElementType.Bool] },
        Of("BitwiseNot", Rounding.None) with { Types = TypeSets.Bits, Since = 18 },
        Of("IsNaN", Rounding.None) with { Types = TypeSets.Floats, Since = 13 },
        Of("Exp") with { Types = TypeSets.Floats },
        Of("Log", Rounding.Rounds | Rounding.Jumps) with { Types = TypeSets.Floats },
        Of("Sqrt", Rounding.Rounds | Rounding.Jumps) with { Types = TypeSets.Floats },
        Of("Reciprocal", Rounding.Rounds | Rounding.Jumps) with { Types = TypeSets.Floats },
        Of("Sin") with { Types = TypeSets.Floats },
        Of("Cos"),
        Of("Tan", Rounding.Rounds | Rounding.Jumps),
        Of("Sinh") with { Since = 9 },
        Of("Cosh") with { Since = 9 },
        Of("Tanh") with { Types = TypeSets.Floats },
        Of("Asin", Rounding.Rounds | Rounding.Jumps),
        Of("Acos", Rounding.Rounds | Rounding.Jumps),
        Of("Atan"),
        Of("Asinh") with { Since = 9 },
        Of("Acosh", Rounding.Rounds | Rounding.Jumps) with { Since = 9 },
        Of("Atanh", Rounding.Rounds | Rounding.Jumps) with { Since = 9 },
        Of("Erf") with { Since = 9 },
        Of("Sigmoid") with { Types = TypeSets.Floats },
        Of("Softplus"),
        Of("Softsign"),
        Of("Mish") with { Since = 18 },
        Of("HardSwish") with { Since = 14 },
        Of("LeakyRelu", "alpha"),
        Of("Elu", "alpha"),
        Of("Celu", "alpha") with { Since = 12 },
        Of("ThresholdedRelu", "alpha") with { Since = 10, Rounding = Rounding.Jumps },
        new("Selu", (g, x) => g.Node("Selu", [x], new() { ["alpha"] = Slope(g), ["gamma"] = Slope(g) })),
        new("HardSigmoid", (g, x) => g.Node("HardSigmoid", [x], new() { ["alpha"] = Slope(g), ["beta"] = Slope(g) })),
        new("Shrink", (g, x) => g.Node("Shrink", [x], new() { ["lambd"] = Slope(g), ["bias"] = Slope(g) })) { Since = 9, Rounding = Rounding.Jumps },
        new("Gelu", (g, x) => g.Node("Gelu", [x], new() { ["approximate"] = g.Random.Of(null, "none", "tanh") })) { Since = 20 },
        new("IsInf", (g, x) => g.Node("IsInf", [x], new() { ["detect_negative"] = g.Random.Coin() })) { Since = 10, Rounding = Rounding.None },
        Of("Swish") with { Since = 24, Until = 25 },
        new("BitCast", (g, x) => g.Node("BitCast", [x], new() { ["to"] = (int)(x.Type is ElementType.Float or ElementType.Int32 or ElementType.UInt32 ? g.Random.Of(ElementType.Int32, ElementType.UInt32) : ElementType.Int64) })) { Since = 26, Types = [ElementType.Float, ElementType.Double, ElementType.Int32, ElementType.UInt32], Rounding = Rounding.Jumps },
        new("Clip", Clip) { Types = TypeSets.Numbers, Rounding = Rounding.None },
        new("Cast", (g, x) => g.Node("Cast", [x], new() { ["to"] = (int)g.Random.Of(TypeSets.Any) })) { Types = TypeSets.Any, Rounding = Rounding.Jumps },
    ];

    static OperatorEntry Of(string name, Rounding rounding = Rounding.Rounds) => new(name, (g, x) => g.Node(name, x)) { Rounding = rounding };

    static OperatorEntry Of(string name, string attribute) => new(name, (g, x) => g.Node(name, [x], new() { [attribute] = Slope(g) }));

    static object? Slope(RandomGraph graph) => graph.Random.Of<object?>(null, 0.25, 0.5, 1.5);

    static void Clip(RandomGraph graph, Operand x)
    {
        double low = graph.Random.Between(-2, 0), high = graph.Random.Between(-1, 2);
        if (graph.Opset < 11)
            graph.Node("Clip", [x], new() { ["min"] = low, ["max"] = high });
        else
            graph.Node("Clip", x, Bound(low), Bound(high));

        Operand? Bound(double value) => graph.Random.Coin(0.3) ? null : graph.Scalar(x.Type, value);
    }
}
