using System;
using System.Linq;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Products of matrices.</summary>
internal static class MatrixProducts
{
    [Operator(Widens = true), Since(1)]
    public static Value MatMul(Value a, Value b) => Contractions.MatMul(a, b);

    [Operator("Gemm", Widens = true), Since(1)]
    public static Value Gemm1(
        Value a, Value b, Value c, double alpha = 1, double beta = 1, long broadcast = 0, long transA = 0, long transB = 0) =>
        Gemm(a, b, c, alpha, beta, transA, transB);

    /// <summary>alpha·A·B + beta·C, A and B transposed on demand; C broadcasts.</summary>
    [Operator(Widens = true), Since(7)]
    public static Value Gemm([Rank(2)] Value a, [Rank(2)] Value b, Value? c = null, double alpha = 1, double beta = 1, long transA = 0, long transB = 0)
    {
        Value product = Contractions.Contract(
            a, b, Array.Empty<int>(), Array.Empty<int>(), new[] { transA != 0 ? 0 : 1 }, new[] { transB != 0 ? 1 : 0 });
        Value scaled = Scaled(product, alpha);
        return c is null || beta == 0 ? scaled : scaled + Scaled(c, beta);
    }

    /// <summary>The product of 8-bit matrices less their zero points, summed as int32.</summary>
    [Operator, Since(10)]
    public static Value MatMulInteger(Value a, Value b, Value? aZeroPoint = null, Value? bZeroPoint = null) => Contractions.MatMul(
        Quantized.Centered(a, aZeroPoint is null ? null : PerRow(aZeroPoint), Quantized.SumType(a, b)),
        Quantized.Centered(b, bZeroPoint, Quantized.SumType(a, b)));

    [Operator, Since(10)]
    public static Value QLinearMatMul(
        Value a, Value aScale, Value aZeroPoint, Value b, Value bScale, Value bZeroPoint, Value yScale, Value yZeroPoint) =>
        Quantized.Requantize(
            MatMulInteger(a, b, aZeroPoint, bZeroPoint),
            Map(Float(PerRow(aScale)), Float(bScale), Float(PerRow(yScale)), (x, w, y) => x * w / y),
            PerRow(yZeroPoint));

    static Value Float(Value scale) => Cast(scale, ElementType.Float);

    /// <summary>One number per row of the left matrix as a column.</summary>
    static Value PerRow(Value vector) =>
        vector.Rank == 1 && vector.Shape[0] != Dim.One ? Views.Reshape(vector, vector.Shape[0], Dim.One) : vector;

    static Value Scaled(Value x, double factor) => factor == 1 ? x : Map(x, a => a.Type.IsFloating()
        ? a * factor
        : Cast(Cast(a, ElementType.Double) * factor, a.Type));
}
