using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Differential.Tests.Operators;

/// <summary>RNN, GRU and LSTM in all directions.</summary>
internal static class Recurrent
{
    public static IEnumerable<OperatorEntry> All =>
    [
        new("RNN", (g, x) => Add(g, x, "RNN", gates: 1, activations: 1)) { MinimumRank = 3, MaximumRank = 3 },
        new("GRU", (g, x) => Add(g, x, "GRU", gates: 3, activations: 2)) { MinimumRank = 3, MaximumRank = 3 },
        new("LSTM", (g, x) => Add(g, x, "LSTM", gates: 4, activations: 3)) { MinimumRank = 3, MaximumRank = 3 },
    ];

    static void Add(RandomGraph graph, Operand x, string name, int gates, int activations)
    {
        Random random = graph.Random;
        string? direction = random.Of(null, "forward", "reverse", "bidirectional");
        long directions = direction == "bidirectional" ? 2 : 1, hidden = random.Between(1, 20), steps = x.Dims[0], batch = x.Dims[1];
        bool isLong = name == "LSTM";
        Operand?[] inputs =
        [
            x, Weights(directions, gates * hidden, x.Dims[2]), Weights(directions, gates * hidden, hidden),
            random.Coin() ? Weights(directions, 2 * gates * hidden) : null,
            random.Coin(0.3) ? graph.Constant(RandomTensor.Of(random, ElementType.Int32, [batch], 1, steps)) : null,
            random.Coin() ? Weights(directions, batch, hidden) : null,
            isLong && random.Coin() ? Weights(directions, batch, hidden) : null,
            isLong && random.Coin(0.3) ? Weights(directions, 3 * hidden) : null,
        ];
        graph.Node(name, inputs[..(isLong ? 8 : 6)], new()
        {
            ["hidden_size"] = hidden,
            ["direction"] = direction,
            // Gates beyond 1 make states grow from step to step.
            ["activations"] = random.Coin() ? null : Enumerable.Range(0, (int)directions * activations).Select(i => activations > 1 && i % activations == 0 ? "Sigmoid" : random.Of("Tanh", "Sigmoid", "Relu")).ToArray(),
            ["linear_before_reset"] = name == "GRU" ? random.Of<object?>(null, 0, 1) : null,
            ["input_forget"] = isLong ? random.Of<object?>(null, 0, 1) : null,
        }, outputs: isLong ? 3 : 2);

        Operand Weights(params long[] dims) => graph.Tensor(ElementType.Float, dims, -0.5, 0.5);
    }
}
