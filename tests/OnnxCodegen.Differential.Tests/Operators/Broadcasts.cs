using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>Functions of several tensors that broadcast.</summary>
internal static class Broadcasts
{
    public static IEnumerable<OperatorEntry> All =>
    [
        Binary("Add", Rounding.None) with { Types = TypeSets.Numbers },
        Binary("Sub", Rounding.None) with { Types = TypeSets.Numbers },
        Binary("Mul", Rounding.None) with { Types = TypeSets.Numbers },
        Binary("Div", Rounding.Rounds | Rounding.Jumps, low: 1) with { Types = TypeSets.Numbers },
        Binary("Pow", Rounding.Rounds | Rounding.Jumps, low: 0, high: 3) with { Types = TypeSets.Numbers },
        Binary("Mod", Rounding.Rounds | Rounding.Jumps, low: 1) with { Types = [ElementType.Int32, ElementType.Int64, ElementType.UInt8], Since = 10 },
        Binary("Equal", Rounding.Jumps) with { Types = TypeSets.Numbers, Since = 11 },
        Binary("Less", Rounding.Jumps) with { Types = TypeSets.Numbers, Since = 9 },
        Binary("Greater", Rounding.Jumps) with { Types = TypeSets.Numbers, Since = 9 },
        Binary("LessOrEqual", Rounding.Jumps) with { Types = TypeSets.Numbers, Since = 12 },
        Binary("GreaterOrEqual", Rounding.Jumps) with { Types = TypeSets.Numbers, Since = 12 },
        Binary("And", Rounding.None) with { Types = [ElementType.Bool] },
        Binary("Or", Rounding.None) with { Types = [ElementType.Bool] },
        Binary("Xor", Rounding.None) with { Types = [ElementType.Bool] },
        Binary("BitwiseAnd", Rounding.None) with { Types = TypeSets.Bits, Since = 18 },
        Binary("BitwiseOr", Rounding.None) with { Types = TypeSets.Bits, Since = 18 },
        Binary("BitwiseXor", Rounding.None) with { Types = TypeSets.Bits, Since = 18 },
        Variadic("Sum", Rounding.None) with { Types = TypeSets.Floats, Since = 8 },
        Variadic("Mean", Rounding.Rounds) with { Since = 8 },
        Variadic("Max", Rounding.None) with { Types = TypeSets.Numbers, Since = 12 },
        Variadic("Min", Rounding.None) with { Types = TypeSets.Numbers, Since = 12 },
        new("ModFmod", (g, x) => g.Node("Mod", [x, g.Tensor(x.Type, g.Random.Broadcasting(x.Dims), 1)], new() { ["fmod"] = 1 }))
        {
            Since = 10, Types = TypeSets.Numbers, Rounding = Rounding.Jumps,
        },
        new("BitShift", (g, x) => g.Node("BitShift", [x, g.Tensor(x.Type, g.Random.Broadcasting(x.Dims), 0, 3)], new() { ["direction"] = g.Random.Of("LEFT", "RIGHT") }))
        {
            Since = 11, Types = TypeSets.Bits, Rounding = Rounding.None,
        },
        new("PRelu", (g, x) => g.Node("PRelu", x, g.Tensor(x.Type, g.Random.BroadcastingTo(x.Dims)))) { Types = TypeSets.Floats, Rounding = Rounding.None },
        new("Where", Where) { Since = 9, Types = TypeSets.Numbers, Rounding = Rounding.None },
        new("Expand", Expand) { Since = 8, Types = TypeSets.Any, Rounding = Rounding.None },
    ];

    static OperatorEntry Binary(string name, Rounding rounding, double low = -4, double high = 4) => new(name, (g, x) =>
    {
        Operand other = g.Random.Coin(0.1) ? x : g.Tensor(x.Type, g.Random.Broadcasting(x.Dims), low, high);
        // Integers are neither divided by zero nor raised to negative powers, which the standard leaves open.
        bool swaps = g.Random.Coin(0.3) && low < 0;
        g.Node(name, low >= 0 && other == x ? [x, g.Tensor(x.Type, x.Dims, low, high)] : swaps ? [other, x] : [x, other]);
    })
    { Rounding = rounding };

    static OperatorEntry Variadic(string name, Rounding rounding) => new(name, (g, x) =>
    {
        Operand[] others = g.Random.Several(g.Random.Between(0, 2), () => g.Tensor(x.Type, g.Random.Broadcasting(x.Dims.Select(n => n == 1 ? 2 : n).ToArray())));
        g.Node(name, [x, .. others]);
    })
    { Rounding = rounding };

    static void Where(RandomGraph graph, Operand x)
    {
        Operand other = graph.Tensor(x.Type, graph.Random.BroadcastingTo(x.Dims));
        Operand condition = graph.Tensor(ElementType.Bool, graph.Random.BroadcastingTo(x.Dims));
        graph.Node("Where", graph.Random.Coin() ? [condition, x, other] : [condition, other, x]);
    }

    static void Expand(RandomGraph graph, Operand x)
    {
        long[] shape = [.. x.Dims.Select(n => n == 1 ? graph.Random.Between(1, 4) : graph.Random.Coin(0.3) ? 1 : n)];
        graph.Node("Expand", x, graph.Integers(graph.Random.Coin(0.3) ? [graph.Random.Between(1, 3), .. shape] : shape));
    }
}
