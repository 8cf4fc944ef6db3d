using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using Xunit;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Tests.Expressions;

/// <summary>Expressions through integers give the same as their forms in floats.</summary>
public class FloatFormTests
{
    static readonly ScalarExpr X = ScalarExpr.Input(0, ElementType.Float);

    [Fact]
    public void Quantised_numbers_are_bounded_floats()
    {
        foreach (ElementType type in new[] { ElementType.Int8, ElementType.UInt8, ElementType.Int16, ElementType.UInt16, ElementType.Int4, ElementType.UInt4 })
        {
            ScalarExpr quantized = ScalarExpr.SaturatingCast(Round(X / 0.3) + 3, type);
            ScalarExpr difference = Cast(quantized, ElementType.Int32) - ScalarExpr.Literal(ElementType.Int32, 3L);
            AssertSame(Cast(difference, ElementType.Float) * 0.3);
        }
    }

    [Fact]
    public void A_second_quantisation_with_the_same_scale_is_a_pair_of_bounds()
    {
        ScalarExpr Quantized(ScalarExpr x) => Cast(ScalarExpr.SaturatingCast(Round(x / 0.3) + 3, ElementType.UInt8), ElementType.Int32) - ScalarExpr.Literal(ElementType.Int32, 3L);
        ScalarExpr first = Cast(Quantized(X), ElementType.Float) * 0.3;
        ScalarExpr second = Cast(Quantized(Minimum(Maximum(first, 0), 6)), ElementType.Float) * 0.3;
        AssertSame(second);
        Assert.Single(FloatForm.Of(second)!.Expression.Nodes().OfType<ScalarApply>(), part => part.Operation == ScalarOperation.Divide);
    }

    [Fact]
    public void Conversions_truncate_and_saturate()
    {
        AssertSame(Cast(Cast(X, ElementType.Int32), ElementType.Float));
        AssertSame(Cast(Cast(X, ElementType.Int64), ElementType.Float));
        AssertSame(Cast(ScalarExpr.SaturatingCast(X, ElementType.UInt8), ElementType.Float));
        AssertSame(Cast(Cast(X, ElementType.Bool), ElementType.Float));
    }

    [Fact]
    public void Sums_of_exact_numbers_round_once()
    {
        ScalarExpr bias = ScalarExpr.Literal(ElementType.Int32, 12345L);
        ScalarExpr whole = Cast(Minimum(Maximum(X, -FloatRange.Exact), FloatRange.Exact), ElementType.Int32);
        AssertSame(Cast(whole + bias, ElementType.Float) * 0.1);
        AssertSame(Cast(whole * bias, ElementType.Float), exists: false);
    }

    [Fact]
    public void Comparisons_and_choices_of_integers_are_those_of_floats()
    {
        ScalarExpr whole = ScalarExpr.SaturatingCast(X, ElementType.Int8);
        ScalarExpr five = ScalarExpr.Literal(ElementType.Int8, 5L);
        AssertSame(Cast(Select(Less(whole, five), whole, five), ElementType.Float));
        AssertSame(Cast(Maximum(whole, five) - five, ElementType.Float));
        AssertSame(Cast(whole - five, ElementType.Float), exists: false);
    }

    [Fact]
    public void What_a_float_does_not_hold_has_no_form()
    {
        ScalarExpr wide = Cast(X, ElementType.Int32);
        Assert.Null(FloatForm.Of(Cast((wide + wide) - wide, ElementType.Float)));
        Assert.Null(FloatForm.Of(Cast(ScalarExpr.Input(0, ElementType.Int32), ElementType.Float)));
        Assert.Null(FloatForm.Of(Cast(ScalarExpr.Apply(ScalarOperation.And, wide, wide), ElementType.Float)));
    }

    [Fact]
    public void Inputs_of_sixteen_bits_are_read_as_they_are()
    {
        ScalarExpr difference = Cast(ScalarExpr.Input(0, ElementType.UInt8), ElementType.Int32) - Cast(ScalarExpr.Input(1, ElementType.UInt8), ElementType.Int32);
        FloatPart form = FloatForm.Of(difference)!;
        Assert.Equal((-255.0, 255.0), (form.Range.Low, form.Range.High));
        Assert.Equal(ElementType.Float, form.Expression.Type);
    }

    [Fact]
    public void Chains_of_shifts_and_bounds_are_short()
    {
        ScalarExpr quantized = ScalarExpr.SaturatingCast(Round(X) + 3, ElementType.UInt8);
        ScalarExpr centred = Cast(Cast(quantized, ElementType.Int32) - ScalarExpr.Literal(ElementType.Int32, 3L), ElementType.Float);
        ScalarExpr bounded = Minimum(Maximum(centred, 0), 100);
        FloatPart form = FloatForm.Of(bounded, _ => new FloatRange(-1e6, 1e6, false, false))!;
        Assert.Equal("Minimum(Maximum(Round(x0), 0), 100)", form.Expression.ToString());
        foreach (double x in Numbers().Where(x => Math.Abs(x) <= 1e6))
            Assert.Equal(Evaluate(bounded, x), Evaluate(form.Expression, x));
    }

    [Fact]
    public void Forms_tell_the_ranges_of_what_they_stand_for()
    {
        foreach (ScalarExpr quantized in new[] { ScalarExpr.SaturatingCast(Round(X / 0.3) + 3, ElementType.UInt8), ScalarExpr.SaturatingCast(X, ElementType.Int8) })
        {
            FloatPart form = FloatForm.Of(Cast(quantized, ElementType.Float))!;
            Assert.True(form.Range.IsExactWhole);
            Assert.Equal(form.Range, FloatForm.Of(form.Expression)!.Range);
        }
    }

    [Fact]
    public void Rounding_goes_behind_whole_bounds()
    {
        Assert.Equal("Minimum(Maximum(Round(x0), 0), 7)", FloatForm.Of(Minimum(Round(Maximum(X, 0)), 7))!.Expression.ToString());
        Assert.Equal("Round(Maximum(x0, 0.5))", FloatForm.Of(Round(Maximum(X, 0.5)))!.Expression.ToString());
        AssertSame(Minimum(Round(Maximum(X, 0)), 7));
    }

    [Fact]
    public void Bounds_that_are_kept_anyway_vanish()
    {
        ScalarExpr whole = Cast(Cast(Minimum(Maximum(X, -500), 500), ElementType.Int32), ElementType.Float);
        Assert.Equal("x0", FloatForm.Of(whole, _ => new FloatRange(-400, 500, true, false))!.Expression.ToString());
        AssertSame(whole);
    }

    [Fact]
    public void Ranges_of_real_numbers_are_followed_through_arithmetic()
    {
        FloatRange range = FloatForm.Of(((X * 3) - 1) / 2, _ => new FloatRange(-1, 2, false, false))!.Range;
        Assert.Equal((-2.0, 2.5, false, false), (range.Low, range.High, range.IsWhole, range.MayBeNaN));
        Assert.True(FloatForm.Of(X * X, _ => new FloatRange(0, 1e30, false, false))!.Range.MayBeNaN);
        Assert.True(FloatForm.Of(1 / X, _ => new FloatRange(-1, 2, false, false))!.Range.MayBeNaN);
    }

    static void AssertSame(ScalarExpr expression, bool exists = true)
    {
        ScalarExpr? form = FloatForm.Of(expression)?.Expression;
        Assert.Equal(exists, form is not null);
        if (form is null)
            return;
        Assert.All(form.Nodes(), node => Assert.True(node.Type is ElementType.Float or ElementType.Bool));
        foreach (double x in Numbers())
            Assert.Equal(Evaluate(expression, x), Evaluate(form, x) + 0.0);
    }

    static double Evaluate(ScalarExpr expression, double x) =>
        (double)new ScalarEvaluator(expression, _ => throw new InvalidOperationException()).Evaluate([x], []) + 0.0;

    static IEnumerable<double> Numbers()
    {
        var random = new Random(1);
        double[] special = [0, -0.0, 0.15, 0.45, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 2147483648, -2147483648, 1e30, 16777217];
        return special.Concat(Enumerable.Range(0, 400).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-2, 12))))
            .SelectMany(x => new[] { x, -x }).Select(x => (double)(float)x);
    }
}
