using System.Collections.Generic;
using System.Runtime.InteropServices;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Layers with quantised weights.</summary>
[Domain("com.microsoft")]
internal static class QuantizedLayers
{
    /// <summary>LSTM whose weights are quantised, and whose inputs and states are by their own ranges before each product.</summary>
    /// <param name="w">[directions, inputs, 4 · H].</param>
    /// <param name="r">[directions, H, 4 · H].</param>
    /// <param name="wScale">One for each direction, or one for each of its columns, [directions, 4 · H].</param>
    [Operator]
    public static IReadOnlyList<Value> DynamicQuantizeLSTM(
        [Rank(3)] Value x, [Rank(3)] Value w, [Rank(3)] Value r, [Optional, Rank(2)] Value? b, [Optional, Rank(1), Indices] Value? sequenceLens, [Optional, Rank(3)] Value? initialH,
        [Optional, Rank(3)] Value? initialC, [Optional, Rank(2)] Value? p, [AtLeast(1)] Value wScale, [AtLeast(1)] Value wZeroPoint, [AtLeast(1)] Value rScale, [AtLeast(1)] Value rZeroPoint,
        double[]? activationAlpha = null, double[]? activationBeta = null, string[]? activations = null, double clip = 0, string direction = "forward",
        long? hiddenSize = null, long inputForget = 0)
    {
        var layer = new RecurrentLayer(Rounded(x), Weights(w, wScale, wZeroPoint), Weights(r, rScale, rZeroPoint), b, sequenceLens, direction, 0);
        var functions = new RecurrentActivations(activations, new[] { "Sigmoid", "Tanh", "Tanh" }, layer.Directions, activationAlpha, activationBeta, clip);
        return RecurrentLayers.LSTM(layer, functions, initialH, initialC, p, inputForget, Rounded);
    }

    /// <summary>EmbedLayerNormalization of quantised tables, scales and shifts.</summary>
    [Operator]
    public static (Value Output, Value MaskIndex) QEmbedLayerNormalization(
        [Rank(2), Indices] Value inputIds, [Optional] Value? segmentIds, [Rank(2)] Value wordEmbedding, [Rank(2)] Value positionEmbedding, [Optional] Value? segmentEmbedding,
        [Rank(1)] Value gamma, [Rank(1)] Value beta, [Optional] Value? mask, Value wordScale, Value positionScale, [Optional] Value? segmentScale, Value gammaScale, Value betaScale,
        Value wordZeroPoint, Value positionZeroPoint, [Optional] Value? segmentZeroPoint, Value gammaZeroPoint, Value betaZeroPoint, double epsilon = 1e-12)
    {
        Value? segments = segmentEmbedding is null || segmentScale is null ? null : Quantization.DequantizeLinear(segmentEmbedding, segmentScale, segmentZeroPoint);
        (Value output, Value counts, _) = SkipNormalizations.EmbedLayerNormalization(
            inputIds, segmentIds, Quantization.DequantizeLinear(wordEmbedding, wordScale, wordZeroPoint),
            Quantization.DequantizeLinear(positionEmbedding, positionScale, positionZeroPoint), segments, Quantization.DequantizeLinear(gamma, gammaScale, gammaZeroPoint),
            Quantization.DequantizeLinear(beta, betaScale, betaZeroPoint), mask, epsilon: epsilon);
        return (output, counts);
    }

    /// <summary>What is left of a tensor that is quantised by its range.</summary>
    static Value Rounded(Value x)
    {
        (Value quantized, Value scale, Value zero) = Quantization.DynamicQuantizeLinear(x);
        return Quantization.DequantizeLinear(quantized, scale, zero);
    }

    /// <summary>The real weights [directions, 4 · H, inputs].</summary>
    static Value Weights(Value weights, Value scale, Value zero)
    {
        Value real = Map(weights, PerDirection(scale), PerDirection(zero), (q, s, z) => (Cast(q, s.Type) - Cast(z, s.Type)) * s);
        return Views.Permute(real, new[] { 0, 2, 1 });
    }

    static Value PerDirection(Value parameter) => parameter.Rank == 1
        ? Views.Reshape(parameter, parameter.Shape[0], 1, 1)
        : Views.Unsqueeze(parameter, 1);
}
