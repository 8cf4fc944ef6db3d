using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Memories of keys and values, and the places of queries that follow from them.</summary>
public class CacheTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_memory_of_the_last_keys_gives_what_a_window_over_all_gives(int room)
    {
        const int Window = 2, Tokens = 9;
        Tensor x = Small(1, 1, Tokens, 8), empty = Floats([1, 1, room, 2], new double[2 * room]);
        Tensor whole = Lowered.Run(v => GroupQueryAttentions.GroupQueryAttention(
            v[0], Head(v[0]), Head(v[0]), null, null, Number(v[0], Tokens - 1), Number(v[0], Tokens), numHeads: 4, kvNumHeads: 1, localWindowSize: Window).Output, x);
        foreach (int[] steps in new int[][] { [9], [1, 1, 1, 1, 1, 1, 1, 1, 1], [4, 5], [1, 6, 2] })
        {
            IReadOnlyList<Tensor> results = Lowered.RunAll(v =>
            {
                (Value keys, Value values, int done) = (v[1], v[1], 0);
                var outputs = new List<Value>();
                foreach (int count in steps)
                {
                    Value part = Views.Slice(v[0], 1, done, count);
                    done += count;
                    (Value output, keys, values, _) = GroupQueryAttentions.GroupQueryAttention(
                        part, Head(part), Head(part), keys, values, Number(part, done - 1), Number(part, done), numHeads: 4, kvNumHeads: 1, localWindowSize: Window, slidingWindowCache: 1);
                    outputs.Add(output);
                }
                return [outputs.Count == 1 ? outputs[0] : v[0].Scope.Add(new Concat(1), [.. outputs]), keys];
            }, false, x, empty);
            Same(whole.Doubles, results[0].Doubles);
            int dropped = room - Window + 1, kept = Tokens - (dropped * ((Tokens - room + dropped - 1) / dropped));
            double[] last = [.. Enumerable.Range(Tokens - kept, kept).SelectMany(t => x.Doubles.Skip(8 * t).Take(2))];
            Assert.Equal(last, results[1].Doubles.Take(2 * kept));
            Assert.All(results[1].Doubles.Skip(2 * kept), e => Assert.Equal(0, e));
        }

        static Value Head(Value x) => Views.Slice(x, 2, 0, 2);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("uint8")]
    [InlineData("float8e4m3fn")]
    public void Keys_and_values_are_stored_as_numbers_of_few_bits(string kind)
    {
        ElementType type = kind switch { "int8" => ElementType.Int8, "uint8" => ElementType.UInt8, _ => ElementType.Float8E4M3FN };
        Tensor q = Floats([1, 1, 2], 0, 0), k = Floats([1, 1, 2], 1.6, -300), scale = Floats([1, 1, 1, 2], 0.5, 1);
        // The first key is (1, −2) of the scales 0.5 and 1.
        var past = new Tensor(type, [1, 1, 1, kind == "uint8" ? 1 : 2], kind == "float8e4m3fn" ? new double[] { 1, -2 } : kind == "int8" ? new long[] { 1, -2 } : new long[] { 0x69 });
        IReadOnlyList<Tensor> results = Lowered.RunAll(v =>
        {
            var r = GroupQueryAttentions.GroupQueryAttention(
                v[0], v[1], v[1], v[2], v[2], Number(v[0], 1), Number(v[0], 2), kScale: v[3], vScale: v[3], numHeads: 1, kvNumHeads: 1,
                kvCacheBitWidth: kind == "uint8" ? 4 : 8, kQuantType: "PER_CHANNEL", vQuantType: "PER_CHANNEL");
            return [r.Output, r.PresentKey];
        }, false, q, k, past, scale);
        double[] stored = kind switch { "int8" => [1.5, -128], "uint8" => [1.5, -8], _ => [1.625, -288] };
        Same([(0.5 + stored[0]) / 2, (-2 + stored[1]) / 2], results[0].Doubles);
        Assert.Equal(type, results[1].Type);
        if (kind == "uint8")
            Assert.Equal([0x69L, 0x0B], results[1].Longs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Queries_and_keys_are_rotated_by_their_places(int rotated)
    {
        Tensor x = Small(1, 1, 3, 6), weights = Small(2, 6, 24), bias = Small(3, 24);
        int size = rotated == 0 ? 4 : rotated;
        double[] angles = [.. Enumerable.Range(0, 8 * size / 2).Select(i => i / (size / 2) * Math.Pow(10000, -2.0 * (i % (size / 2)) / size))];
        Tensor cos = Floats([8, size / 2], [.. angles.Select(Math.Cos)]), sin = Floats([8, size / 2], [.. angles.Select(Math.Sin)]);
        Tensor places = new(ElementType.Int64, [1, 3], new long[] { 0, 1, 2 });
        IReadOnlyList<Tensor> results = Lowered.RunAll(v =>
        {
            Value joined = Contractions.MatMul(v[0], v[1]) + v[2];
            Value plain = FusedAttentions.MultiHeadAttention(Turned(joined, 0, v), Turned(joined, 8, v), Views.Slice(joined, 2, 16, 8), numHeads: 2, unidirectional: true).Output;
            Value whole = FusedAttentions.Attention(v[0], v[1], v[2], numHeads: 2, doRotary: true, rotaryEmbeddingDim: rotated, unidirectional: true).Output;
            var first = FusedAttentions.Attention(Views.Slice(v[0], 1, 0, 2), v[1], v[2], numHeads: 2, doRotary: true, rotaryEmbeddingDim: rotated, unidirectional: true);
            Value last = FusedAttentions.Attention(
                Views.Slice(v[0], 1, 2, 1), v[1], v[2], past: first.Present, numHeads: 2, doRotary: true, rotaryEmbeddingDim: rotated, unidirectional: true).Output;
            Value decoded = rotated != 0 ? last : DecoderAttentions.DecoderMaskedSelfAttention(
                Views.Slice(v[0], 1, 2, 1), v[1], v[2], null, first.Present, null, Number(v[0], 2), doRotary: true, numHeads: 2).Output;
            return [plain, whole, v[0].Scope.Add(new Concat(1), first.Output, last), decoded];
        }, false, x, weights, bias, places, cos, sin);
        Same(results[0].Doubles, results[1].Doubles);
        Same(results[0].Doubles, results[2].Doubles);
        Same(results[0].Doubles[16..], results[3].Doubles);

        Value Turned(Value joined, int start, Value[] v) =>
            FusedRotations.RotaryEmbedding(Views.Slice(joined, 2, start, 8), v[3], v[4], v[5], numHeads: 2, rotaryEmbeddingDim: rotated);
    }

    [Fact]
    public void Beams_take_over_the_past_of_others()
    {
        Tensor q = Small(1, 2, 1, 4), past = Small(2, 2, 2, 3, 2), beams = new(ElementType.Int32, [1, 2, 3], new long[] { 0, 1, 0, 1, 0, 1 });
        Tensor swapped = Floats(past.Dims, [.. Enumerable.Range(0, 24).Select(i => past.Doubles[(i / 2 % 3) == 1 ? (i + 12) % 24 : i])]);
        Tensor spelled = Lowered.Run(v => FusedAttentions.MultiHeadAttention(v[0], v[0], v[0], pastKey: v[1], pastValue: v[1], numHeads: 2).Output, q, swapped);
        IReadOnlyList<Tensor> results = Lowered.RunAll(v =>
        {
            var r = FusedAttentions.MultiHeadAttention(v[0], v[0], v[0], pastKey: v[1], pastValue: v[1], cacheIndirection: v[2], numHeads: 2);
            return [r.Output, Views.Slice(r.PresentKey, 2, 0, 3)];
        }, false, q, past, beams);
        Same(spelled.Doubles, results[0].Doubles);
        Assert.Equal(past.Doubles, results[1].Doubles);
    }

    [Fact]
    public void Columns_may_have_the_scales_of_other_blocks()
    {
        Tensor a = Floats([1, 18], [.. Enumerable.Repeat(1.0, 18)]), scales = Floats([1, 2], 1, 10), groups = new(ElementType.Int32, [18], Enumerable.Range(0, 18).Select(i => i % 2L).ToArray());
        Tensor packed = new(ElementType.UInt8, [1, 2, 8], Enumerable.Repeat(0x99L, 16).ToArray());
        Assert.Equal([9 + (9 * 10.0)], Run(v => BlockQuantization.MatMulNBits(v[0], v[1], v[2], null, v[3], null, 18, 1, 16), a, packed, scales, groups).Doubles);
        Tensor zeros = new(ElementType.UInt8, [1, 1], new long[] { 0x89 });
        Assert.Equal([9 * 10.0], Run(v => BlockQuantization.MatMulNBits(v[0], v[1], v[2], v[4], v[3], null, 18, 1, 16), a, packed, scales, groups, zeros).Doubles);
    }

    static Value Number(Value x, int number) => x.Scope.Constant(Integers(ElementType.Int32, number));

    static Tensor Small(int seed, params long[] dims) => Floats(dims, [.. Lowered.Random(seed, dims).Doubles.Select(x => (double)(float)x)]);

    static void Same(double[] expected, double[] actual) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-5);
}
