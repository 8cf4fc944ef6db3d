using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Attention that leaves out keys by their places. Queries of zeros attend to all that they see alike.</summary>
public class SparseAttentionTests
{
    /// <summary>The layouts of ONNX Runtime's documentation, of 4 by 4 blocks.</summary>
    static readonly Tensor Rows = new(ElementType.Int32, [2, 5], new long[] { 0, 1, 3, 5, 8, 0, 1, 3, 6, 9 });

    static readonly Tensor Columns = new(ElementType.Int32, [2, 9], new long[] { 0, 0, 1, 1, 2, 1, 2, 3, -1, 0, 0, 1, 0, 1, 2, 0, 2, 3 });

    [Fact]
    public void Heads_see_the_blocks_of_their_layouts()
    {
        Tensor q = Floats([1, 4, 2], new double[8]), v = Floats([1, 4, 1], 1, 2, 4, 8), cache = Floats([1, 1, 4, 1], 9, 9, 9, 9), four = Integers(ElementType.Int32, 4);
        IReadOnlyList<Tensor> results = RunAll(x =>
        {
            var r = SparseAttentions.SparseAttention(x[0], x[1], x[1], x[2], x[2], x[3], x[4], x[5], x[5], numHeads: 2, kvNumHeads: 1, sparseBlockSize: 1);
            return [r.Output, r.PresentKey, r.PresentValue];
        }, q, v, cache, Rows, Columns, four);
        Same([1, 1, 1.5, 1.5, 3, 7.0 / 3, 14.0 / 3, 13.0 / 3], results[0].Doubles);
        Assert.Equal([1.0, 2, 4, 8], results[2].Doubles);
    }

    [Fact]
    public void Samples_have_pasts_of_their_own_and_blocks_several_keys()
    {
        Tensor q = Floats([2, 1, 1], 0, 0), v = Floats([2, 1, 1], 16, 32), lengths = Integers(ElementType.Int32, 4, 7);
        Tensor cache = Floats([2, 1, 8, 1], 1, 2, 4, 0, 0, 0, 0, 0, 1, 2, 4, 8, 5, 7, 0, 0);
        Tensor rows = new(ElementType.Int32, [1, 5], new long[] { 0, 1, 3, 5, 8 }), columns = new(ElementType.Int32, [1, 8], new long[] { 0, 0, 1, 1, 2, 0, 1, 3 });
        IReadOnlyList<Tensor> results = RunAll(x =>
        {
            var r = SparseAttentions.SparseAttention(x[0], x[1], x[1], x[2], x[2], x[3], x[4], x[5], x[5], numHeads: 1, kvNumHeads: 1, sparseBlockSize: 2);
            return [r.Output, r.PresentValue];
        }, q, v, cache, rows, columns, lengths);
        Same([(1 + 2 + 4 + 16) / 4.0, (1 + 2 + 4 + 8 + 32) / 5.0], results[0].Doubles);
        Assert.Equal([1.0, 2, 4, 16, 0, 0, 0, 0, 1, 2, 4, 8, 5, 7, 32, 0], results[1].Doubles);
    }

    [Fact]
    public void Dense_layouts_give_causal_attention()
    {
        Tensor q = Small(1, 1, 3, 32), k = Small(2, 1, 3, 16), v = Small(3, 1, 3, 16), cos = Small(4, 8, 4), sin = Small(5, 8, 4), cache = Floats([1, 2, 4, 8], new double[64]);
        Tensor rows = new(ElementType.Int32, [1, 2], new long[] { 0, 1 }), columns = new(ElementType.Int32, [1, 1], new long[] { 0 });
        Tensor sparse = Lowered.Run(
            x => SparseAttentions.SparseAttention(
                x[0], x[1], x[2], x[3], x[3], x[4], x[5], x[6], x[6], x[7], x[8], kvNumHeads: 2, numHeads: 4, sparseBlockSize: 4, doRotary: true).Output,
            q, k, v, cache, rows, columns, Integers(ElementType.Int32, 3), cos, sin);
        Tensor dense = Lowered.Run(
            x => GroupQueryAttentions.GroupQueryAttention(x[0], x[1], x[2], null, null, x[4], x[3], x[5], x[6], numHeads: 4, kvNumHeads: 2, doRotary: true).Output,
            q, k, v, Integers(ElementType.Int32, 3), Integers(ElementType.Int32, 2), cos, sin);
        Same(dense.Doubles, sparse.Doubles);
    }

    [Theory]
    [InlineData(0, new[] { 7.5, 7.0 / 3, 15.0 / 4, 13.0 / 3 })]
    [InlineData(-10000, new[] { 14.0 / 3, 7.0 / 3, 7.0 / 3, 2.5 })]
    public void Tokens_see_near_and_global_ones_and_global_ones_see_all(double last, double[] expected)
    {
        Tensor x = Floats([1, 4, 1], 1, 2, 4, 8), local = Floats([1, 3], 0, 0, 1), global = Floats([1, 3], 0, 0, 2), none = Floats(0, 0, 0);
        Tensor mask = Floats([1, 4], 0, 0, 0, last), flags = new(ElementType.Int32, [1, 4], new long[] { 1, 0, 0, 0 });
        Same(expected, Run(v => SparseAttentions.LongformerAttention(v[0], v[1], v[2], v[3], v[4], v[2], v[5], numHeads: 1, window: 1), x, local, none, mask, global, flags).Doubles);
    }

    [Fact]
    public void A_window_over_all_tokens_gives_attention()
    {
        Tensor x = Small(1, 2, 4, 6), weight = Small(2, 6, 18), bias = Small(3, 18), mask = Floats([2, 4], new double[8]), flags = new(ElementType.Int32, [2, 4], new long[8]);
        Tensor plain = Lowered.Run(v => FusedAttentions.Attention(v[0], v[1], v[2], numHeads: 2).Output, x, weight, bias);
        Same(plain.Doubles, Lowered.Run(v => SparseAttentions.LongformerAttention(v[0], v[1], v[2], v[3], v[1], v[2], v[4], 2, 4), x, weight, bias, mask, flags).Doubles);
    }

    static Tensor Small(int seed, params long[] dims) => Floats(dims, [.. Lowered.Random(seed, dims).Doubles.Select(x => (double)(float)x)]);

    static void Same(double[] expected, double[] actual) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-5);
}
