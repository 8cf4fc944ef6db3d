using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Normalisation of each sample by its own statistics.</summary>
internal static class Normalizations
{
    [Operator(Widens = true), Since(1)]
    public static Value InstanceNormalization([AtLeast(2)] Value input, [Rank(1)] Value scale, [Rank(1)] Value b, double epsilon = 1e-5)
    {
        int[] axes = Enumerable.Range(2, input.Rank - 2).ToArray();
        return (Standardized(input, axes, epsilon).Value * Channels.Align(scale, input)) + Channels.Align(b, input);
    }

    /// <summary>Statistics over the axes from the given one on, in the precision of <paramref name="stashType"/>.</summary>
    /// <remarks>In the standard from version 17 on; fused models carry it in older ones.</remarks>
    [Operator, Since(1)]
    public static (Value Y, Value Mean, Value InverseDeviation) LayerNormalization(
        Value x, Value scale, Value? b = null, long axis = -1, double epsilon = 1e-5, ElementType stashType = ElementType.Float)
    {
        (Value value, Value mean, Value inverse) = Standardized(Cast(x, Stash(x, stashType)), From(axis, x.Rank), epsilon);
        Value scaled = value * Cast(scale, value.ElementType);
        Value biased = b is null ? scaled : scaled + Cast(b, value.ElementType);
        return (Cast(biased, x.ElementType), Cast(mean, stashType), Cast(inverse, stashType));
    }

    [Operator, Since(23)]
    public static Value RMSNormalization(
        Value x, Value scale, long axis = -1, double epsilon = 1e-5, ElementType stashType = ElementType.Float)
    {
        Value stashed = Cast(x, Stash(x, stashType));
        Value square = Reductions.Mean(Map(stashed, a => a * a), From(axis, x.Rank));
        Value normalized = Map(stashed, square, (a, s) => a / Sqrt(s + epsilon));
        return Cast(normalized * Cast(scale, normalized.ElementType), scale.ElementType);
    }

    /// <summary>RMSNormalization as fused models carry it, with 1 / √(mean square + ε).</summary>
    [Operator, Since(1)]
    public static (Value Y, Value InverseDeviation) SimplifiedLayerNormalization(
        Value x, Value scale, long axis = -1, double epsilon = 1e-5, ElementType stashType = ElementType.Float)
    {
        Value stashed = Cast(x, Stash(x, stashType));
        Value inverse = InverseRootMeanSquare(stashed, From(axis, x.Rank), epsilon);
        return (Cast(stashed * inverse * Cast(scale, stashed.ElementType), scale.ElementType), inverse);
    }

    /// <summary>One scale and bias per group.</summary>
    [Operator("GroupNormalization", Widens = true), Since(18)]
    public static Value GroupNormalization18([AtLeast(2)] Value x, [Rank(1)] Value scale, [Rank(1)] Value bias, double epsilon = 1e-5, long numGroups = 1)
    {
        Value grouped = Grouped(x, numGroups);
        Value value = Standardized(grouped, Enumerable.Range(2, grouped.Rank - 2).ToArray(), epsilon).Value;
        return Views.Reshape((value * Channels.Align(scale, grouped)) + Channels.Align(bias, grouped), x.Shape);
    }

    /// <summary>One scale and bias per channel.</summary>
    [Operator, Since(21)]
    public static Value GroupNormalization(
        [AtLeast(2)] Value x, [Rank(1)] Value scale, [Rank(1)] Value bias, long numGroups, double epsilon = 1e-5, ElementType stashType = ElementType.Float)
    {
        Value grouped = Grouped(Cast(x, Stash(x, stashType)), numGroups);
        Value value = Standardized(grouped, Enumerable.Range(2, grouped.Rank - 2).ToArray(), epsilon).Value;
        Value flat = Views.Reshape(value, x.Shape);
        ElementType type = flat.ElementType;
        return Cast((flat * Channels.Align(Cast(scale, type), x)) + Channels.Align(Cast(bias, type), x), x.ElementType);
    }

    [Operator("MeanVarianceNormalization", Widens = true), Since(1)]
    public static Value MeanVarianceNormalization1(Value input, long acrossChannels = 0, long normalizeVariance = 1)
    {
        int[] axes = Enumerable.Range(0, input.Rank).Where(axis => axis != 1 || acrossChannels != 0).ToArray();
        return normalizeVariance != 0 ? Whitened(input, axes) : input - Reductions.Mean(input, axes);
    }

    [Operator(Widens = true), Since(9)]
    public static Value MeanVarianceNormalization(Value x, long[]? axes = null) =>
        Whitened(x, (axes ?? new long[] { 0, 2, 3 }).Select(axis => Views.Axis(axis, x.Rank)).ToArray());

    /// <summary>x divided by its norm along an axis; a line of zeros stays.</summary>
    [Operator(Widens = true), Since(1)]
    public static Value LpNormalization(Value input, long axis = -1, long p = 2)
    {
        int along = Views.Axis(axis, input.Rank);
        Value sum = Reductions.Sum(Map(input, a => p == 1 ? Abs(a) : a * a), along);
        return Map(input, sum, (a, s) =>
        {
            ScalarExpr zero = ScalarExpr.Literal(s.Type, 0);
            return Select(Equal(s, zero), zero, a / (p == 1 ? s : Sqrt(s)));
        });
    }

    /// <summary>x divided by a power of the squares' sum over <paramref name="size"/> neighbouring channels.</summary>
    [Operator(Widens = true), Since(1)]
    public static Value LRN([AtLeast(2)] Value x, long size, double alpha = 1e-4, double beta = 0.75, double bias = 1)
    {
        Value squares = Map(x, a => a * a);
        Value windows = Windows.Along(squares, 1, size, (size - 1) / 2, size / 2, Like(x, 0));
        Value sum = Views.Squeeze(Reductions.Sum(windows, x.Rank), x.Rank);
        return Map(x, sum, (a, s) => a / Pow((s * (alpha / size)) + bias, ScalarExpr.Literal(a.Type, beta)));
    }

    /// <summary>(x − mean) / √(variance + ε), with the mean and 1 / √(variance + ε).</summary>
    public static (Value Value, Value Mean, Value InverseDeviation) Standardized(Value x, int[] axes, double epsilon)
    {
        Value mean = Reductions.Mean(x, axes);
        Value centered = x - mean;
        Value variance = Reductions.Mean(Map(centered, c => c * c), axes);
        Value inverse = Map(variance, v => 1 / Sqrt(v + epsilon));
        return (centered * inverse, mean, inverse);
    }

    /// <summary>1 / √(mean of the squares + ε).</summary>
    public static Value InverseRootMeanSquare(Value x, int[] axes, double epsilon) =>
        Map(Reductions.Mean(Map(x, a => a * a), axes), s => 1 / Sqrt(s + epsilon));

    static Value Whitened(Value x, int[] axes)
    {
        Value centered = x - Reductions.Mean(x, axes);
        Value variance = Reductions.Mean(Map(centered, c => c * c), axes);
        return Map(centered, variance, (c, v) => c / (Sqrt(v) + 1e-9));
    }

    static Value Grouped(Value x, long groups) =>
        Views.Reshape(x, new Shape(new[] { x.Shape[0], groups, x.Shape[1] / groups }.Concat(x.Shape.Skip(2))));

    /// <summary>The type in which to compute: that asked for, but no narrower than the input's.</summary>
    static ElementType Stash(Value x, ElementType stash) => x.ElementType == ElementType.Double ? ElementType.Double : stash;

    static int[] From(long axis, int rank)
    {
        int first = Views.Axis(axis, rank);
        return Enumerable.Range(first, rank - first).ToArray();
    }
}
