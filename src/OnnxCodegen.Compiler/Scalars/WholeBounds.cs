using System;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>Shortens chains of shifts and bounds of whole floats: quantised numbers pass through many of both.</summary>
internal static class WholeBounds
{
    /// <summary>Literals up to this magnitude are followed: a float that exceeds what floats hold exactly stays beyond all bounds when it is
    /// shifted by one of them.</summary>
    const double Small = 1 << 20;

    /// <summary>A shift or bound by a literal, or the rounding of bounds, in short form; null for other operations.</summary>
    public static FloatPart? Of(ScalarOperation operation, FloatPart x, FloatPart y)
    {
        switch (operation)
        {
            case ScalarOperation.Add when x.Range.IsExactWhole && Number(y) is { } shift:
                return Shifted(x, shift);
            case ScalarOperation.Add when y.Range.IsExactWhole && Number(x) is { } shift:
                return Shifted(y, shift);
            case ScalarOperation.Subtract when x.Range.IsExactWhole && Number(y) is { } shift:
                return Shifted(x, -shift);
            case ScalarOperation.Minimum or ScalarOperation.Maximum when y.Expression is ScalarLiteral { Value: double bound } && !double.IsNaN(bound):
                return Limited(operation, x, bound);
            case ScalarOperation.Minimum or ScalarOperation.Maximum when x.Expression is ScalarLiteral { Value: double bound } && !double.IsNaN(bound):
                return Limited(operation, y, bound);
            case ScalarOperation.Round when Rounded(x.Expression) is { } rounded:
                return new FloatPart(rounded, x.Range with { Low = Math.Floor(x.Range.Low), High = Math.Ceiling(x.Range.High), IsWhole = true });
            default:
                return null;
        }
    }

    /// <summary>Rounding goes behind bounds that are whole; null where there are none.</summary>
    static ScalarExpr? Rounded(ScalarExpr x)
    {
        foreach (ScalarOperation operation in new[] { ScalarOperation.Minimum, ScalarOperation.Maximum })
            if (Bound(x, operation) is { } bound && Math.Truncate(bound) == bound)
                return Limit(operation, Rounded(x.Arguments[0]) ?? ScalarExpr.Apply(ScalarOperation.Round, x.Arguments[0]), bound);
        return null;
    }

    /// <summary>The expression with a bound, bounds of one kind joined and those from above outside.</summary>
    public static ScalarExpr Limit(ScalarOperation operation, ScalarExpr x, double bound)
    {
        Func<double, double, double> choose = operation == ScalarOperation.Minimum ? Math.Min : Math.Max;
        if (Bound(x, operation) is { } same)
            return Limit(operation, x.Arguments[0], choose(same, bound));
        if (operation == ScalarOperation.Maximum && Bound(x, ScalarOperation.Minimum) is { } above && bound <= above)
            return Apply(ScalarOperation.Minimum, Limit(operation, x.Arguments[0], bound), above);
        return Apply(operation, x, bound);
    }

    static FloatPart Limited(ScalarOperation operation, FloatPart x, double bound)
    {
        bool isLower = operation == ScalarOperation.Maximum;
        if (!x.Range.MayBeNaN && (isLower ? x.Range.Low >= bound : x.Range.High <= bound))
            return x;
        FloatRange range = x.Range.With(FloatRange.Of(bound), isLower ? Math.Max : Math.Min) with { MayBeNaN = x.Range.MayBeNaN };
        return new FloatPart(Limit(operation, x.Expression, bound), range);
    }

    static FloatPart? Shifted(FloatPart x, double shift)
    {
        FloatRange range = x.Range with { Low = x.Range.Low + shift, High = x.Range.High + shift };
        return range.IsExact && Shift(x.Expression, shift) is { } expression ? new FloatPart(expression, range) : null;
    }

    /// <summary>The shift goes behind bounds and joins the one that it meets there; null where there is nothing to join.</summary>
    static ScalarExpr? Shift(ScalarExpr x, double shift)
    {
        if (Bound(x, ScalarOperation.Minimum) is { } above && Math.Abs(above) <= Small)
            return Shift(x.Arguments[0], shift) is { } inner ? Limit(ScalarOperation.Minimum, inner, above + shift) : null;
        if (Bound(x, ScalarOperation.Maximum) is { } below && Math.Abs(below) <= Small)
            return Shift(x.Arguments[0], shift) is { } inner ? Limit(ScalarOperation.Maximum, inner, below + shift) : null;
        if (x is not ScalarApply { Operation: ScalarOperation.Add or ScalarOperation.Subtract } sum || Number(sum.Arguments[1]) is not { } other)
            return null;
        double whole = shift + (sum.Operation == ScalarOperation.Add ? other : -other);
        return whole == 0 ? sum.Arguments[0] : Apply(ScalarOperation.Add, sum.Arguments[0], whole);
    }

    static double? Number(FloatPart x) => x.IsExact ? Number(x.Expression) : null;

    static double? Number(ScalarExpr x) =>
        x is ScalarLiteral { Value: double number } && Math.Abs(number) <= Small && Math.Truncate(number) == number ? number : null;

    /// <summary>The literal that bounds an expression by the given operation.</summary>
    static double? Bound(ScalarExpr x, ScalarOperation operation) =>
        x is ScalarApply apply && apply.Operation == operation && apply.Arguments[1] is ScalarLiteral { Value: double bound } && !double.IsNaN(bound) ? bound : null;

    static ScalarExpr Apply(ScalarOperation operation, ScalarExpr x, double number) =>
        ScalarExpr.Apply(operation, x, ScalarExpr.Literal(ElementType.Float, number));
}
