using System;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Products of float matrices, <c>y = epilogue(a · b)</c>, over up to three batch axes.</summary>
/// <remarks>
/// The epilogue sees the sum as x, its column of y as i, rows of y as rows and the batch axes as outer axes of the
/// operands. Results do not depend on the number of workers. The spans must cover what the shape describes.
/// </remarks>
public static unsafe partial class MatMul
{
    /// <summary>Fewer rows than this leave a panel of b before they have made good use of it.</summary>
    const int FewRows = 14;

    /// <summary>Multiplies matrices of any strides.</summary>
    public static void Run<TEpilogue>(
        Workers workers, in MatMulShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TEpilogue : struct, IMap
        => Run<TEpilogue>(workers, shape, RightOperand.AsItIs, a, b, y, p0, p1, p2);

    /// <summary>Multiplies by a matrix from <see cref="Pack"/>; the same one for the whole batch.</summary>
    public static void RunPacked<TEpilogue>(
        Workers workers, in MatMulShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> packed, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TEpilogue : struct, IMap
        => Run<TEpilogue>(workers, shape, RightOperand.Packed, a, packed, y, p0, p1, p2);

    /// <summary>Multiplies whole numbers of at most 16 bits, whose sums int32 holds, by a matrix from <see cref="PackWhole"/>. The sums are
    /// exact; the epilogue gets the nearest floats.</summary>
    public static void RunPackedWhole<TEpilogue>(
        Workers workers, in MatMulShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> packed, Span<float> y,
        in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TEpilogue : struct, IMap
        => Run<TEpilogue>(workers, shape, RightOperand.Pairs, a, packed, y, p0, p1, p2);

    static void Run<TEpilogue>(
        Workers workers, in MatMulShape shape, RightOperand right, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y,
        in Operand p0, in Operand p1, in Operand p2)
        where TEpilogue : struct, IMap
    {
        if (shape.Batches * shape.M * shape.N == 0)
            return;
        if (shape.M < Math.Min(shape.Batch2.Length, FewRows) && shape.Batch2.B == 0)
        {
            Run<TEpilogue>(workers, WithBatchAsRows(shape), right, a, b, y, WithBatchAsRows(p0), WithBatchAsRows(p1), WithBatchAsRows(p2));
            return;
        }
        fixed (float* aStart = a, bStart = b, yStart = y, data0 = p0.Data, data1 = p1.Data, data2 = p2.Data)
        {
            EpilogueOperands operands = new(p0, data0, p1, data1, p2, data2);
            bool packed = right != RightOperand.AsItIs;
            if (right == RightOperand.Pairs)
                RunPairs<TEpilogue>(workers, shape, aStart, bStart, yStart, operands);
            else if (!packed && DotProducts<TEpilogue>.Suit(shape))
                DotProducts<TEpilogue>.Run(workers, shape, aStart, bStart, yStart, operands);
            else if (Vector512.IsHardwareAccelerated)
                MatMulBody<Tile512, TEpilogue>.Run(workers, shape, packed, aStart, bStart, yStart, operands);
            else if (Vector256.IsHardwareAccelerated)
                MatMulBody<Tile256, TEpilogue>.Run(workers, shape, packed, aStart, bStart, yStart, operands);
            else
                MatMulBody<Tile128, TEpilogue>.Run(workers, shape, packed, aStart, bStart, yStart, operands);
        }
    }

    static void RunPairs<TEpilogue>(Workers workers, in MatMulShape shape, float* a, float* b, float* y, in EpilogueOperands operands)
        where TEpilogue : struct, IMap
    {
        MatMulShape pairs = WholeProducts.Convert(workers, shape, a, out float* source);
        if (Vector512.IsHardwareAccelerated)
            MatMulBody<PairTile512, TEpilogue>.Run(workers, pairs, packed: true, source, b, y, operands);
        else if (Vector256.IsHardwareAccelerated)
            MatMulBody<PairTile256, TEpilogue>.Run(workers, pairs, packed: true, source, b, y, operands);
        else
            MatMulBody<PairTile128, TEpilogue>.Run(workers, pairs, packed: true, source, b, y, operands);
    }

    /// <summary>The form in which b is given.</summary>
    enum RightOperand
    {
        AsItIs,
        Packed,
        Pairs,
    }

    /// <summary>The same products with the innermost batch axis, along which b stands still, as the rows: more rows share each panel of b.</summary>
    static MatMulShape WithBatchAsRows(in MatMulShape shape) => shape with
    {
        M = shape.Batch2.Length,
        ARow = shape.Batch2.A,
        YRow = shape.Batch2.Y,
        Batch2 = new(shape.M, shape.ARow, 0, shape.YRow),
    };

    static Operand WithBatchAsRows(in Operand p) => new(p.Data, p.Outer2, p.Outer0, p.Outer1, p.RowStride);
}
