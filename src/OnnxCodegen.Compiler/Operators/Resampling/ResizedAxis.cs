using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>An axis that is resized. Numbers are scalars of type double.</summary>
/// <param name="Length">The new length.</param>
/// <param name="InputLength">The old length.</param>
/// <param name="Scale">The new length by the old one, as it was asked for: their quotient may be rounded.</param>
/// <param name="Start">Where the region of interest starts, as a part of the axis.</param>
internal sealed record ResizedAxis(int Axis, Dim Length, Value InputLength, Value Scale, Value? Start, Value? End, bool IsUnchanged)
{
    public static IReadOnlyList<ResizedAxis> Of(Value x, int[] axes, Value? roi, Value? scales, Value? sizes, string policy)
    {
        Scope scope = x.Scope;
        Value lengths = Cast(scope.Vector(axes.Select(a => x.Shape[a]).ToArray()), ElementType.Double);
        Value? regions = roi is null || roi.Shape.Elements == Dim.Zero ? null : Cast(roi, ElementType.Double);
        bool hasScales = scales is not null && scales.Shape.Elements != Dim.Zero;
        (Value factors, Dim[] targets) = hasScales
            ? ByScales(x, axes, lengths, scales!)
            : BySizes(scope, lengths, sizes ?? throw new ModelException("Neither scales nor sizes are given."), policy);
        return axes.Select((axis, k) => new ResizedAxis(
            axis, targets[k], Element(lengths, k), Element(factors, k),
            regions is null ? null : Element(regions, k), regions is null ? null : Element(regions, axes.Length + k),
            targets[k] == x.Shape[axis] && (!hasScales || IsOne(Element(factors, k))))).ToArray();
    }

    /// <summary>The whole number by which the axis grows, when it does by one.</summary>
    public Dim? Repeats(Dim length)
    {
        if (Scale.Literal is { } literal)
            return literal.Read().Doubles[0] is var scale && scale == Math.Floor(scale) && scale >= 1 ? (long)scale : null;
        Dim quotient = Length / length;
        return quotient.IsConstant && quotient.Value > 1 && quotient * length == Length ? quotient : null;
    }

    static (Value Factors, Dim[] Lengths) ByScales(Value x, int[] axes, Value lengths, Value scales)
    {
        Value factors = Cast(scales, ElementType.Double);
        Value rounded = Map(lengths, factors, (n, f) => Cast(Floor(n * f), ElementType.Int64));
        return (factors, axes.Select((axis, k) => factors.Literal is { } literal
            ? Scaled(x.Shape[axis], literal.Read().Doubles[k])
            : x.Scope.At(rounded, k)).ToArray());
    }

    static (Value Factors, Dim[] Lengths) BySizes(Scope scope, Value lengths, Value sizes, string policy)
    {
        Value factors = Cast(sizes, ElementType.Double) / lengths;
        Dim[] asked = DimVectors.Of(sizes);
        if (policy == "stretch")
            return (factors, asked);
        Value common = policy switch
        {
            "not_larger" => Reductions.Min(factors, 0),
            "not_smaller" => Reductions.Max(factors, 0),
            _ => throw new ModelException($"The policy '{policy}' is unknown."),
        };
        Value rounded = Map(lengths, common, (n, f) => Cast(Floor((n * f) + 0.5), ElementType.Int64));
        return (Views.Expand(common, factors.Shape), asked.Select((_, k) => scope.At(rounded, k)).ToArray());
    }

    /// <summary>⌊length · scale⌋, exact: a scale is a fraction with a power of two below the line.</summary>
    static Dim Scaled(Dim length, double scale)
    {
        long denominator = 1;
        while (scale != Math.Floor(scale) && denominator < 1L << 30)
        {
            scale *= 2;
            denominator *= 2;
        }
        return length * (long)Math.Floor(scale) / denominator;
    }

    static Value Element(Value vector, int k) => Views.Reshape(Views.Slice(vector, 0, k, 1), Shape.Scalar);

    static bool IsOne(Value scale) => scale.Literal?.Read().Doubles[0] == 1;
}
