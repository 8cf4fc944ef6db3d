using System;
using System.Runtime.InteropServices;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Mixtures of small networks: each token goes to the few that a router prefers.</summary>
[Domain("com.microsoft")]
internal static class Experts
{
    /// <param name="input">[tokens, features] or [N, L, features].</param>
    /// <param name="routerProbs">What the router says of each expert, [tokens, experts].</param>
    /// <param name="fc1ExpertsWeights">[experts, inner (twice as many for a fused swiglu), features].</param>
    /// <param name="fc2ExpertsWeights">[experts, features, inner].</param>
    /// <param name="fc3ExpertsWeights">A factor of the inner layer, the linear part of an unfused swiglu, [experts, inner, features].</param>
    /// <param name="useSparseMixer">See <see cref="ExpertRouting"/>.</param>
    [Operator(Widens = true)]
    public static Value MoE(
        [AtLeast(2)] Value input, [Rank(2)] Value routerProbs, [Rank(3)] Value fc1ExpertsWeights, [Optional, Rank(2)] Value? fc1ExpertsBias, [Rank(3)] Value fc2ExpertsWeights,
        [Rank(2)] Value? fc2ExpertsBias = null, [Rank(3)] Value? fc3ExpertsWeights = null, [Rank(2)] Value? fc3ExpertsBias = null, double activationAlpha = 1, double activationBeta = 0,
        string activationType = "relu", long k = 1, bool normalizeRoutingWeights = false, long swigluFusion = 0, double? swigluLimit = null,
        bool useSparseMixer = false) =>
        Mixed(
            input, new ExpertRouting(k, normalizeRoutingWeights, useSparseMixer).Shares(routerProbs), fc1ExpertsWeights, fc1ExpertsBias, fc2ExpertsWeights,
            fc2ExpertsBias, fc3ExpertsWeights, fc3ExpertsBias,
            new GatedActivation(activationType, activationAlpha, activationBeta, swigluFusion, swigluLimit));

    /// <summary>The results of all experts, weighed by the <paramref name="shares"/> [tokens, experts].</summary>
    public static Value Mixed(
        Value input, Value shares, Value firstWeights, Value? firstBias, Value secondWeights, Value? secondBias, Value? thirdWeights, Value? thirdBias,
        GatedActivation activation)
    {
        Dim features = input.Shape[input.Rank - 1];
        Value tokens = Views.Reshape(input, input.Shape.Elements / features, features);
        Value first = Layer(tokens, firstWeights, firstBias);
        Value inner = activation.Apply(first, thirdWeights is null ? null : Layer(tokens, thirdWeights, thirdBias));
        Value second = Contractions.Contract(inner, secondWeights, new[] { 0 }, new[] { 0 }, new[] { 2 }, new[] { 2 });
        Value results = secondBias is null ? second : second + Views.Unsqueeze(secondBias, 1);
        Value mixed = Contractions.Contract(shares, results, new[] { 0 }, new[] { 1 }, new[] { 1 }, new[] { 0 });
        return Views.Reshape(mixed, input.Shape);
    }

    /// <summary>Every expert's result for every token, [experts, tokens, outputs].</summary>
    static Value Layer(Value tokens, Value weights, Value? bias)
    {
        Value product = Contractions.Contract(weights, tokens, Array.Empty<int>(), Array.Empty<int>(), new[] { 2 }, new[] { 1 });
        Value sums = Views.Permute(product, new[] { 0, 2, 1 });
        return bias is null ? sums : sums + Views.Unsqueeze(bias, 1);
    }
}
