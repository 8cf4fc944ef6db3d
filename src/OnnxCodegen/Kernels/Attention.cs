using System;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Attention, <c>y = softmax(score(q · keysᵀ)) · v</c>, over up to three batch axes. Scores never leave the cache.</summary>
/// <remarks>Results do not depend on the number of workers. The spans must cover what the shape describes.</remarks>
public static unsafe class Attention
{
    /// <summary>Attends.</summary>
    /// <typeparam name="TScore">Scales and masks a score: it sees the product as x, the key as i, queries as rows and the batch axes as
    /// outer axes of the operands.</typeparam>
    /// <param name="workers">Share the work.</param>
    /// <param name="shape">The extents and strides.</param>
    /// <param name="q">The queries.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="v">The values.</param>
    /// <param name="y">The result.</param>
    /// <param name="hiddenIsZero">Whether a query whose scores are all −∞ gets zeros, else NaN.</param>
    public static void Run<TScore>(
        Workers workers, in AttentionShape shape, ReadOnlySpan<float> q, ReadOnlySpan<float> keys, ReadOnlySpan<float> v, Span<float> y,
        bool hiddenIsZero, in Operand p0 = default, in Operand p1 = default, in Operand p2 = default)
        where TScore : struct, IMap
    {
        if (shape.Batches * shape.Queries * shape.Columns == 0)
            return;
        fixed (float* qStart = q, keyStart = keys, vStart = v, yStart = y, data0 = p0.Data, data1 = p1.Data, data2 = p2.Data)
        {
            EpilogueOperands operands = new(p0, data0, p1, data1, p2, data2);
            if (Vector512.IsHardwareAccelerated)
                AttentionBody<Tile512, TScore>.Run(workers, shape, qStart, keyStart, vStart, yStart, hiddenIsZero, operands);
            else if (Vector256.IsHardwareAccelerated)
                AttentionBody<Tile256, TScore>.Run(workers, shape, qStart, keyStart, vStart, yStart, hiddenIsZero, operands);
            else
                AttentionBody<Tile128, TScore>.Run(workers, shape, qStart, keyStart, vStart, yStart, hiddenIsZero, operands);
        }
    }
}
