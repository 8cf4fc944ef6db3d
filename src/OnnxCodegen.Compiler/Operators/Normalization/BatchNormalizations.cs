using System.Collections.Generic;
using System.Linq;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Normalisation by statistics over a batch. Inference multiplies by one number per channel and adds another, which are computed
/// from the weights alone.</summary>
internal static class BatchNormalizations
{
    /// <summary>With spatial = 0 the statistics are one per element of a sample.</summary>
    [Operator("BatchNormalization", Widens = true), Since(1)]
    public static IReadOnlyList<Value> BatchNormalization1(
        Value x, Value scale, Value b, Value mean, Value var, double epsilon = 1e-5, long isTest = 0, double momentum = 0.9, long spatial = 1)
    {
        if (isTest != 0)
            return new[] { Inference(x, scale, b, mean, var, epsilon) };
        int[] axes = spatial != 0 ? BatchAxes(x) : new[] { 0 };
        Value batchMean = Reductions.Mean(x, axes);
        Value batchVariance = Variance(x, batchMean, axes);
        Value currentMean = Views.Reshape(batchMean, mean.Shape);
        Value currentVariance = Views.Reshape(batchVariance, var.Shape);
        return new[]
        {
            Inference(x, scale, b, currentMean, currentVariance, epsilon),
            Blend(mean, currentMean, momentum),
            Blend(var, currentVariance, momentum),
            currentMean,
            currentVariance,
        };
    }

    [Operator("BatchNormalization", Widens = true), Since(7)]
    public static Value BatchNormalization7(
        Value x, Value scale, Value b, Value mean, Value var, double epsilon = 1e-5, double momentum = 0.9, long spatial = 1) =>
        Inference(x, scale, b, mean, var, epsilon);

    [Operator(Widens = true), Since(14), TypedAs("x", "inputMean", "inputVar")]
    public static IReadOnlyList<Value> BatchNormalization(
        Value x, Value scale, Value b, Value inputMean, Value inputVar, double epsilon = 1e-5, double momentum = 0.9, long trainingMode = 0)
    {
        if (trainingMode == 0)
            return new[] { Inference(x, scale, b, inputMean, inputVar, epsilon) };
        int[] axes = BatchAxes(x);
        Value mean = Reductions.Mean(x, axes);
        Value variance = Views.Reshape(Variance(x, mean, axes), x.Shape[1]);
        mean = Views.Reshape(mean, x.Shape[1]);
        return new[]
        {
            Inference(x, scale, b, mean, variance, epsilon),
            Blend(inputMean, mean, momentum),
            Blend(inputVar, variance, momentum),
        };
    }

    /// <summary>x·a + b with a = scale / √(var + ε) and b = bias − mean·a.</summary>
    static Value Inference(Value x, Value scale, Value bias, Value mean, Value variance, double epsilon)
    {
        Value a = Map(Cast(scale, x.ElementType), Cast(variance, x.ElementType), (s, v) => s / Sqrt(v + epsilon));
        Value b = Map(Cast(bias, x.ElementType), Cast(mean, x.ElementType), a, (c, m, factor) => c - (m * factor));
        return (x * Channels.Align(a, x)) + Channels.Align(b, x);
    }

    static Value Variance(Value x, Value mean, int[] axes) => Reductions.Mean(Map(x, mean, (a, m) => (a - m) * (a - m)), axes);

    static Value Blend(Value running, Value current, double momentum) =>
        Map(running, Cast(current, running.ElementType), (r, c) => (r * momentum) + (c * (1 - momentum)));

    /// <summary>All axes but that of the channels.</summary>
    static int[] BatchAxes(Value x) => Enumerable.Range(0, x.Rank).Where(axis => axis != 1).ToArray();
}
