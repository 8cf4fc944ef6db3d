using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Normalisations over the last axis together with the sums before them.</summary>
[Domain("com.microsoft")]
internal static class SkipNormalizations
{
    /// <summary>LayerNormalization of input + skip + bias, its mean and 1 / √(variance + ε), and that sum.</summary>
    [Operator]
    public static (Value Output, Value Mean, Value InverseDeviation, Value Sum) SkipLayerNormalization(
        Value input, Value skip, Value gamma, Value? beta = null, Value? bias = null, double epsilon = 1e-12)
    {
        Value sum = Sum(input, skip, bias);
        (Value value, Value mean, Value inverse) = Normalizations.Standardized(sum, new[] { sum.Rank - 1 }, epsilon);
        return (Scaled(value, gamma, beta, input.ElementType), mean, inverse, Cast(sum, input.ElementType));
    }

    /// <summary>RMSNormalization of input + skip + bias, nothing for the mean, 1 / √(mean square + ε), and that sum.</summary>
    [Operator]
    public static (Value Output, Value Mean, Value InverseDeviation, Value Sum) SkipSimplifiedLayerNormalization(
        Value input, Value skip, Value gamma, Value? bias = null, double epsilon = 1e-12)
    {
        Value sum = Sum(input, skip, bias);
        Value inverse = Normalizations.InverseRootMeanSquare(sum, new[] { sum.Rank - 1 }, epsilon);
        Value mean = Fill(sum.Scope, inverse.Shape, ScalarExpr.Literal(inverse.ElementType, 0));
        return (Scaled(sum * inverse, gamma, null, input.ElementType), mean, inverse, Cast(sum, input.ElementType));
    }

    /// <summary>The sum of the embeddings of words, positions and segments, normalised; the number of words of each sample; the sum.</summary>
    /// <param name="inputIds">[N, L].</param>
    /// <param name="mask">1 for words and 0 behind them, [N, L].</param>
    /// <param name="positionIds">[N, L] or [1, L]; 0, 1, … when missing.</param>
    [Operator]
    public static (Value Output, Value MaskIndex, Value Sum) EmbedLayerNormalization(
        [Rank(2), Indices] Value inputIds, [Optional] Value? segmentIds, [Rank(2)] Value wordEmbedding, [Rank(2)] Value positionEmbedding, [Optional] Value? segmentEmbedding,
        [Rank(1)] Value gamma, [Rank(1)] Value beta, Value? mask = null, Value? positionIds = null, double epsilon = 1e-12, long maskIndexType = 0)
    {
        Value positions = positionIds ?? Views.Reshape(Iota(inputIds.Scope, inputIds.Shape[1]), 1, inputIds.Shape[1]);
        Value sum = Embedded(wordEmbedding, inputIds) + Embedded(positionEmbedding, positions);
        if (segmentIds is not null && segmentEmbedding is not null)
            sum += Embedded(segmentEmbedding, segmentIds);
        Value value = Normalizations.Standardized(sum, new[] { 2 }, epsilon).Value;
        ElementType type = wordEmbedding.ElementType;
        Value counts = mask is null
            ? Fill(inputIds.Scope, Shape.Of(inputIds.Shape[0]), ScalarExpr.Literal(ElementType.Int32, 0))
            : Views.Reshape(Reductions.Sum(Cast(mask, ElementType.Int32), 1), inputIds.Shape[0]);
        return (Scaled(value, gamma, beta, type), counts, Cast(sum, type));
    }

    /// <summary>GroupNormalization of images whose channels come last or (channels_last = 0) second, with SiLU behind on demand.</summary>
    [Operator(Widens = true)]
    public static Value GroupNorm([AtLeast(2)] Value x, [Rank(1)] Value gamma, [Rank(1)] Value beta, long groups, long activation, double epsilon = 1e-5, long channelsLast = 1)
    {
        Value y = channelsLast != 0
            ? ChannelsLast.Of(x, images => Normalizations.GroupNormalization(images, gamma, beta, groups, epsilon))
            : Normalizations.GroupNormalization(x, gamma, beta, groups, epsilon);
        return activation == 0 ? y : Map(y, a => a * Sigmoid(a));
    }

    /// <summary>GroupNorm of x + skip + bias, and that sum.</summary>
    /// <param name="skip">Of the shape of x, or a number for each image and channel, [N, C].</param>
    [Operator(Widens = true)]
    public static (Value Y, Value Sum) SkipGroupNorm(
        [AtLeast(3)] Value x, [Rank(1)] Value gamma, [Rank(1)] Value beta, [AtLeast(2)] Value skip, [Optional, Rank(1)] Value? bias, long groups, long activation, double epsilon = 1e-5, long channelsLast = 1)
    {
        int[] spatial = Enumerable.Range(channelsLast != 0 ? 1 : 2, x.Rank - 2).ToArray();
        Value sum = x + (skip.Rank == 2 ? Views.Unsqueeze(skip, spatial) : skip);
        if (bias is not null)
            sum += channelsLast != 0 ? bias : Channels.Align(bias, x);
        return (GroupNorm(sum, gamma, beta, groups, activation, epsilon, channelsLast), sum);
    }

    /// <summary>RMSNormalization over each run of as many elements as the scale has, times SiLU of the gate.</summary>
    [Operator(Widens = true)]
    public static Value GatedRMSNorm(Value x, Value scale, Value gate, double epsilon = 1e-5)
    {
        Dim size = scale.Shape[0];
        int last = x.Rank - 1;
        Value runs = Views.Reshape(x, new Shape(x.Shape.Take(last).Concat(new[] { x.Shape[last] / size, size })));
        Value normalized = runs * Normalizations.InverseRootMeanSquare(runs, new[] { runs.Rank - 1 }, epsilon) * scale;
        return Map(Views.Reshape(normalized, x.Shape), gate, (a, g) => a * g * Sigmoid(g));
    }

    static Value Embedded(Value table, Value ids) => Wide(Indexing.Take(table, Cast(ids, ElementType.Int64), 0));

    static Value Sum(Value input, Value skip, Value? bias)
    {
        Value sum = Wide(input) + Wide(skip);
        return bias is null ? sum : sum + Wide(bias);
    }

    static Value Scaled(Value x, Value gamma, Value? beta, ElementType type)
    {
        Value scaled = x * Cast(gamma, x.ElementType);
        return Cast(beta is null ? scaled : scaled + Cast(beta, x.ElementType), type);
    }

    static Value Wide(Value x) => x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);
}
