using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators on matrices of int8 with a scale, whose elements lie in one of <see cref="MatrixOrders"/>.</summary>
[Domain("com.microsoft")]
internal static class OrderedOperators
{
    [Operator]
    public static Value QuantizeWithOrder(Value input, Value scaleInput, long orderInput, long orderOutput) =>
        MatrixOrders.FromRows(Quantize(Float(MatrixOrders.ToRows(input, orderInput)), scaleInput), orderOutput);

    [Operator]
    public static Value DequantizeWithOrder(Value input, Value scaleInput, long orderInput, long orderOutput, ElementType to) =>
        Cast(MatrixOrders.FromRows(Real(MatrixOrders.ToRows(input, orderInput), scaleInput), orderOutput), to);

    /// <summary>The product of real matrices, plus a bias, plus a matrix.</summary>
    [Operator]
    public static Value QOrderedMatMul(
        [AtLeast(2)] Value a, Value scaleA, [AtLeast(2)] Value b, Value scaleB, Value scaleY, long order_A, long order_B, long order_Y,
        Value? bias = null, Value? c = null, Value? scaleC = null)
    {
        Value product = Contractions.MatMul(
            Cast(MatrixOrders.ToRows(a, order_A), ElementType.Int32), Cast(MatrixOrders.ToRows(b, order_B), ElementType.Int32));
        Value sum = Map(product, scaleA, scaleB, (p, x, y) => Cast(p, ElementType.Float) * (x * y));
        if (bias is not null)
            sum += bias;
        if (c is not null && scaleC is not null)
            sum += Real(MatrixOrders.ToRows(c, order_Y), scaleC);
        return MatrixOrders.FromRows(Quantize(sum, scaleY), order_Y);
    }

    /// <summary>Gelu of the real elements, in whatever order they lie.</summary>
    [Operator]
    public static Value QOrderedGelu(Value x, Value scaleX, Value scaleY, long order_X = MatrixOrders.Rows, long order_Y = MatrixOrders.Rows) =>
        Quantize(Activations.Gelu(Real(x, scaleX)), scaleY);

    [Operator]
    public static Value QOrderedLayerNormalization(
        [AtLeast(1)] Value x, Value scaleX, Value scale, [Optional] Value? b, Value scaleY, long axis = -1, double epsilon = 1e-5,
        long order_X = MatrixOrders.Rows, long order_Y = MatrixOrders.Rows)
    {
        Value normalized = Normalizations.LayerNormalization(
            Real(MatrixOrders.ToRows(x, order_X), scaleX), Float(scale), b is null ? null : Float(b), axis, epsilon).Y;
        return MatrixOrders.FromRows(Quantize(normalized, scaleY), order_Y);
    }

    static Value Float(Value x) => Cast(x, ElementType.Float);

    static Value Real(Value x, Value scale) => Map(x, scale, (q, s) => Cast(q, ElementType.Float) * s);

    static Value Quantize(Value x, Value scale) => Map(x, scale, (a, s) => ScalarExpr.SaturatingCast(Round(a / s), ElementType.Int8));
}
