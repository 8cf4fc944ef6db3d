using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Conversions between element types.</summary>
internal static class Casting
{
    [Operator("Cast"), Since(1)]
    public static Value Cast1(Value input, string to) => Enum.TryParse(to, ignoreCase: true, out ElementType type)
        ? Convert(input, type)
        : throw new ModelException($"'{to}' is no element type.");

    [Operator("Cast"), Since(6)]
    public static Value Cast6(Value input, ElementType to, long saturate = 1) => BeforeRounding(input, to, saturate != 0);

    [Operator, Since(24)]
    public static Value Cast(Value input, ElementType to, long saturate = 1, string roundMode = "up") =>
        Convert(input, to, saturate != 0, roundMode);

    [Operator("CastLike"), Since(15)]
    public static Value CastLike15(Value input, Value targetType, long saturate = 1) =>
        BeforeRounding(input, targetType.ElementType, saturate != 0);

    [Operator, Since(24)]
    public static Value CastLike(Value input, Value targetType, long saturate = 1, string roundMode = "up") =>
        Convert(input, targetType.ElementType, saturate != 0, roundMode);

    [Operator, Since(26)]
    public static Value BitCast(Value input, ElementType to) => Algebra.Map(input, a => ScalarExpr.BitCast(a, to));

    /// <summary>The conversion of Cast: the types of 8 bits saturate when asked to, those below always, others never.</summary>
    public static Value Convert(Value x, ElementType type, bool saturate = true, string roundMode = "up") =>
        x.ElementType == type ? x : Algebra.Map(x, a => Convert(a, type, saturate, roundMode));

    /// <summary>The conversion before version 24: infinity becomes NaN in the types that have one NaN only, also when they saturate.</summary>
    static Value BeforeRounding(Value x, ElementType type, bool saturate)
    {
        bool isFinite = x.ElementType == ElementType.String || !x.ElementType.IsFloating();
        if (isFinite || type is not (ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2FNUZ) || x.ElementType == type)
            return Convert(x, type, saturate);
        return Algebra.Map(x, a => Algebra.Select(
            ScalarExpr.Apply(ScalarOperation.IsInfinite, a), ScalarExpr.Literal(type, double.NaN), Convert(a, type, saturate, "up")));
    }

    static ScalarExpr Convert(ScalarExpr x, ElementType type, bool saturate, string roundMode) => type switch
    {
        ElementType.Float8E8M0 => PowerOfTwo(Algebra.Cast(x, ElementType.Float), saturate, roundMode),
        ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ when saturate =>
            ScalarExpr.SaturatingCast(x, type),
        ElementType.Float4E2M1 => ScalarExpr.SaturatingCast(x, type),
        _ => Algebra.Cast(x, type),
    };

    /// <summary>The power of two that a magnitude rounds to, by the bits of the float: E8M0 is a float's exponent field.</summary>
    static ScalarExpr PowerOfTwo(ScalarExpr x, bool saturate, string roundMode)
    {
        ScalarExpr bits = Algebra.And(ScalarExpr.BitCast(x, ElementType.Int32), Integer(0x7FFFFFFF));
        ScalarExpr carried = bits + Integer(roundMode switch
        {
            "up" => 0x7FFFFF,
            "down" => 0,
            "nearest" => 0x400000,
            _ => throw new ModelException($"The round mode '{roundMode}' is none of up, down and nearest."),
        });
        ScalarExpr exponent = ScalarExpr.Apply(ScalarOperation.ShiftRight, carried, Integer(23));
        ScalarExpr finite = saturate ? Algebra.Minimum(exponent, Integer(254)) : Algebra.Minimum(exponent, Integer(255));
        ScalarExpr special = saturate
            ? Algebra.Select(Algebra.IsNaN(x), Integer(255), finite)
            : Algebra.Select(Algebra.LessOrEqual(Integer(0x7F800000), bits), Integer(255), finite);
        return ScalarExpr.BitCast(Algebra.Cast(special, ElementType.UInt8), ElementType.Float8E8M0);
    }

    static ScalarExpr Integer(long value) => ScalarExpr.Literal(ElementType.Int32, value);
}
