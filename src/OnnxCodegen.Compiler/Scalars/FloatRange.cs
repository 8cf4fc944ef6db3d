using System;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>What is known of a number: its bounds, whether it is whole, and whether it may be NaN.</summary>
internal sealed record FloatRange(double Low, double High, bool IsWhole, bool MayBeNaN)
{
    /// <summary>Up to this magnitude a float holds every whole number.</summary>
    public const double Exact = 1 << 24;

    public static readonly FloatRange Any = new(double.NegativeInfinity, double.PositiveInfinity, false, true);

    /// <summary>Whether a float holds the number whatever it is, if it is whole.</summary>
    public bool IsExact => Low >= -Exact && High <= Exact;

    public static FloatRange Of(double value) => new(value, value, Math.Truncate(value) == value, double.IsNaN(value));

    public static FloatRange Of(ElementType integer) => integer == ElementType.UInt64
        ? new(0, 18446744073709551615.0, true, false)
        : new(ElementConversion.Minimum(integer), ElementConversion.Maximum(integer), true, false);

    /// <summary>The range of what is rounded to a float.</summary>
    public FloatRange Rounded()
    {
        FloatRange rounded = this with { Low = (float)Low, High = (float)High };
        return rounded with { MayBeNaN = MayBeNaN || double.IsInfinity(rounded.Low) || double.IsInfinity(rounded.High) };
    }

    /// <summary>The largest magnitude.</summary>
    public double Largest => Math.Max(Math.Abs(Low), Math.Abs(High));

    /// <summary>Whether the number is whole and a float holds it whatever it is.</summary>
    public bool IsExactWhole => IsWhole && !MayBeNaN && IsExact;

    public bool LiesIn(FloatRange other) => Low >= other.Low && High <= other.High;

    public FloatRange Union(FloatRange other) =>
        new(Math.Min(Low, other.Low), Math.Max(High, other.High), IsWhole && other.IsWhole, MayBeNaN || other.MayBeNaN);

    /// <summary>The range of the sum, or of another operation that is monotonic in each operand or a product.</summary>
    public FloatRange With(FloatRange other, Func<double, double, double> operation)
    {
        double[] corners = { operation(Low, other.Low), operation(Low, other.High), operation(High, other.Low), operation(High, other.High) };
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double corner in corners)
        {
            if (double.IsNaN(corner))
                return Any with { IsWhole = IsWhole && other.IsWhole };
            low = Math.Min(low, corner);
            high = Math.Max(high, corner);
        }
        bool isFinite = !double.IsInfinity(low) && !double.IsInfinity(high);
        return new FloatRange(low, high, IsWhole && other.IsWhole, MayBeNaN || other.MayBeNaN || !isFinite);
    }
}
