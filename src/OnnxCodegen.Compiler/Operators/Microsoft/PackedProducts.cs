using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Products of matrices that are kept in few bits, or as what is not zero.</summary>
[Domain("com.microsoft")]
internal static class PackedProducts
{
    /// <summary>scaleY · activation(alpha · (scaleA · A)(scaleB · B) + beta · C).</summary>
    [Operator]
    public static Value GemmFloat8(
        [Rank(2)] Value a, [Rank(2)] Value b, Value? c = null, Value? scaleA = null, Value? scaleB = null, Value? scaleY = null,
        string activation = "NONE", double alpha = 1, double beta = 0, ElementType dtype = ElementType.Float, long transA = 0, long transB = 0)
    {
        Value sum = MatrixProducts.Gemm(Scaled(a, scaleA), Scaled(b, scaleB), c is null ? null : Cast(c, ElementType.Float), alpha, beta, transA, transB);
        Value active = activation switch
        {
            "NONE" or "" => sum,
            "RELU" => Activations.Relu(sum),
            "GELU" => Activations.Gelu(sum, "tanh"),
            _ => throw new ModelException($"The activation '{activation}' is none of NONE, RELU and GELU."),
        };
        return Casting.Convert(scaleY is null ? active : active * scaleY, dtype);
    }

    /// <summary>The product with a matrix of 4-bit numbers in blocks along its columns. A block has a scale, with offsets a byte, and its numbers
    /// in units of 32: a byte has one of the first 16 in its lower half and one of the last 16 in its upper half.</summary>
    /// <param name="b">The blocks of each column.</param>
    /// <param name="bShape">The rows and columns of the matrix.</param>
    /// <param name="blkQuantType">0: blocks of 32 about 8; 1: of 32 with an offset; 2: of 64 about 8.</param>
    [Operator]
    public static Value MatMulFpQ4([AtLeast(1)] Value a, [Rank(1)] Value b, [Rank(1), Indices] Value bShape, long blkQuantType = 1)
    {
        if (blkQuantType is < 0 or > 2)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute 'blk_quant_type' is {blkQuantType}; 0, 1 or 2 is expected.");
        long length = blkQuantType == 2 ? 64 : 32;
        long head = blkQuantType == 1 ? 5 : 4;
        Dim[] matrix = DimVectors.Of(bShape);
        Dim count = Dim.CeilingDivide(matrix[0], length);
        Value blocks = Views.Reshape(b, matrix[1], count, head + (length / 2));
        Value bytes = Views.Reshape(Views.Slice(blocks, 2, head, length / 2), matrix[1], count, length / 32, 1, 16);
        Value halves = MapOver(b.Scope, bytes.Shape.With(3, 2), new[] { bytes }, e => Cast(
            And(ScalarExpr.Apply(ScalarOperation.ShiftRight, e[0], Cast(ScalarExpr.Index(3) * ScalarExpr.Of(4), ElementType.UInt8)), ScalarExpr.Literal(ElementType.UInt8, 15L)),
            ElementType.Float));
        Value numbers = Views.Reshape(halves, matrix[1], count, length);
        Value offset = blkQuantType == 1 ? Cast(Views.Slice(blocks, 2, 4, 1), ElementType.Float) : Like(numbers, 8);
        Value real = (numbers - offset) * Scale(blocks);
        Value columns = Views.Slice(Views.Reshape(real, matrix[1], count * length), 1, 0, matrix[0]);
        return Contractions.MatMul(a, Views.Permute(columns, new[] { 1, 0 }));
    }

    /// <summary>The product with a matrix whose zeros are left out of the model.</summary>
    [Operator]
    public static Value SparseToDenseMatMul([AtLeast(2)] Value a, [AtLeast(2)] Value b, double alpha = 1, long transA = 0, long transB = 0) =>
        FusedProducts.FusedMatMul(a, b, alpha, transA, transB);

    static Value Scaled(Value x, Value? scale) => scale is null ? Cast(x, ElementType.Float) : Cast(x, ElementType.Float) * scale;

    /// <summary>The floats in the first four bytes.</summary>
    static Value Scale(Value blocks)
    {
        Value[] bytes = Enumerable.Range(0, 4).Select(i => Views.Slice(blocks, 2, i, 1)).ToArray();
        return Map(bytes, b => ScalarExpr.BitCast(
            b.Select((e, i) => ScalarExpr.Apply(ScalarOperation.ShiftLeft, Cast(e, ElementType.UInt32), ScalarExpr.Literal(ElementType.UInt32, 8L * i)))
                .Aggregate((x, y) => ScalarExpr.Apply(ScalarOperation.Or, x, y)),
            ElementType.Float));
    }
}
