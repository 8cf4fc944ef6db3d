using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Recurrent layers that look at a memory in each step.</summary>
[Domain("com.microsoft")]
internal static class AttentiveLayers
{
    /// <summary>LSTM whose input is joined with what the step before found in a memory (https://arxiv.org/abs/1409.0473).</summary>
    /// <param name="x">[time, N, inputs].</param>
    /// <param name="w">[directions, 4 · H, inputs + attention].</param>
    /// <param name="qw">From outputs to queries, [directions, H, A].</param>
    /// <param name="mw">From the memory to keys, [directions, depth, A].</param>
    /// <param name="v">What weighs the sums of queries and keys, [directions, A].</param>
    /// <param name="m">The memory, [N, steps, depth].</param>
    /// <param name="memorySeqLens">How many steps of each sample's memory count, [N].</param>
    /// <param name="aw">From an output and what was found for it to the attention, [directions, H + depth, attention]; what was found itself when missing.</param>
    [Operator]
    public static (Value Y, Value LastHidden, Value LastCell) AttnLSTM(
        [Rank(3)] Value x, [Rank(3)] Value w, [Rank(3)] Value r, [Rank(2)] Value? b = null, [Rank(1), Indices] Value? sequenceLens = null,
        [Rank(3)] Value? initialH = null, [Rank(3)] Value? initialC = null, [Rank(2)] Value? p = null, [Rank(3)] Value? qw = null, [Rank(3)] Value? mw = null,
        [Rank(2)] Value? v = null, [Rank(3)] Value? m = null, [Rank(1), Indices] Value? memorySeqLens = null, [Rank(3)] Value? aw = null,
        double[]? activationAlpha = null, double[]? activationBeta = null, string[]? activations = null, double clip = 0, string direction = "forward",
        long? hiddenSize = null, long inputForget = 0)
    {
        if (qw is null || mw is null || v is null || m is null)
            throw new ModelException("The memory or its weights are missing.");
        Dim samples = x.Shape[1], inputs = x.Shape[2], hiddens = r.Shape[2], steps = m.Shape[1], depth = m.Shape[2], inner = mw.Shape[2];
        Dim attention = aw is null ? depth : aw.Shape[2];
        m = Views.Demanded(m, Shape.Of(samples, steps, depth), "There is a memory for each sequence");
        (mw, qw, v) = (Weights(mw, depth, inner), Weights(qw, hiddens, inner), Views.Demanded(v, Shape.Of(v.Shape[0], inner), "Queries and keys are of one size"));
        aw = aw is null ? null : Weights(aw, hiddens + depth, attention);
        w = Views.Demanded(w, Shape.Of(w.Shape[0], w.Shape[1], inputs + attention), "The weights of the input have columns for it and for the attention");
        var layer = new RecurrentLayer(x, Views.Slice(w, 2, 0, inputs), r, b, sequenceLens, direction, 0);
        var functions = new RecurrentActivations(activations, ["Sigmoid", "Tanh", "Tanh"], layer.Directions, activationAlpha, activationBeta, clip);
        Value fromAttention = Views.Slice(w, 2, inputs, attention);
        var results = layer.Run([initialH, initialC], (d, share, states) =>
        {
            Value gates = share + RecurrentLayer.Product(states[0], RecurrentLayer.Of(r, d)) + RecurrentLayer.Product(states[2], RecurrentLayer.Of(fromAttention, d));
            (Value hidden, Value cell) = RecurrentLayers.LSTMCell(layer, functions, d, gates, states[1], p, inputForget);
            return [hidden, cell, Attention(d, hidden)];
        }, further: attention);
        return (results[0], results[1], results[2]);

        Value Weights(Value weights, Dim rows, Dim columns) =>
            Views.Demanded(weights, Shape.Of(weights.Shape[0], rows, columns), "The weights of the attention fit outputs and memory");

        Value Attention(int d, Value hidden)
        {
            Value keys = Contractions.MatMul(m, RecurrentLayer.Of(mw, d));
            Value query = Views.Unsqueeze(Contractions.MatMul(hidden, RecurrentLayer.Of(qw, d)), 1);
            Value scores = Views.Squeeze(Reductions.Sum(Map(keys, query, RecurrentLayer.Of(v, d), (k, q, weight) => weight * Tanh(k + q)), 2), 2);
            if (memorySeqLens is not null)
            {
                Value counts = Views.Demanded(memorySeqLens, Shape.Of(samples), "The memory of each sequence has a length");
                scores = MapOver(scores.Scope, scores.Shape, [scores, Views.Unsqueeze(Cast(counts, ElementType.Int64), 1)], e =>
                    Select(Less(ScalarExpr.Index(1), e[1]), e[0], ScalarExpr.Literal(e[0].Type, double.NegativeInfinity)));
            }
            Value context = Contractions.Contract(SoftmaxOperators.Softmax(scores, 1), m, [0], [0], [1], [1]);
            return aw is null ? context : Contractions.MatMul(hidden.Scope.Add(new Concat(1), hidden, context), RecurrentLayer.Of(aw, d));
        }
    }
}
