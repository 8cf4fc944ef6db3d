using System;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention that leaves out keys by their places.</summary>
[Domain("com.microsoft")]
internal static class SparseAttentions
{
    /// <summary>Attention of queries to the blocks of keys that a layout names, up to their own place.</summary>
    /// <param name="query">[N, L, num_heads · size], or with keys and values behind.</param>
    /// <param name="pastKey">[N, kv_num_heads, P, size], with room for the new keys.</param>
    /// <param name="blockRowIndices">For each layout where the blocks of each row of queries begin and end, [layouts, rows + 1]. The heads take
    /// the layouts in turn.</param>
    /// <param name="blockColIndices">The blocks of keys, row by row, [layouts, blocks].</param>
    /// <param name="keyTotalSequenceLengths">The number of keys of each sample, the new ones included.</param>
    [Operator(Widens = true)]
    public static (Value Output, Value PresentKey, Value PresentValue) SparseAttention(
        [Rank(3)] Value query, [Optional, Rank(3)] Value? key, [Optional, Rank(3)] Value? value, [Rank(4)] Value pastKey, [Rank(4)] Value pastValue,
        [Rank(2), Indices] Value blockRowIndices, [Rank(2), Indices] Value blockColIndices, [Indices] Value totalSequenceLength,
        [Rank(1), Indices] Value keyTotalSequenceLengths, [Rank(2)] Value? cosCache = null, [Rank(2)] Value? sinCache = null, long kvNumHeads = 0,
        long numHeads = 0, long sparseBlockSize = 0, bool doRotary = false, bool rotaryInterleaved = false, double? scale = null)
    {
        if (sparseBlockSize < 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute 'sparse_block_size' is {sparseBlockSize}; at least 1 is expected.");
        (Value q, Value k, Value v) = GroupQueryAttentions.Parts(query, key, value, numHeads, kvNumHeads);
        Dim length = q.Shape[2];
        Value before = SampleMemories.Before(keyTotalSequenceLengths, length);
        if (doRotary)
        {
            if (cosCache is null || sinCache is null)
                throw new ModelException("A rotation needs the cosines and sines of its angles.");
            Value places = SampleMemories.Positions(before, length);
            q = SampleMemories.Rotated(q, cosCache, sinCache, places, rotaryInterleaved);
            k = SampleMemories.Rotated(k, cosCache, sinCache, places, rotaryInterleaved);
        }
        Value keys = SampleMemories.Store(pastKey, k, before, pastKey.Shape[2]);
        Value values = SampleMemories.Store(pastValue, v, before, pastValue.Shape[2]);
        Value scores = Hide(AttentionForm.Products(q, keys, scale), before, Blocks(blockRowIndices, blockColIndices), sparseBlockSize);
        Value output = Heads.Product(AttentionMask.Softmax(scores), values, axis: 2);
        return (Heads.Join(output), keys, values);
    }

    /// <summary>Whether a row of queries sees a block of keys, [layouts, rows, blocks].</summary>
    static Value Blocks(Value rowIndices, Value colIndices)
    {
        Scope scope = rowIndices.Scope;
        (Dim layouts, Dim rows, Dim entries) = (rowIndices.Shape[0], rowIndices.Shape[1] - 1, colIndices.Shape[1]);
        Value ends = Views.Unsqueeze(Cast(Views.Slice(rowIndices, 1, 1, rows), ElementType.Int64), 1);
        Value rowsBefore = MapOver(scope, Shape.Of(layouts, entries, rows), new[] { ends }, e => Cast(LessOrEqual(e[0], ScalarExpr.Index(1)), ElementType.Int64));
        Value row = Views.Squeeze(Reductions.Sum(rowsBefore, 2), 2);
        // What fills up the list of a layout falls into a row behind the last one.
        Value column = Map(Cast(colIndices, ElementType.Int64), c => Maximum(c, 0));
        Value none = Fill(scope, Shape.Of(layouts, rows + 1, rows), ScalarExpr.Literal(ElementType.Bool, 0));
        Value seen = Fill(scope, colIndices.Shape, ScalarExpr.Literal(ElementType.Bool, 1));
        return scope.Add(new Scatter(1, ScatterOperation.Set), none, row, column, seen);
    }

    static Value Hide(Value scores, Value before, Value blocks, long blockSize)
    {
        Value own = Views.Reshape(before, before.Shape[0], 1, 1, 1);
        ScalarExpr size = ScalarExpr.Literal(ElementType.Int64, blockSize);
        Value[] places =
        {
            MapOver(scores.Scope, scores.Shape, Array.Empty<Value>(), _ => ScalarExpr.Apply(ScalarOperation.Modulo, ScalarExpr.Index(1), ScalarExpr.Of(blocks.Shape[0]))),
            MapOver(scores.Scope, scores.Shape, new[] { own }, e => Minimum((e[0] + ScalarExpr.Index(2)) / size, ScalarExpr.Of(blocks.Shape[1] - 1))),
            MapOver(scores.Scope, scores.Shape, Array.Empty<Value>(), _ => Minimum(ScalarExpr.Index(3) / size, ScalarExpr.Of(blocks.Shape[2] - 1))),
        };
        Value seen = scores.Scope.Add(new Gather(0, OutsideMode.Error), new[] { blocks }.Concat(places).ToArray());
        return MapOver(scores.Scope, scores.Shape, new[] { scores, own, seen }, e =>
            Select(And(e[2], LessOrEqual(ScalarExpr.Index(3), e[1] + ScalarExpr.Index(2))), e[0], ScalarExpr.Literal(e[0].Type, double.NegativeInfinity)));
    }

    /// <summary>Attention to near tokens and to a few global ones, which themselves attend to all by projections of their own.</summary>
    /// <param name="input">[N, L, features].</param>
    /// <param name="weight">[features, 3 · features] of queries, keys and values.</param>
    /// <param name="mask">Added to the scores of each key, [N, L].</param>
    /// <param name="global">1 for global tokens, 0 for others, [N, L].</param>
    /// <param name="window">How far before and behind its own place a token sees.</param>
    [Operator(Widens = true)]
    public static Value LongformerAttention(
        [Rank(3)] Value input, [Rank(2)] Value weight, [Rank(1)] Value bias, [Rank(2)] Value mask, [Rank(2)] Value globalWeight, [Rank(1)] Value globalBias,
        [Rank(2), Indices] Value global, long numHeads = 0, long window = 0)
    {
        Value flags = Map(Cast(global, ElementType.Int64), g => Less(ScalarExpr.Literal(ElementType.Int64, 0L), g));
        Value masks = Views.Reshape(mask, mask.Shape[0], 1, 1, mask.Shape[1]);
        (Value q, Value k, Value v) = Projected(weight, bias);
        Value near = MapOver(
            input.Scope, new Shape(q.Shape.Take(3).Append(k.Shape[2])),
            new[] { AttentionForm.Products(q, k, null) + masks, Views.Reshape(flags, flags.Shape[0], 1, 1, flags.Shape[1]) }, e =>
            {
                ScalarExpr isNear = LessOrEqual(Abs(ScalarExpr.Index(2) - ScalarExpr.Index(3)), ScalarExpr.Literal(ElementType.Int64, window));
                return Select(Or(isNear, e[1]), e[0], ScalarExpr.Literal(e[0].Type, double.NegativeInfinity));
            });
        Value local = Heads.Product(AttentionMask.Softmax(near), v, axis: 2);
        (Value globalQ, Value globalK, Value globalV) = Projected(globalWeight, globalBias);
        Value all = Heads.Product(SoftmaxOperators.Softmax(AttentionForm.Products(globalQ, globalK, null) + masks, 3), globalV, axis: 2);
        return Heads.Join(Select(Views.Reshape(flags, flags.Shape[0], 1, flags.Shape[1], 1), all, local));

        (Value Q, Value K, Value V) Projected(Value weights, Value biases)
        {
            Value joined = Contractions.MatMul(input, weights) + biases;
            Dim third = joined.Shape[2] / 3;
            return (Part(0), Part(1), Part(2));

            Value Part(int index) => Heads.Split(Views.Slice(joined, 2, third * index, third), numHeads);
        }
    }
}
