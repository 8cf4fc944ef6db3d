using System;
using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Attention head by head, or by parts of a head's queries where there are few heads; inside, by blocks of queries whose scores
/// stay in the second-level cache.</summary>
unsafe struct AttentionBody<TTile, TScore> : IParallelBody
    where TTile : struct, ITile
    where TScore : struct, IMap
{
    /// <summary>Queries of a block: whole tiles of every height.</summary>
    const int BlockRows = 56;

    /// <summary>Scores of a block at most, where there are many keys.</summary>
    const int BlockScores = 1 << 16;

    /// <summary>Multiplications that are worth handing to another thread.</summary>
    const int WorkOfPart = 1 << 18;

    /// <summary>Multiplications that take as long as what a row of scores needs beside its products.</summary>
    const int WorkOfRow = 1 << 13;

    /// <summary>Fewer queries are not worth packing the keys for.</summary>
    const int PackingQueries = 4;

    AttentionShape shape;
    EpilogueOperands operands;
    float* q, keys, v, y;
    bool hiddenIsZero;
    int groups;

    public static void Run(
        Workers workers, in AttentionShape shape, float* q, float* keys, float* v, float* y, bool hiddenIsZero, in EpilogueOperands operands)
    {
        AttentionBody<TTile, TScore> body = new()
        {
            shape = shape,
            operands = operands,
            q = q,
            keys = keys,
            v = v,
            y = y,
            hiddenIsZero = hiddenIsZero,
            groups = 1,
        };
        int heads = (int)shape.Batches;
        nint work = shape.Work + (shape.Batches * shape.Queries * WorkOfRow);
        nint wanted = Math.Min(workers.ThreadCount * 4, work / WorkOfPart);
        if (workers.ThreadCount == 1 || wanted <= 1)
            workers = Workers.Inline;
        else if (heads < wanted)
            body.groups = (int)Math.Clamp((wanted + heads - 1) / heads, 1, (shape.Queries + BlockRows - 1) / BlockRows);
        workers.For(ref body, heads * body.groups);
    }

    public readonly void Invoke(int part)
    {
        (int head, int group) = Math.DivRem(part, groups);
        (int outer, int i2) = Math.DivRem(head, (int)shape.Batch2.Length);
        (int i0, int i1) = Math.DivRem(outer, (int)shape.Batch1.Length);
        nint first = shape.Queries * group / groups, end = shape.Queries * (group + 1) / groups;
        float* headQ = q + (i0 * shape.Batch0.Q) + (i1 * shape.Batch1.Q) + (i2 * shape.Batch2.Q);
        float* headKeys = keys + (i0 * shape.Batch0.Key) + (i1 * shape.Batch1.Key) + (i2 * shape.Batch2.Key);
        float* headV = v + (i0 * shape.Batch0.V) + (i1 * shape.Batch1.V) + (i2 * shape.Batch2.V);
        float* headY = y + (i0 * shape.Batch0.Y) + (i1 * shape.Batch1.Y) + (i2 * shape.Batch2.Y);

        nint scoreRow = ScoreRow(shape.Keys);
        nint block = Math.Min(end - first, Math.Clamp(BlockScores / scoreRow / TTile.Height * TTile.Height, TTile.Height, BlockRows));
        bool packs = shape.Queries >= PackingQueries;
        float* scores = Scratch.Floats((block * scoreRow) + (packs ? MatMul.PackedLength(shape.Size, shape.Keys) : 0));
        float* packed = scores + (block * scoreRow);
        if (packs)
            MatMul.PackPanels(headKeys, shape.Size, shape.Keys, shape.KeyColumn, shape.KeyRow, packed);

        for (nint row = first; row < end; row += block)
        {
            nint rows = Math.Min(block, end - row);
            Score(headQ + (row * shape.QRow), packs ? packed : headKeys, packs, scores, scoreRow, rows);
            Weigh(scores, scoreRow, rows, headV, headY + (row * shape.YRow), operands.At(i0, i1, i2, row));
        }
    }

    /// <summary>The elements from one row of scores to the next: whole vectors, and rows of a tile in different places of the cache.</summary>
    static nint ScoreRow(nint keys)
    {
        nint row = (keys + 15) & ~15;
        return row % 256 == 0 ? row + 16 : row;
    }

    readonly void Score(float* q, float* keys, bool packed, float* scores, nint scoreRow, nint rows)
    {
        MatMulShape product = new(rows, shape.Keys, shape.Size)
        {
            ARow = shape.QRow,
            AColumn = shape.QColumn,
            BRow = shape.KeyColumn,
            BColumn = shape.KeyRow,
            YRow = scoreRow,
        };
        if (!packed && DotProducts<Identity>.Suit(product))
            DotProducts<Identity>.Run(Workers.Inline, product, q, keys, scores, default);
        else
            MatMulBody<TTile, Identity>.Run(Workers.Inline, product, packed, q, keys, scores, default);
    }

    /// <summary>Turns scores into exponentials, multiplies them by v and divides by their sums.</summary>
    [SkipLocalsInit]
    readonly void Weigh(float* scores, nint scoreRow, nint rows, float* v, float* y, Operands p)
    {
        float* factors = stackalloc float[BlockRows];
        for (nint row = 0; row < rows; row++, p.Advance())
        {
            float* line = scores + (row * scoreRow);
            float greatest = ScoreRows<TScore>.MapMax(line, shape.Keys, p);
            if (hiddenIsZero && float.IsNegativeInfinity(greatest))
                greatest = 0;
            float sum = ScoreRows<TScore>.ExpSum(line, shape.Keys, greatest);
            factors[row] = sum == 0 ? 1 : 1 / sum;
        }
        MatMulShape product = new(rows, shape.Columns, shape.Keys)
        {
            ARow = scoreRow,
            BRow = shape.VRow,
            BColumn = shape.VColumn,
            YRow = shape.YRow,
        };
        MatMulBody<TTile, Identity>.Run(Workers.Inline, product, packed: false, scores, v, y, default);
        for (nint row = 0; row < rows; row++)
            ScoreRows<TScore>.Scale(y + (row * shape.YRow), shape.Columns, factors[row]);
    }
}
