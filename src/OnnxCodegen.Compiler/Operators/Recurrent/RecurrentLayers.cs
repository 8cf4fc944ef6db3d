using System;
using System.Collections.Generic;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Recurrent layers. They give the outputs of all times and the last states.</summary>
internal static class RecurrentLayers
{
    [Operator(Widens = true), Since(1)]
    public static IReadOnlyList<Value> RNN(
        [Rank(3)] Value x, [Rank(3)] Value w, [Rank(3)] Value r, [Rank(2)] Value? b = null, [Rank(1), Indices] Value? sequenceLens = null, [Rank(3)] Value? initialH = null, double[]? activationAlpha = null,
        double[]? activationBeta = null, string[]? activations = null, double clip = 0, string direction = "forward", long? hiddenSize = null,
        long layout = 0, long outputSequence = 0)
    {
        var layer = new RecurrentLayer(x, w, r, b, sequenceLens, direction, layout);
        var functions = new RecurrentActivations(activations, new[] { "Tanh" }, layer.Directions, activationAlpha, activationBeta, clip);
        return layer.Run(new[] { initialH }, (d, input, states) =>
            new[] { functions.Apply(input + RecurrentLayer.Product(states[0], RecurrentLayer.Of(r, d)), d, 0) });
    }

    /// <summary>Gates in the order update, reset, hidden.</summary>
    [Operator(Widens = true), Since(1)]
    public static IReadOnlyList<Value> GRU(
        [Rank(3)] Value x, [Rank(3)] Value w, [Rank(3)] Value r, [Rank(2)] Value? b = null, [Rank(1), Indices] Value? sequenceLens = null, [Rank(3)] Value? initialH = null, double[]? activationAlpha = null,
        double[]? activationBeta = null, string[]? activations = null, double clip = 0, string direction = "forward", long? hiddenSize = null,
        long layout = 0, long linearBeforeReset = 0, long outputSequence = 0)
    {
        var layer = new RecurrentLayer(x, w, r, b, sequenceLens, direction, layout);
        var functions = new RecurrentActivations(
            activations, new[] { "Sigmoid", "Tanh" }, layer.Directions, activationAlpha, activationBeta, clip);
        return linearBeforeReset == 0
            ? layer.Run(new[] { initialH }, ResetBeforeProduct)
            : layer.Run(new[] { initialH }, ProductBeforeReset, addRecurrentBias: false);

        IReadOnlyList<Value> ResetBeforeProduct(int d, Value input, IReadOnlyList<Value> states)
        {
            Value weights = RecurrentLayer.Of(r, d);
            Value gates = layer.Gate(input, 0, 2) + RecurrentLayer.Product(states[0], Views.Slice(weights, 0, 0, layer.Hidden * 2));
            Value reset = functions.Apply(layer.Gate(gates, 1), d, 0);
            Value product = RecurrentLayer.Product(reset * states[0], Views.Slice(weights, 0, layer.Hidden * 2, layer.Hidden));
            return Update(d, layer.Gate(gates, 0), layer.Gate(input, 2) + product, states[0]);
        }

        IReadOnlyList<Value> ProductBeforeReset(int d, Value input, IReadOnlyList<Value> states)
        {
            Value product = RecurrentLayer.Product(states[0], RecurrentLayer.Of(r, d));
            if (layer.RecurrentBias(d) is { } bias)
                product += bias;
            Value gates = layer.Gate(input, 0, 2) + layer.Gate(product, 0, 2);
            Value reset = functions.Apply(layer.Gate(gates, 1), d, 0);
            return Update(d, layer.Gate(gates, 0), layer.Gate(input, 2) + (reset * layer.Gate(product, 2)), states[0]);
        }

        IReadOnlyList<Value> Update(int d, Value update, Value hidden, Value state) => new[]
        {
            Map(functions.Apply(update, d, 0), functions.Apply(hidden, d, 1), state, (z, h, before) => ((1 - z) * h) + (z * before)),
        };
    }

    /// <summary>Gates in the order input, output, forget, cell.</summary>
    /// <param name="p">The peepholes of input, output and forget gate, [directions, 3 · H].</param>
    [Operator(Widens = true), Since(1)]
    public static IReadOnlyList<Value> LSTM(
        [Rank(3)] Value x, [Rank(3)] Value w, [Rank(3)] Value r, [Rank(2)] Value? b = null, [Rank(1), Indices] Value? sequenceLens = null, [Rank(3)] Value? initialH = null, [Rank(3)] Value? initialC = null,
        [Rank(2)] Value? p = null, double[]? activationAlpha = null, double[]? activationBeta = null, string[]? activations = null, double clip = 0,
        string direction = "forward", long? hiddenSize = null, long inputForget = 0, long layout = 0, long outputSequence = 0)
    {
        var layer = new RecurrentLayer(x, w, r, b, sequenceLens, direction, layout);
        var functions = new RecurrentActivations(
            activations, new[] { "Sigmoid", "Tanh", "Tanh" }, layer.Directions, activationAlpha, activationBeta, clip);
        return LSTM(layer, functions, initialH, initialC, p, inputForget, state => state);
    }

    /// <param name="read">What the product with R sees of a state.</param>
    public static IReadOnlyList<Value> LSTM(
        RecurrentLayer layer, RecurrentActivations functions, Value? initialH, Value? initialC, Value? p, long inputForget, Func<Value, Value> read)
    {
        return layer.Run(new[] { initialH, initialC }, (d, share, states) =>
        {
            Value gates = share + RecurrentLayer.Product(read(states[0]), RecurrentLayer.Of(layer.R, d));
            (Value hidden, Value cell) = LSTMCell(layer, functions, d, gates, states[1], p, inputForget);
            return new[] { hidden, cell };
        });
    }

    /// <summary>The next output and state of a cell whose gates have their shares of inputs and of the output before, [N, 4 · H].</summary>
    public static (Value Hidden, Value Cell) LSTMCell(
        RecurrentLayer layer, RecurrentActivations functions, int direction, Value gates, Value state, Value? p, long inputForget)
    {
        Value input = functions.Apply(Peep(layer.Gate(gates, 0), state, 0), direction, 0);
        Value forget = inputForget != 0
            ? 1 - input
            : functions.Apply(Peep(layer.Gate(gates, 2), state, 2), direction, 0);
        Value cell = (forget * state) + (input * functions.Apply(layer.Gate(gates, 3), direction, 1));
        Value output = functions.Apply(Peep(layer.Gate(gates, 1), cell, 1), direction, 0);
        return (output * functions.Apply(cell, direction, 2), cell);

        Value Peep(Value gate, Value value, int index) =>
            p is null ? gate : gate + (layer.Gate(RecurrentLayer.Of(p, direction), index) * value);
    }
}
