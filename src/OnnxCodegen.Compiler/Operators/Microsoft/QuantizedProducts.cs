using System;
using System.Linq;
using System.Runtime.InteropServices;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Products of 8-bit matrices, summed as int32.</summary>
[Domain("com.microsoft")]
internal static class QuantizedProducts
{
    /// <summary>The real product: the sums times both scales, and a bias.</summary>
    /// <param name="bScale">One scale, or one for each column.</param>
    [Operator]
    public static Value MatMulIntegerToFloat(
        Value a, Value b, Value aScale, Value bScale, Value? aZeroPoint = null, Value? bZeroPoint = null, Value? bias = null)
    {
        Value sums = MatrixProducts.MatMulInteger(a, b, Number(aZeroPoint), Number(bZeroPoint));
        Value factor = Map(Number(aScale)!, Number(bScale)!, (x, w) => Cast(x, ElementType.Float) * Cast(w, ElementType.Float));
        Value product = Map(sums, factor, (s, f) => Cast(s, ElementType.Float) * f);
        return Cast(bias is null ? product : product + Cast(bias, ElementType.Float), aScale.ElementType);
    }

    /// <summary>The same, where A is quantised by its own range.</summary>
    [Operator]
    public static Value DynamicQuantizeMatMul(Value a, Value b, Value bScale, Value? bZeroPoint = null, Value? bias = null)
    {
        (Value quantized, Value scale, Value zeroPoint) = Quantization.DynamicQuantizeLinear(a);
        return MatMulIntegerToFloat(quantized, b, scale, bScale, zeroPoint, bZeroPoint, bias);
    }

    /// <summary>alpha · A·B + C, A and B transposed on demand; quantised where a scale is given, else real.</summary>
    /// <param name="c">int32, with the scale alpha · a_scale · b_scale.</param>
    [Operator]
    public static Value QGemm(
        [Rank(2)] Value a, Value aScale, Value aZeroPoint, [Rank(2)] Value b, Value bScale, Value bZeroPoint, Value? c = null, Value? yScale = null,
        Value? yZeroPoint = null, double alpha = 1, long transA = 0, long transB = 0)
    {
        Value columns = transB != 0 ? Views.Permute(b, new[] { 1, 0 }) : b;
        Value product = Contractions.Contract(
            Quantized.Centered(a, Number(aZeroPoint)), Quantized.Centered(columns, Number(bZeroPoint)),
            Array.Empty<int>(), Array.Empty<int>(), new[] { transA != 0 ? 0 : 1 }, new[] { 0 });
        Value sums = c is null ? product : product + c;
        Value factor = Map(Number(aScale)!, Number(bScale)!, (x, w) => x * w * alpha);
        return yScale is null || yZeroPoint is null
            ? Map(sums, factor, (s, f) => Cast(s, ElementType.Float) * f)
            : Quantized.Requantize(sums, Map(factor, Number(yScale)!, (f, y) => f / y), Number(yZeroPoint)!);
    }

    /// <summary>(A − zero point) · (B − zero point), elementwise.</summary>
    [Operator]
    public static Value MulInteger(
        Value a, [Optional] Value? aZeroPoint, Value b, Value? bZeroPoint = null) =>
        Quantized.Centered(a, Number(aZeroPoint)) * Quantized.Centered(b, Number(bZeroPoint));

    /// <summary>The product of 16-bit matrices, summed as int32, as uint32 where both are unsigned.</summary>
    [Operator]
    public static Value MatMulInteger16(Value a, Value b)
    {
        ElementType type = a.ElementType.IsSigned() || b.ElementType.IsSigned() ? ElementType.Int32 : ElementType.UInt32;
        return Contractions.MatMul(Cast(a, type), Cast(b, type));
    }

    /// <summary>QLinearConv of images whose channels may come last.</summary>
    [Operator]
    public static Value QLinearConv(
        [AtLeast(3)] Value x, Value xScale, Value xZeroPoint, [AtLeast(3)] Value w, Value wScale, Value wZeroPoint, Value yScale, Value yZeroPoint, [Rank(1)] Value? b = null,
        string autoPad = "NOTSET", bool channelsLast = false, long[]? dilations = null, long group = 1, long[]? kernelShape = null,
        long[]? pads = null, long[]? strides = null) => ChannelsLast.Of(x, channelsLast, images => Convolutions.QLinearConv(
            images, xScale, xZeroPoint, w, wScale, wZeroPoint, yScale, yZeroPoint, b, autoPad, dilations, group, kernelShape, pads, strides));

    /// <summary>A vector of one element as a scalar.</summary>
    static Value? Number(Value? x) => x is { Rank: > 0 } && x.Shape.All(n => n == Dim.One) ? Views.Reshape(x, Shape.Scalar) : x;
}
