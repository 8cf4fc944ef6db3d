using System;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
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
    /// <param name="fc3ExpertsWeights">The linear part of an unfused swiglu, [experts, inner, features].</param>
    /// <param name="swigluFusion">Whether fc1 gives both parts: 1 side by side, 2 one behind the other.</param>
    [Operator(Widens = true)]
    public static Value MoE(
        Value input, [Rank(2)] Value routerProbs, [Rank(3)] Value fc1ExpertsWeights, [Optional] Value? fc1ExpertsBias, [Rank(3)] Value fc2ExpertsWeights,
        Value? fc2ExpertsBias = null, [Rank(3)] Value? fc3ExpertsWeights = null, Value? fc3ExpertsBias = null, double activationAlpha = 1, double activationBeta = 0,
        string activationType = "relu", long k = 1, bool normalizeRoutingWeights = false, long swigluFusion = 0, double? swigluLimit = null,
        bool useSparseMixer = false)
    {
        if (useSparseMixer)
            throw new ModelException("The sparse mixer is not defined here.");
        Dim features = input.Shape[input.Rank - 1];
        Value tokens = Views.Reshape(input, input.Shape.Elements / features, features);
        Value first = Layer(tokens, fc1ExpertsWeights, fc1ExpertsBias);
        Value? linear = fc3ExpertsWeights is null ? null : Layer(tokens, fc3ExpertsWeights, fc3ExpertsBias);
        Value inner = activationType == "swiglu"
            ? Gated(first, linear, swigluFusion, activationAlpha, activationBeta, swigluLimit)
            : Activated(first, linear, activationType);
        Value second = Contractions.Contract(inner, fc2ExpertsWeights, new[] { 0 }, new[] { 0 }, new[] { 2 }, new[] { 2 });
        Value results = fc2ExpertsBias is null ? second : second + Views.Unsqueeze(fc2ExpertsBias, 1);
        Value shares = Shares(routerProbs, k, normalizeRoutingWeights);
        Value mixed = Contractions.Contract(shares, results, new[] { 0 }, new[] { 1 }, new[] { 1 }, new[] { 0 });
        return Views.Reshape(mixed, input.Shape);
    }

    /// <summary>MoE with weights of few bits, packed into bytes along their last axis.</summary>
    [Operator(Widens = true)]
    public static Value QMoE(
        Value input, [Rank(2)] Value routerProbs, [Rank(3)] Value fc1ExpertsWeights, Value fc1Scales, [Optional] Value? fc1ExpertsBias, [Rank(3)] Value fc2ExpertsWeights, Value fc2Scales,
        Value? fc2ExpertsBias = null, [Rank(3)] Value? fc3ExpertsWeights = null, Value? fc3Scales = null, Value? fc3ExpertsBias = null,
        Value? fc1ZeroPoints = null, Value? fc2ZeroPoints = null, Value? fc3ZeroPoints = null, long accuracyLevel = 0, double activationAlpha = 1,
        double activationBeta = 0, string activationType = "relu", long blockSize = 0, long expertWeightBits = 4, long k = 1,
        bool normalizeRoutingWeights = false, string quantType = "int", long swigluFusion = 0, double? swigluLimit = null,
        bool useSparseMixer = false, long weightsPrepacked = 0)
    {
        if (quantType != "int" || weightsPrepacked > 0)
            throw new ModelException($"Weights of the form '{quantType}' in this order are not defined here.");
        return MoE(
            input, routerProbs, Weights(fc1ExpertsWeights, fc1Scales, fc1ZeroPoints), fc1ExpertsBias, Weights(fc2ExpertsWeights, fc2Scales, fc2ZeroPoints),
            fc2ExpertsBias, fc3ExpertsWeights is null || fc3Scales is null ? null : Weights(fc3ExpertsWeights, fc3Scales, fc3ZeroPoints), fc3ExpertsBias,
            activationAlpha, activationBeta, activationType, k, normalizeRoutingWeights, swigluFusion, swigluLimit, useSparseMixer);

        Value Weights(Value packed, Value scales, Value? zeroPoints)
        {
            Dim length = packed.Shape[2] * (8 / expertWeightBits);
            Dim block = blockSize == 0 ? length : blockSize;
            if (!block.IsConstant)
                throw new ModelException("The sizes of weights must be known when compiling.");
            Dim rows = packed.Shape[0] * packed.Shape[1];
            Value matrix = BlockQuantization.Weights(packed, scales, zeroPoints, length, rows, block.Value, expertWeightBits);
            return Views.Reshape(matrix, packed.Shape[0], packed.Shape[1], length);
        }
    }

    /// <summary>Every expert's result for every token, [experts, tokens, outputs].</summary>
    static Value Layer(Value tokens, Value weights, Value? bias)
    {
        Value product = Contractions.Contract(weights, tokens, Array.Empty<int>(), Array.Empty<int>(), new[] { 2 }, new[] { 1 });
        Value sums = Views.Permute(product, new[] { 0, 2, 1 });
        return bias is null ? sums : sums + Views.Unsqueeze(bias, 1);
    }

    static Value Activated(Value x, Value? factor, string activation)
    {
        Value y = activation switch
        {
            "relu" => Activations.Relu(x),
            "gelu" => Activations.Gelu(x, "tanh"),
            "silu" => Activations.Swish(x),
            "identity" => x,
            _ => throw new ModelException($"The activation '{activation}' is unknown."),
        };
        return factor is null ? y : y * factor;
    }

    /// <summary>g · sigmoid(alpha · g) · (l + beta), both limited.</summary>
    static Value Gated(Value first, Value? linear, long fusion, double alpha, double beta, double? limit)
    {
        Dim half = first.Shape[2] / 2;
        (Value gate, Value factor) = (fusion, linear) switch
        {
            (0, { } given) => (first, given),
            (1, null) => (Views.Slice(first, 2, 0, half, 2), Views.Slice(first, 2, 1, half, 2)),
            (2, null) => (Views.Slice(first, 2, 0, half), Views.Slice(first, 2, half, half)),
            _ => throw new ModelException("The parts of swiglu are not given as swiglu_fusion says."),
        };
        return Map(gate, factor, (g, l) =>
        {
            ScalarExpr bounded = limit is { } top ? Minimum(g, top) : g;
            ScalarExpr other = limit is { } bound ? Maximum(Minimum(l, bound), -bound) : l;
            return bounded * Sigmoid(alpha * bounded) * (other + beta);
        });
    }

    /// <summary>How much of each expert a token takes, 0 for those not among its best, [tokens, experts].</summary>
    static Value Shares(Value router, long k, bool normalizes)
    {
        Value shares = SoftmaxOperators.Softmax(router, 1);
        var best = router.Scope.AddNode(new Sort(1, true, k), shares);
        Value kept = normalizes ? best[0] / Reductions.Sum(best[0], 1) : best[0];
        Value zeros = Fill(router.Scope, shares.Shape, ScalarExpr.Literal(shares.ElementType, 0));
        return router.Scope.Add(new Scatter(1, ScatterOperation.Set), new[] { zeros }.Concat(Indexing.Elements(shares, best[1], 1)).Append(kept).ToArray());
    }
}
