using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Matrices of few bits, packed into bytes, with a scale for each block of neighbours.</summary>
[Domain("com.microsoft")]
internal static class BlockQuantization
{
    /// <summary>The product of A with a matrix [N, K] of packed numbers, transposed.</summary>
    /// <param name="b">[N, blocks, block_size · bits / 8].</param>
    /// <param name="scales">[N, blocks].</param>
    /// <param name="zeroPoints">Packed as bytes like <paramref name="b"/>, or real [N, blocks]; half of the range when missing.</param>
    /// <param name="gIdx">For each column of the matrix the block whose scale it has, at least [K].</param>
    [Operator(Widens = true)]
    public static Value MatMulNBits(
        [AtLeast(1)] Value a, Value b, Value scales, [Optional] Value? zeroPoints, [Optional, Rank(1), Indices] Value? gIdx, [Optional] Value? bias, long K, long N,
        long blockSize, long accuracyLevel = 0, long bits = 4, long weightPrepacked = 0)
    {
        if (weightPrepacked != 0)
            throw new ModelException("The weights lie in an order that belongs to a device; export the model without prepacking.");
        Value product = ContractRows(a, Weights(b, scales, zeroPoints, K, N, blockSize, bits, gIdx));
        return bias is null ? product : product + bias;
    }

    /// <summary>activation(A · gate) · (A · up), where A may be normalised first, with or without a sum before; and that sum.</summary>
    [Operator(Widens = true)]
    public static (Value Y, Value Sum) MatMulNBitsMlp(
        [AtLeast(1)] Value a, [Optional] Value? skip, [Optional, Rank(1)] Value? normScale, Value gateB, Value gateScales, [Optional] Value? gateBias, Value upB, Value upScales,
        [Optional] Value? upBias, long K, long N, long blockSize, string activation, long accuracyLevel = 0, long bits = 4, double epsilon = 1e-5)
    {
        (Value normed, Value sum) = Normed(a, skip, normScale, epsilon);
        Value gate = MatMulNBits(normed, gateB, gateScales, null, null, gateBias, K, N, blockSize, bits: bits);
        Value up = MatMulNBits(normed, upB, upScales, null, null, upBias, K, N, blockSize, bits: bits);
        return activation is "silu" or "Silu" or "SiLU"
            ? (Activations.Swish(gate) * up, sum)
            : throw new ModelException(DiagnosticCode.InvalidAttribute, $"The activation '{activation}' is unknown.");
    }

    /// <summary>Queries, keys and values of A, which is normalised first; and A + skip.</summary>
    [Operator(Widens = true)]
    public static (Value Q, Value K, Value V, Value Sum) MatMulNBitsQkv(
        [AtLeast(1)] Value a, [Optional] Value? skip, [Rank(1)] Value normScale, Value qB, Value qScales, [Optional] Value? qBias, Value kB, Value kScales, [Optional] Value? kBias,
        Value vB, Value vScales, [Optional] Value? vBias, long K, long Nq, long Nkv, long blockSize, long accuracyLevel = 0, long bits = 4, double epsilon = 1e-5)
    {
        (Value normed, Value sum) = Normed(a, skip, normScale, epsilon);
        return (
            MatMulNBits(normed, qB, qScales, null, null, qBias, K, Nq, blockSize, bits: bits), MatMulNBits(normed, kB, kScales, null, null, kBias, K, Nkv, blockSize, bits: bits),
            MatMulNBits(normed, vB, vScales, null, null, vBias, K, Nkv, blockSize, bits: bits), sum);
    }

    /// <summary>The product of A with a matrix [N, K] of 8-bit floats, transposed; A itself becomes such where it has a scale.</summary>
    /// <param name="bScale">One for each run of block_size elements of a row.</param>
    [Operator(Widens = true)]
    public static Value MatMulBlockQuantizedFp8Weight([AtLeast(1)] Value a, [Rank(2)] Value b, [Rank(2)] Value bScale, Value? aScale = null, Value? bias = null, long blockSize = 128)
    {
        Value weights = Cast(b, ElementType.Float) * Views.Slice(Repeated(bScale, 1, blockSize), 1, 0, b.Shape[1]);
        Value rows = aScale is null ? a : Map(a, Views.Reshape(aScale, Shape.Scalar), (x, s) =>
            Cast(ScalarExpr.SaturatingCast(x / s, ElementType.Float8E4M3FN), x.Type) * s);
        Value product = ContractRows(rows, weights);
        return bias is null ? product : product + bias;
    }

    /// <summary>The product of A with a matrix [N, K] of 4-bit floats, transposed, whose scales are 8-bit floats times one number.</summary>
    /// <param name="b">Two numbers a byte, the first in the lower bits.</param>
    /// <param name="weightScale">The bits of the scale of each run of block_size elements of a row.</param>
    [Operator(Widens = true)]
    public static Value MatMulBlockQuantizedFp4Weight(
        [AtLeast(1)] Value a, [Rank(2)] Value b, [Rank(2)] Value weightScale, Value weightScale2, Value? inputScale = null, Value? bias = null, long blockSize = 16)
    {
        Value numbers = Map(PackedNumbers.Unpack(b, 4), n => Cast(ScalarExpr.BitCast(Cast(n, ElementType.UInt4), ElementType.Float4E2M1), ElementType.Float));
        Value scales = Map(weightScale, Views.Reshape(weightScale2, Shape.Scalar), (s, all) =>
            Cast(ScalarExpr.BitCast(s, ElementType.Float8E4M3FN), ElementType.Float) * all);
        Value product = ContractRows(a, numbers * Views.Slice(Repeated(scales, 1, blockSize), 1, 0, numbers.Shape[1]));
        return bias is null ? product : product + bias;
    }

    static (Value Normed, Value Sum) Normed(Value a, Value? skip, Value? scale, double epsilon)
    {
        Value sum = skip is null ? a : a + skip;
        return (scale is null ? sum : sum * Normalizations.InverseRootMeanSquare(sum, [sum.Rank - 1], epsilon) * scale, sum);
    }

    /// <summary>The product of A with a matrix [N, K] of 4-bit floats, transposed (trans_b) or not.</summary>
    /// <param name="b">Two numbers a byte, the first in the upper bits.</param>
    /// <param name="absmax">The largest magnitude of each block of the flattened matrix.</param>
    /// <param name="quantType">0: FP4; 1: NF4 (https://arxiv.org/abs/2305.14314).</param>
    [Operator(Widens = true)]
    public static Value MatMulBnb4(
        [AtLeast(1)] Value a, Value b, Value absmax, long K, long N, long blockSize, long quantType, long trainingMode = 0, long transB = 1)
    {
        Value codes = PackedNumbers.Unpack(b, 4);
        Value swapped = Views.Reshape(Views.Flip(Views.Reshape(codes, b.Shape[0], 2), 1), 2 * b.Shape[0]);
        Value table = b.Scope.Constant(new Tensor(ElementType.Float, new[] { 16L }, quantType == 0 ? FourBitFloats : NormalFloats));
        Value numbers = Indexing.Take(table, Cast(swapped, ElementType.Int64), 0);
        Dim count = Dim.Constant(N * K);
        Value scale = Views.Slice(Repeated(absmax, 0, blockSize), 0, 0, count);
        Value weights = Views.Reshape(Views.Slice(numbers, 0, 0, count) * scale, N, K);
        return transB != 0 ? ContractRows(a, weights) : Contractions.MatMul(a, weights);
    }

    /// <summary>Gather of slices, which become real.</summary>
    /// <param name="data">Packed along the last axis where its type is uint8 and <paramref name="bits"/> are fewer than 8.</param>
    /// <param name="scales">One for each block along quantize_axis.</param>
    [Operator]
    public static Value GatherBlockQuantized(
        Value data, Value indices, Value scales, Value? zeroPoints = null, long bits = 4, long blockSize = 128, long gatherAxis = 0,
        long quantizeAxis = 1)
    {
        bool isPacked = data.ElementType == ElementType.UInt8;
        Value whole = isPacked && bits < 8 ? PackedNumbers.Unpack(data, bits) : data;
        int gather = Views.Axis(gatherAxis, data.Rank);
        int quantize = Views.Axis(quantizeAxis, data.Rank);
        if (gather == quantize)
            throw new ModelException("Slices along the axis of the blocks are not defined here.");
        Value places = Indexing.Wrap(indices, data.Shape[gather]);
        int axis = quantize > gather ? quantize + indices.Rank - 1 : quantize;
        Value numbers = Cast(Take(whole), ElementType.Float);
        if (zeroPoints is not null)
            numbers -= Spread(Cast(Take(isPacked && bits < 8 ? PackedNumbers.Unpack(zeroPoints, bits) : zeroPoints), ElementType.Float));
        else if (isPacked)
            numbers -= 1L << (int)(bits - 1);
        return Cast(numbers * Spread(Cast(Take(scales), ElementType.Float)), scales.ElementType);

        Value Take(Value x) => Indexing.Take(x, x.Shape[gather] == Dim.One ? Map(places, i => i * ScalarExpr.Literal(i.Type, 0L)) : places, gather, OutsideMode.Zero);

        Value Spread(Value x) => Views.Slice(blockSize == 0 ? x : Repeated(x, axis, blockSize), axis, 0, blockSize == 0 ? x.Shape[axis] : numbers.Shape[axis]);
    }

    /// <summary>The real matrix [n, k] of packed numbers.</summary>
    /// <param name="groups">For each column the block whose scale and zero point it has; the one that it lies in when missing.</param>
    public static Value Weights(Value b, Value scales, Value? zeroPoints, Dim k, Dim n, long blockSize, long bits, Value? groups = null)
    {
        Dim blocks = Dim.CeilingDivide(k, blockSize);
        Value numbers = Cast(Views.Reshape(PackedNumbers.Unpack(Views.Reshape(b, n, blocks, Dim.Constant(blockSize * bits / 8)), bits), n, blocks, blockSize), ElementType.Float);
        Value scale = Views.Reshape(Cast(scales, ElementType.Float), n, blocks, 1);
        Value zero = zeroPoints is null ? Like(numbers, 1L << (int)(bits - 1)) : ZeroPoints(zeroPoints, n, blocks, bits);
        if (groups is null)
            return Columns((numbers - zero) * scale);
        Value places = Indexing.Wrap(Views.Slice(groups, 0, 0, k), blocks);
        return (Columns(numbers) - (zeroPoints is null ? zero : OfGroups(zero))) * OfGroups(scale);

        Value Columns(Value x) => Views.Slice(Views.Reshape(x, n, blocks * blockSize), 1, 0, k);

        Value OfGroups(Value x) => Indexing.Take(Views.Reshape(x, n, blocks), places, 1);
    }

    static Value ZeroPoints(Value zeroPoints, Dim n, Dim blocks, long bits)
    {
        if (zeroPoints.ElementType != ElementType.UInt8)
            return Views.Reshape(Cast(zeroPoints, ElementType.Float), n, blocks, 1);
        Value codes = PackedNumbers.Unpack(Views.Reshape(zeroPoints, n, Dim.CeilingDivide(blocks * bits, 8)), bits);
        return Views.Reshape(Cast(Views.Slice(codes, 1, 0, blocks), ElementType.Float), n, blocks, 1);
    }

    /// <summary>Each element along an axis as often as a block is long.</summary>
    public static Value Repeated(Value x, int axis, long blockSize)
    {
        Value spread = Views.Unsqueeze(x, axis + 1);
        Value repeated = Views.Expand(spread, spread.Shape.With(axis + 1, blockSize));
        return Views.Reshape(repeated, x.Shape.With(axis, x.Shape[axis] * blockSize));
    }

    static Value ContractRows(Value a, Value rows) =>
        Contractions.Contract(a, rows, System.Array.Empty<int>(), System.Array.Empty<int>(), new[] { a.Rank - 1 }, new[] { 1 });

    static readonly double[] FourBitFloats =
    {
        0, 0.0052083333, 0.6666667, 1, 0.33333333, 0.5, 0.16666667, 0.25, -0.0, -0.0052083333, -0.6666667, -1, -0.33333333, -0.5, -0.16666667, -0.25,
    };

    static readonly double[] NormalFloats =
    {
        -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0,
        0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
    };
}
