using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Linear quantization: x ≈ (q − zero point) · scale, with one scale for the tensor, for each slice of an axis, or for each block
/// along an axis.</summary>
internal static class Quantization
{
    [Operator, Since(10)]
    public static Value QuantizeLinear(
        Value x, Value yScale, Value? yZeroPoint = null, long axis = 1, bool saturate = true, long blockSize = 0,
        ElementType outputDtype = ElementType.Undefined, ElementType precision = ElementType.Undefined)
    {
        ElementType type = yZeroPoint?.ElementType ?? (outputDtype == ElementType.Undefined ? ElementType.UInt8 : outputDtype);
        Value scale = Spread(yScale, x, axis, blockSize);
        return yZeroPoint is null
            ? Map(x, scale, (a, s) => Encode(Quotient(a, s, precision), null, type, saturate))
            : Map(x, scale, Spread(yZeroPoint, x, axis, blockSize), (a, s, z) => Encode(Quotient(a, s, precision), z, type, saturate));
    }

    [Operator, Since(10)]
    public static Value DequantizeLinear(
        Value x, Value xScale, Value? xZeroPoint = null, long axis = 1, long blockSize = 0,
        ElementType outputDtype = ElementType.Undefined)
    {
        ElementType type = outputDtype == ElementType.Undefined ? xScale.ElementType : outputDtype;
        Value scale = Spread(xScale, x, axis, blockSize);
        return xZeroPoint is null
            ? Map(x, scale, (q, s) => Cast(Cast(q, ElementType.Float) * Cast(s, ElementType.Float), type))
            : Map(x, scale, Spread(xZeroPoint, x, axis, blockSize), (q, s, z) => Cast(Difference(q, z) * Cast(s, ElementType.Float), type));
    }

    /// <summary>Quantizes to uint8 with the scale and zero point that the extrema of x, 0 included, ask for.</summary>
    [Operator, Since(11)]
    public static (Value Y, Value YScale, Value YZeroPoint) DynamicQuantizeLinear(Value x)
    {
        int[] all = Enumerable.Range(0, x.Rank).ToArray();
        Value low = Views.Reshape(Reductions.Min(x, all), Shape.Scalar);
        Value high = Views.Reshape(Reductions.Max(x, all), Shape.Scalar);
        Value scale = Map(low, high, (l, h) => (Maximum(h, 0) - Minimum(l, 0)) / 255);
        Value zero = Map(low, scale, (l, s) => ScalarExpr.SaturatingCast(Round(-Minimum(l, 0) / s), ElementType.UInt8));
        return (QuantizeLinear(x, scale, zero), scale, zero);
    }

    /// <summary>A scale or zero point with the axes that broadcast it to the shape of <paramref name="x"/>.</summary>
    /// <param name="block">The number of neighbours along the axis that share an entry; 0 where each has its own.</param>
    static Value Spread(Value parameter, Value x, long axis, long block)
    {
        if (parameter.Shape.Elements == Dim.One)
            return Views.Reshape(parameter, Shape.Scalar);
        int along = Views.Axis(axis, x.Rank);
        if (block == 0)
        {
            return parameter.Rank == 1
                ? Views.Reshape(parameter, new Shape(parameter.Shape.Concat(DimVectors.Repeat(1, x.Rank - 1 - along))))
                : parameter;
        }
        if (parameter.Rank != x.Rank)
            throw new ModelException("The scales of blocks must have the rank of the quantized tensor.");
        Value repeated = Views.Unsqueeze(parameter, along + 1);
        Value blocks = Views.Expand(repeated, repeated.Shape.With(along + 1, block));
        Value joined = Views.Reshape(blocks, parameter.Shape.With(along, parameter.Shape[along] * block));
        return Views.Slice(joined, along, 0, x.Shape[along]);
    }

    static ScalarExpr Quotient(ScalarExpr x, ScalarExpr scale, ElementType precision)
    {
        ScalarExpr quotient = Cast(x, ElementType.Float) / Cast(scale, ElementType.Float);
        return precision == ElementType.Undefined ? quotient : Cast(Cast(quotient, precision), ElementType.Float);
    }

    /// <summary>Integers round half to even and saturate; small floats round as their conversion does.</summary>
    static ScalarExpr Encode(ScalarExpr quotient, ScalarExpr? zeroPoint, ElementType type, bool saturate)
    {
        ScalarExpr rounded = type.IsFloating() ? quotient : Round(quotient);
        ScalarExpr shifted = zeroPoint is null ? rounded : rounded + Cast(zeroPoint, ElementType.Float);
        return type.IsFloating() && !saturate ? Cast(shifted, type) : ScalarExpr.SaturatingCast(shifted, type);
    }

    static ScalarExpr Difference(ScalarExpr x, ScalarExpr zeroPoint)
    {
        if (x.Type.IsFloating())
            return Cast(x, ElementType.Float) - Cast(zeroPoint, ElementType.Float);
        return Cast(Cast(x, ElementType.Int32) - Cast(zeroPoint, ElementType.Int32), ElementType.Float);
    }
}
