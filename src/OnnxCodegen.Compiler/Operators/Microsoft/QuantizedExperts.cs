using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Mixtures of small networks whose weights have few bits.</summary>
[Domain("com.microsoft")]
internal static class QuantizedExperts
{
    /// <summary>MoE with integers of few bits, packed into bytes along their last axis, or with 8-bit floats.</summary>
    /// <param name="fc1Scales">Of integers: [experts, inner], or [experts, inner, features / block_size]. Of floats: of square blocks
    /// [experts, ⌈inner / block_size⌉, ⌈features / block_size⌉].</param>
    /// <param name="routerWeights">How much of each expert a token takes, where <paramref name="routerProbs"/> chooses the experts alone.</param>
    /// <param name="fc1GlobalScale">A scale of floats without blocks for each expert.</param>
    [Operator(Widens = true)]
    public static Value QMoE(
        [AtLeast(2)] Value input, [Rank(2)] Value routerProbs, [Rank(3)] Value fc1ExpertsWeights, [Optional] Value? fc1Scales, [Optional, Rank(2)] Value? fc1ExpertsBias,
        [Rank(3)] Value fc2ExpertsWeights, Value? fc2Scales = null, [Rank(2)] Value? fc2ExpertsBias = null, [Rank(3)] Value? fc3ExpertsWeights = null,
        Value? fc3Scales = null, [Rank(2)] Value? fc3ExpertsBias = null, Value? fc1ZeroPoints = null, Value? fc2ZeroPoints = null, Value? fc3ZeroPoints = null,
        [Rank(2)] Value? routerWeights = null, Value? fc1GlobalScale = null, Value? fc2GlobalScale = null, Value? fc1ActScale = null,
        Value? fc2ActScale = null, Value? fc1ActBlockScale = null, Value? fc2ActBlockScale = null, long accuracyLevel = 0, double activationAlpha = 1,
        double activationBeta = 0, string activationType = "relu", long blockSize = 0, long expertWeightBits = 4, long? fc1ExpertWeightBits = null,
        long? fc2ExpertWeightBits = null, long? fc3ExpertWeightBits = null, long k = 1, bool normalizeRoutingWeights = false, string quantType = "int",
        long swigluFusion = 0, double? swigluLimit = null, bool useSparseMixer = false, long weightsPrepacked = -1)
    {
        if (weightsPrepacked > 0)
            throw new ModelException("The weights lie in an order that belongs to a device; export the model without prepacking.");
        if (quantType is not ("int" or "fp8"))
            throw new ModelException($"Weights of the form '{quantType}' lie in an order that belongs to a device, or need its 8-bit products; 'int' and 'fp8' are defined.");
        Value first = Weights(fc1ExpertsWeights, fc1Scales, fc1ZeroPoints, fc1GlobalScale, fc1ExpertWeightBits);
        Value second = Weights(fc2ExpertsWeights, fc2Scales, fc2ZeroPoints, fc2GlobalScale, fc2ExpertWeightBits);
        Value? third = fc3ExpertsWeights is null ? null : Weights(fc3ExpertsWeights, fc3Scales, fc3ZeroPoints, null, fc3ExpertWeightBits);
        Value shares = new ExpertRouting(k, normalizeRoutingWeights, useSparseMixer).Shares(routerProbs, routerWeights);
        return Experts.Mixed(
            input, shares, first, fc1ExpertsBias, second, fc2ExpertsBias, third, fc3ExpertsBias,
            new GatedActivation(activationType, activationAlpha, activationBeta, swigluFusion, swigluLimit));

        Value Weights(Value stored, Value? scales, Value? zeroPoints, Value? globalScale, long? bits) => quantType == "int"
            ? Integers(stored, scales ?? throw new ModelException("Weights of integers have scales."), zeroPoints, blockSize, bits ?? expertWeightBits)
            : Floats(stored, (blockSize > 0 ? scales : globalScale) ?? throw new ModelException("Weights of 8-bit floats have scales, of blocks or of each expert."), blockSize);
    }

    static Value Integers(Value packed, Value scales, Value? zeroPoints, long blockSize, long bits)
    {
        if (bits is not (2 or 4 or 8))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"Weights of {bits} bits are not defined.");
        Dim length = packed.Shape[2] * (8 / bits);
        Dim block = blockSize <= 0 ? length : blockSize;
        if (!block.IsConstant)
            throw new ModelException("The sizes of weights must be known when compiling.");
        Dim rows = packed.Shape[0] * packed.Shape[1];
        Value matrix = BlockQuantization.Weights(packed, scales, zeroPoints, length, rows, block.Value, bits);
        return Views.Reshape(matrix, packed.Shape[0], packed.Shape[1], length);
    }

    static Value Floats(Value stored, Value scales, long blockSize)
    {
        Value numbers = Cast(stored, ElementType.Float);
        Value wide = Cast(scales, ElementType.Float);
        if (blockSize <= 0)
            return numbers * Views.Reshape(wide, stored.Shape[0], 1, 1);
        if (scales.Rank != 3)
            throw new ModelException($"Scales of square blocks have 3 axes, but are of type {scales.Type}.");
        Value rows = Views.Slice(BlockQuantization.Repeated(wide, 1, blockSize), 1, 0, stored.Shape[1]);
        return numbers * Views.Slice(BlockQuantization.Repeated(rows, 2, blockSize), 2, 0, stored.Shape[2]);
    }
}
