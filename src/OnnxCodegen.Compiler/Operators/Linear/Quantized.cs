using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Steps between quantised and real numbers that contractions share.</summary>
internal static class Quantized
{
    /// <summary>Quantised numbers less their zero point, in the type in which their products are summed: int32, float for 8-bit floats.</summary>
    public static Value Centered(Value x, Value? zeroPoint) => Centered(x, zeroPoint, SumType(x));

    public static Value Centered(Value x, Value? zeroPoint, ElementType type) =>
        zeroPoint is null ? Cast(x, type) : Map(x, zeroPoint, (a, z) => Cast(a, type) - Cast(z, type));

    /// <summary>The type of the sums of products with one or several such factors.</summary>
    public static ElementType SumType(params Value[] factors) =>
        factors.Any(x => x.ElementType.IsFloating()) ? ElementType.Float : ElementType.Int32;

    /// <summary>Sums times a factor, rounded and shifted by a zero point into its type, which saturates.</summary>
    public static Value Requantize(Value sums, Value factor, Value zeroPoint)
    {
        ElementType type = zeroPoint.ElementType;
        return Map(sums, factor, zeroPoint, (s, f, z) =>
        {
            ScalarExpr scaled = Cast(s, ElementType.Float) * f;
            ScalarExpr shifted = (type.IsFloating() ? scaled : Round(scaled)) + Cast(z, ElementType.Float);
            return ScalarExpr.SaturatingCast(shifted, type);
        });
    }
}
