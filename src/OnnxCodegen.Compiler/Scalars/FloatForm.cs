using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>A number as a float: an integer has the float's value.</summary>
/// <param name="IsExact">Whether a float holds the integer itself; else it is rounded, and only a conversion to float may read it.</param>
internal sealed record FloatPart(ScalarExpr Expression, FloatRange Range, bool IsExact = true);

/// <summary>Brings expressions that go through integers into the form of floats, with the same results but for the sign of zero. Quantised
/// numbers are small enough that a float holds each of them.</summary>
internal sealed class FloatForm
{
    const int SmallBits = 16;

    /// <summary>Whole numbers up to here come back from a product with a scale and a quotient by it: both errors together stay below a half.</summary>
    const double Returning = 1 << 20;

    const double SmallestScale = 1e-30;

    readonly Dictionary<ScalarExpr, FloatPart?> parts = new();
    readonly Dictionary<ScalarExpr, FloatRange> ranges = new();
    readonly Func<int, FloatRange>? inputs;

    FloatForm(Func<int, FloatRange>? inputs) => this.inputs = inputs;

    /// <summary>The expression without integers, but for inputs of at most 16 bits; null where there is no such form.</summary>
    /// <param name="inputs">What is known of the inputs that are floats.</param>
    public static FloatPart? Of(ScalarExpr expression, Func<int, FloatRange>? inputs = null)
    {
        var form = new FloatForm(inputs);
        foreach (ScalarExpr node in expression.Nodes())
        {
            FloatPart? part = form.Convert(node);
            form.parts[node] = part;
            if (part is not null)
                form.ranges[part.Expression] = part.Range;
        }
        return form.parts[expression];
    }

    FloatPart? Convert(ScalarExpr node)
    {
        switch (node)
        {
            case ScalarInput { Type: ElementType.Float } input:
                return new FloatPart(node, inputs?.Invoke(input.Position) ?? FloatRange.Any);
            case ScalarInput { Type: ElementType.Bool }:
                return new FloatPart(node, FloatRange.Any);
            case ScalarInput input when input.Type.IsInteger() && input.Type.Bits() <= SmallBits:
                return new FloatPart(ScalarExpr.Cast(input, ElementType.Float), FloatRange.Of(input.Type));
            case ScalarLiteral { Value: double number, Type: ElementType.Float }:
                return new FloatPart(node, FloatRange.Of(number));
            case ScalarLiteral { Type: ElementType.Bool }:
                return new FloatPart(node, FloatRange.Any);
            case ScalarLiteral { Value: long whole } when Math.Abs((double)whole) <= FloatRange.Exact:
                return new FloatPart(ScalarExpr.Literal(ElementType.Float, (double)whole), FloatRange.Of(whole));
            // A size stands as a cast to float.
            case ScalarApply { Operation: ScalarOperation.Cast, Type: ElementType.Float } cast when cast.Arguments[0] is ScalarDim:
                return new FloatPart(node, new FloatRange(0, double.PositiveInfinity, true, false));
            case ScalarApply apply when apply.Arguments.All(a => parts[a] is not null):
                return Convert(apply, apply.Arguments.Select(a => parts[a]!).ToArray());
            default:
                return null;
        }
    }

    FloatPart? Convert(ScalarApply apply, FloatPart[] x)
    {
        ElementType from = apply.Arguments[0].Type;
        if (apply.Operation is ScalarOperation.Cast or ScalarOperation.SaturatingCast)
            return Cast(x[0], from, apply.Type, apply.Operation == ScalarOperation.SaturatingCast);
        if (apply.Operation == ScalarOperation.BitCast || x.Any(part => !part.IsExact))
            return null;
        bool isFloat = apply.Type is ElementType.Float or ElementType.Bool && apply.Arguments.All(a => a.Type is ElementType.Float or ElementType.Bool);
        if (isFloat && apply.Operation == ScalarOperation.Round && x[0].Expression is ScalarApply { Operation: ScalarOperation.Divide } quotient
            && quotient.Arguments[1] is ScalarLiteral { Value: double scale } && scale is >= SmallestScale and <= 1 / SmallestScale
            && InUnits(quotient.Arguments[0], scale) is { } units)
        {
            return units;
        }
        return isFloat ? OfFloats(apply, x) : apply.Type == ElementType.Bool ? Test(apply, x) : OfIntegers(apply, x);
    }

    /// <summary>The rounded quotient by a scale of whole multiples of it within bounds: the whole numbers, within the bounds in that unit. A
    /// rounded quotient never falls where its dividend grows, so that it may be taken of each side of a minimum or maximum.</summary>
    FloatPart? InUnits(ScalarExpr dividend, double scale)
    {
        if (dividend is not ScalarApply { Arguments: { Count: 2 } x } apply || x[1] is not ScalarLiteral { Value: double number } || double.IsNaN(number))
            return null;
        switch (apply.Operation)
        {
            case ScalarOperation.Multiply when number == scale && ranges.TryGetValue(x[0], out FloatRange? range):
                bool returns = range is { IsWhole: true, MayBeNaN: false } && range.Low >= -Returning && range.High <= Returning;
                return returns ? new FloatPart(x[0], range) : null;
            case ScalarOperation.Minimum or ScalarOperation.Maximum when InUnits(x[0], scale) is { } inner:
                double bound = (float)Math.Round((float)number / (float)scale, MidpointRounding.ToEven);
                return WholeBounds.Of(apply.Operation, inner, new FloatPart(ScalarExpr.Literal(ElementType.Float, bound), FloatRange.Of(bound)))! with { IsExact = true };
            default:
                return null;
        }
    }

    static FloatPart OfFloats(ScalarApply apply, FloatPart[] x)
    {
        if (WholeBounds.Of(apply.Operation, x[0], x[x.Length - 1]) is { } bounded)
            return bounded;
        ScalarExpr expression = new ScalarApply(apply.Operation, apply.Type, x.Select(part => part.Expression).ToArray());
        FloatRange range = apply.Operation switch
        {
            ScalarOperation.Add => x[0].Range.With(x[1].Range, (a, b) => a + b).Rounded(),
            ScalarOperation.Subtract => x[0].Range.With(x[1].Range, (a, b) => a - b).Rounded(),
            ScalarOperation.Multiply => x[0].Range.With(x[1].Range, (a, b) => a * b).Rounded(),
            ScalarOperation.Divide when x[1].Range is { Low: > 0 } or { High: < 0 } =>
                x[0].Range.With(x[1].Range, (a, b) => a / b).Rounded() with { IsWhole = false },
            ScalarOperation.Minimum => x[0].Range.With(x[1].Range, Math.Min) with { MayBeNaN = x.Any(part => part.Range.MayBeNaN) },
            ScalarOperation.Maximum => x[0].Range.With(x[1].Range, Math.Max) with { MayBeNaN = x.Any(part => part.Range.MayBeNaN) },
            ScalarOperation.Negate => new FloatRange(-x[0].Range.High, -x[0].Range.Low, x[0].Range.IsWhole, x[0].Range.MayBeNaN),
            ScalarOperation.Round or ScalarOperation.Floor or ScalarOperation.Ceiling or ScalarOperation.Truncate =>
                new FloatRange(Math.Floor(x[0].Range.Low), Math.Ceiling(x[0].Range.High), true, x[0].Range.MayBeNaN),
            ScalarOperation.Select => x[1].Range.Union(IsGuarded(x[0].Expression, x[2].Expression) ? x[2].Range with { MayBeNaN = false } : x[2].Range),
            _ => FloatRange.Any,
        };
        return new FloatPart(expression, range);
    }

    /// <summary>Whether a condition holds where the value, which is chosen where it does not, is NaN.</summary>
    static bool IsGuarded(ScalarExpr condition, ScalarExpr value) => condition is ScalarApply { Operation: ScalarOperation.IsNaN } test
        && (value is ScalarApply { Operation: ScalarOperation.Truncate } whole ? whole.Arguments[0] : value).Equals(test.Arguments[0]);

    static FloatPart? Test(ScalarApply apply, FloatPart[] x) => apply.Operation is ScalarOperation.Equal or ScalarOperation.Less or ScalarOperation.LessOrEqual
        ? new FloatPart(ScalarExpr.Apply(apply.Operation, x[0].Expression, x[1].Expression), FloatRange.Any)
        : null;

    static FloatPart? OfIntegers(ScalarApply apply, FloatPart[] x)
    {
        if (WholeBounds.Of(apply.Operation, x[0], x[x.Length - 1]) is { } bounded && bounded.Range.LiesIn(FloatRange.Of(apply.Type)))
            return bounded;
        FloatRange? range = apply.Operation switch
        {
            ScalarOperation.Add => x[0].Range.With(x[1].Range, (a, b) => a + b),
            ScalarOperation.Subtract => x[0].Range.With(x[1].Range, (a, b) => a - b),
            ScalarOperation.Multiply => x[0].Range.With(x[1].Range, (a, b) => a * b),
            ScalarOperation.Minimum => x[0].Range.With(x[1].Range, Math.Min),
            ScalarOperation.Maximum => x[0].Range.With(x[1].Range, Math.Max),
            ScalarOperation.Negate => new FloatRange(-x[0].Range.High, -x[0].Range.Low, true, false),
            ScalarOperation.Select => x[1].Range.Union(x[2].Range),
            _ => null,
        };
        // Integers wrap at the ends of their type.
        if (range is null || !range.LiesIn(FloatRange.Of(apply.Type)))
            return null;
        return new FloatPart(new ScalarApply(apply.Operation, ElementType.Float, x.Select(part => part.Expression).ToArray()), range, range.IsExact);
    }

    static FloatPart? Cast(FloatPart x, ElementType from, ElementType to, bool saturates)
    {
        if (from == ElementType.Bool)
            return Number(x, to);
        if (to == ElementType.Bool)
            return x.IsExact ? new FloatPart(Algebra.Not(Algebra.Equal(x.Expression, Zero)), FloatRange.Any) : null;
        if (to == ElementType.Float)
            return x with { IsExact = true };
        if (!to.IsInteger() || !x.IsExact)
            return null;
        FloatRange bounds = FloatRange.Of(to);
        if (from.IsInteger())
            return x.Range.LiesIn(bounds) ? x : saturates ? Bounded(x.Expression, x.Range, bounds) : null;
        return from == ElementType.Float ? OfReal(x, to, bounds, saturates) : null;
    }

    /// <summary>Truncates; NaN gives 0, and what lies beyond the type's bounds the nearest of its numbers.</summary>
    static FloatPart? OfReal(FloatPart x, ElementType to, FloatRange bounds, bool saturates)
    {
        // 32 bits and more saturate always; the bounds as floats lie just beyond those of the type, where no float lies between.
        bool isWide = to is ElementType.Int32 or ElementType.UInt32 or ElementType.Int64 or ElementType.UInt64;
        if (!saturates && !isWide && !x.Range.LiesIn(bounds))
            return null;
        ScalarExpr whole = x.Range.IsWhole ? x.Expression : ScalarExpr.Apply(ScalarOperation.Truncate, x.Expression);
        if (x.Range.MayBeNaN)
            whole = ScalarExpr.Select(ScalarExpr.Apply(ScalarOperation.IsNaN, x.Expression), Zero, whole);
        FloatRange range = (x.Range.MayBeNaN ? x.Range.Union(FloatRange.Of(0.0)) : x.Range) with { IsWhole = true, MayBeNaN = false };
        return range.LiesIn(bounds) ? new FloatPart(whole, range) : Bounded(whole, range, bounds);
    }

    static FloatPart Bounded(ScalarExpr x, FloatRange range, FloatRange bounds)
    {
        ScalarExpr result = x;
        if (range.Low < bounds.Low)
            result = WholeBounds.Limit(ScalarOperation.Maximum, result, bounds.Low);
        if (range.High > bounds.High)
            result = WholeBounds.Limit(ScalarOperation.Minimum, result, bounds.High);
        return new FloatPart(result, new FloatRange(Math.Max(range.Low, bounds.Low), Math.Min(range.High, bounds.High), true, false));
    }

    static FloatPart? Number(FloatPart flag, ElementType to) => to == ElementType.Bool ? flag
        : to == ElementType.Float || to.IsInteger()
            ? new FloatPart(ScalarExpr.Select(flag.Expression, ScalarExpr.Literal(ElementType.Float, 1.0), Zero), new FloatRange(0, 1, true, false))
            : null;

    static ScalarExpr Zero => ScalarExpr.Literal(ElementType.Float, 0.0);
}
