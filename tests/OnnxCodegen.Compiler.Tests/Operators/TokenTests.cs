using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Operators of the domain com.microsoft on tokens, words and paths.</summary>
public class TokenTests
{
    [Fact]
    public void Ngrams_are_hashed_by_multipliers_and_vocabularies()
    {
        Tensor ids = new(ElementType.Int64, [1, 3], new long[] { 4, 5, 6 }), multipliers = Longs(3, 7, 11), sizes = Longs(101, 103, 97, 89);
        IReadOnlyList<Tensor> results = RunAll(v =>
        {
            var r = NgramHashes.NGramHashMapping(v[0], v[1], v[2], maxNgramSize: 3, nHeadPerNgram: 2, padId: 9);
            return [r.HashIds, r.PresentIds];
        }, ids, multipliers, sizes);
        long[] whole = [9, 9, 4, 5, 6];
        long[] expected = [.. Enumerable.Range(2, 3).SelectMany(i =>
        {
            long two = (whole[i] * 3) ^ (whole[i - 1] * 7), three = two ^ (whole[i - 2] * 11);
            return new[] { two % 101, two % 103, three % 97, three % 89 };
        })];
        Assert.Equal(expected, results[0].Longs);
        Assert.Equal([5L, 6], results[1].Longs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Chunks_and_packed_sequences_give_the_hashes_of_the_whole(bool resets)
    {
        Tensor ids = new(ElementType.Int32, [1, 5], new long[] { 4, 2, 6, -7, 3 }), multipliers = Integers(ElementType.Int32, -3, 7, 11), sizes = Integers(ElementType.Int32, 101, 97), end = new(ElementType.Int32, [], new long[] { 2 });
        Tensor offsets = Integers(ElementType.Int32, 1000, 2000), bounds = Integers(ElementType.Int32, 0, 3, 8);
        Tensor whole = Run(v => Hash(v, v[4], null).HashIds, multipliers, sizes, offsets, end, ids);
        Tensor chunks = Lowered.Run(v =>
        {
            var first = Hash(v, Views.Slice(v[4], 1, 0, 2), null);
            return v[4].Scope.Add(new Primitives.Concat(1), first.HashIds, Hash(v, Views.Slice(v[4], 1, 2, 3), first.PresentIds).HashIds);
        }, multipliers, sizes, offsets, end, ids);
        Assert.Equal(whole.Longs, chunks.Longs);
        IReadOnlyList<Tensor> packed = RunAll(v =>
        {
            Value flat = Views.Reshape(v[4], v[4].Shape.Elements);
            Value joined = flat.Scope.Add(new Primitives.Concat(0), Views.Slice(flat, 0, 0, 3), flat);
            var r = NgramHashes.VarlenNGramHashMapping(joined, v[0], v[1], v[5], null, v[2], v[3], maxNgramSize: 3, nHeadPerNgram: 1, padId: 9, resetOnEos: resets);
            return [r.HashIds, r.PresentIds];
        }, multipliers, sizes, offsets, end, ids, bounds);
        Assert.Equal([.. whole.Longs.Take(6), .. whole.Longs], packed[0].Longs);
        Assert.Equal([2L, 6, -7, 3], packed[1].Longs);

        (Value HashIds, Value PresentIds) Hash(Value[] v, Value tokens, Value? past) =>
            NgramHashes.NGramHashMapping(tokens, v[0], v[1], past, v[2], v[3], maxNgramSize: 3, nHeadPerNgram: 1, padId: 9, resetOnEos: resets);
    }

    [Fact]
    public void What_comes_before_another_segment_is_not_there()
    {
        Tensor ids = new(ElementType.Int64, [1, 2], new long[] { 4, 5 }), multipliers = Longs(3, 7), sizes = Longs(101), segments = new(ElementType.Int32, [1, 2], new long[] { 0, 1 });
        Assert.Equal(
            [(4L * 3) ^ (9 * 7), (5 * 3) ^ (9 * 7)],
            Run(v => NgramHashes.NGramHashMapping(v[0], v[1], v[2], segmentIds: v[3], maxNgramSize: 2, nHeadPerNgram: 1, padId: 9).HashIds, ids, multipliers, sizes, segments).Longs);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3, 4 }, 1, new long[] { 2, 3, 9, 8 }, new long[] { 7, 2, 3, 9 }, -1)]
    [InlineData(new long[] { 1, 2, 3, 4 }, 2, new long[] { 3, 4, 2 }, new long[] { 7, 3, 4, 2 }, 2)]
    [InlineData(new long[] { 1, 2, 1, 4 }, 4, new long[] { 1 }, new long[] { 7, 1 }, -1)]
    public void Foreseen_tokens_count_up_to_the_first_difference(long[] source, long start, long[] foreseen, long[] expected, long place)
    {
        IReadOnlyList<Tensor> results = Lowered.RunAll(v =>
        {
            var r = TokenComparison.BifurcationDetector(v[0], v[1], v[2], v[3], 3, 1);
            return [r.Tokens, r.SuffixMatchIdx];
        }, true, Longs(source), Longs(7), Longs(start), Longs(foreseen));
        Assert.Equal(expected, results[0].Longs);
        Assert.Equal([place], results[1].Longs);
    }

    [Fact]
    public void Suffixes_grow_until_their_place_is_the_only_one()
    {
        long[] source = [5, 1, 2, 3, 1, 2, 4], tokens = [9, 3, 1, 2];
        Assert.Equal([-1L], Find(1, 2));
        Assert.Equal([6L], Find(1, 3));
        Assert.Equal([6L], Find(3, 4));

        long[] Find(long least, long most) => Run(v => TokenComparison.BifurcationDetector(v[0], v[1], v[2], null, most, least).SuffixMatchIdx, Longs(source), Longs(tokens), Longs(0)).Longs;
    }

    [Fact]
    public void The_cheapest_path_is_found()
    {
        Tensor costs = Floats([1, 3, 4], 1, 9, 9, 9, 1, 1, 9, 9, 9, 9, 1, 1);
        Tensor path = Lowered.RunFree(v => TimeWarping.DynamicTimeWarping(v[0]), costs);
        Assert.Equal(ElementType.Int32, path.Type);
        Assert.Equal([2L, 4], path.Dims);
        Assert.Equal([0L, 1, 2, 2, 0, 1, 2, 3], path.Longs);
        Assert.Equal([0L, 0], Lowered.Run(v => TimeWarping.DynamicTimeWarping(v[0]), Floats([1, 1], 3)).Longs);
    }

    [Fact]
    public void Words_are_the_largest_results_of_their_windows()
    {
        Tensor words = new(ElementType.Int32, [3, 3], new long[] { 1, 2, 0, 2, 2, 1, 0, 0, 0 }), w = Floats([1, 1, 2, 1], 0.5, 0.25), b = Floats(0.125), c = Floats([3, 1], 9, 1, -1);
        Tensor y = Run(v => WordEmbeddings.WordConvEmbedding(v[0], v[1], v[2], v[3]), words, w, b, c);
        Assert.Equal([3L, 1], y.Dims);
        Same([Math.Tanh(0.5 - 0.25 + 0.125), Math.Tanh(Math.Max(-0.75, -0.5 + 0.25) + 0.125), Math.Tanh(0.125)], y.Doubles);
    }

    [Fact]
    public void A_layer_attends_to_a_memory()
    {
        // One unit without recurrence: the gates are sigmoid(0) but for the cell, which is the tanh of the input and of the attention.
        Tensor x = Floats([2, 1, 1], 0.5, 0.25), w = Floats([1, 4, 2], 0, 0, 0, 0, 0, 0, 1, 2), r = Floats([1, 4, 1], 0, 0, 0, 0);
        Tensor query = Floats([1, 1, 1], 1), v = Floats([1, 1], 1), memory = Floats([1, 2, 1], 1, 3), lengths = Integers(ElementType.Int32, 1);
        IReadOnlyList<Tensor> results = RunAll(t =>
        {
            var y = AttentiveLayers.AttnLSTM(t[0], t[1], t[2], qw: t[3], mw: t[3], v: t[4], m: t[5], memorySeqLens: t[6], hiddenSize: 1);
            return [y.Y, y.LastHidden, y.LastCell];
        }, x, w, r, query, v, memory, lengths);
        double first = 0.5 * Math.Tanh(0.5), second = (0.5 * first) + (0.5 * Math.Tanh(0.25 + (2 * 1)));
        Same([0.5 * Math.Tanh(first), 0.5 * Math.Tanh(second)], results[0].Doubles);
        Same([second], results[2].Doubles);
    }

    static void Same(double[] expected, double[] actual) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-5);
}
