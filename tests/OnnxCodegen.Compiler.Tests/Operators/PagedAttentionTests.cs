using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Attention to keys in blocks. Queries of zeros attend to all that they see alike.</summary>
public class PagedAttentionTests
{
    /// <summary>Two new tokens of a sequence that has one, and one of a new sequence.</summary>
    static readonly Tensor Bounds = Integers(ElementType.Int32, 0, 2, 3), Past = Integers(ElementType.Int32, 1, 0);

    /// <summary>Blocks of two keys: the first sequence has the blocks 2 and 0, the second one 1.</summary>
    static readonly Tensor Table = new(ElementType.Int32, [2, 2], new long[] { 2, 0, 1, -1 });

    static readonly Tensor Cache = Floats([3, 2, 1, 2], 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 0, 0);

    static readonly Tensor Query = Floats([3, 2], new double[6]), New = Floats([3, 2], 2, 20, 4, 40, 8, 80);

    [Theory]
    [InlineData(true, -1, new[] { 1.5, 15, 7.0 / 3, 70.0 / 3, 8, 80 })]
    [InlineData(true, 2, new[] { 1.5, 15, 3, 30, 8, 80 })]
    [InlineData(false, -1, new[] { 7.0 / 3, 70.0 / 3, 7.0 / 3, 70.0 / 3, 8, 80 })]
    public void Sequences_see_their_own_blocks(bool isCausal, int window, double[] expected)
    {
        IReadOnlyList<Tensor> results = RunAll(v => All(PagedAttentions.PagedAttention(
            v[0], v[1], v[1], v[2], v[2], v[3], v[4], v[5], isCausal: isCausal, localWindowSize: window, numHeads: 1, kvNumHeads: 1)), Query, New, Cache, Bounds, Past, Table);
        Same(expected, results[0].Doubles);
        Assert.Equal([4.0, 40, 0, 0, 8, 80, 0, 0, 1, 10, 2, 20], results[1].Doubles);
        Assert.Equal(results[1].Doubles, results[2].Doubles);
    }

    [Fact]
    public void Slots_say_where_keys_are_written()
    {
        Tensor slots = Integers(ElementType.Int32, 5, -1, 3);
        IReadOnlyList<Tensor> results = RunAll(v => All(PagedAttentions.PagedAttention(
            v[0], v[1], v[1], v[2], v[2], v[3], v[4], v[5], slotMapping: v[6], numHeads: 1, kvNumHeads: 1)), Query, New, Cache, Bounds, Past, Table, slots);
        Assert.Equal([0.0, 0, 0, 0, 0, 0, 8, 80, 1, 10, 2, 20], results[1].Doubles);
        Same([1.5, 15, 1, 10, 0, 0], results[0].Doubles);
    }

    [Fact]
    public void A_sink_takes_weight()
    {
        Tensor y = Run(v => PagedAttentions.PagedAttention(
            v[0], v[1], v[1], v[2], v[2], v[3], v[4], v[5], headSink: v[6], numHeads: 1, kvNumHeads: 1).Output, Query, New, Cache, Bounds, Past, Table, Floats(0));
        Same([1, 10, 7.0 / 4, 70.0 / 4, 4, 40], y.Doubles);
    }

    [Fact]
    public void Values_may_be_the_first_elements_of_the_keys()
    {
        Tensor y = Run(v => PagedAttentions.PagedAttention(
            v[0], v[1], null, v[2], null, v[3], v[4], v[5], kvCacheLayout: "LATENT", vHeadSize: 1, scale: 1, numHeads: 1, kvNumHeads: 1).Output, Query, New, Cache, Bounds, Past, Table);
        Assert.Equal([3L, 1], y.Dims);
        Same([1.5, 7.0 / 3, 8], y.Doubles);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("float8e4m3fn")]
    [InlineData("int4")]
    [InlineData("float4e2m1")]
    public void Keys_and_values_may_be_stored_as_numbers_of_few_bits(string logical)
    {
        ElementType type = logical switch { "int8" => ElementType.Int8, "float8e4m3fn" => ElementType.Float8E4M3FN, _ => ElementType.UInt8 };
        bool isPacked = type == ElementType.UInt8;
        long[] dims = [3, 2, 1, isPacked ? 1 : 2];
        // The first key is (1, −1) times the scales 1 and 10.
        object elements = type switch
        {
            ElementType.Int8 => new long[] { 0, 0, 0, 0, 0, 0, 0, 0, 1, -1, 0, 0 },
            ElementType.UInt8 => new long[] { 0, 0, 0, 0, logical == "int4" ? 0xF1 : 0xA2, 0 },
            _ => new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 1, -1, 0, 0 },
        };
        var cache = new Tensor(type, dims, (Array)elements);
        Tensor fresh = Floats([3, 2], 2, -20, 3.1, 29, 4, 400), scales = Floats([1, 1, 2], 1, 10);
        IReadOnlyList<Tensor> results = Lowered.RunAll(v => All(PagedAttentions.PagedAttention(
            v[0], v[1], v[1], v[2], v[2], v[3], v[4], v[5], kScale: v[6], vScale: v[6], kCacheDtype: logical, vCacheDtype: logical, kQuantType: "PER_CHANNEL",
            vQuantType: "PER_CHANNEL", numHeads: 1, kvNumHeads: 1)), false, Query, fresh, cache, Bounds, Past, Table, scales);
        double last = logical switch { "int4" => 70, "float4e2m1" => 60, _ => 400 };
        Assert.Equal(type, results[1].Type);
        Same([1.5, -15, 2, (-10 - 20 + 30) / 3.0, 4, last], results[0].Doubles, 0.2);
        Assert.Equal(results[1].Dims, dims);
    }

    [Fact]
    public void Heads_are_normalised_rotated_and_shared_as_in_grouped_attention()
    {
        Tensor q = Small(1, 3, 32), k = Small(2, 3, 16), v = Small(3, 3, 16), cos = Small(4, 8, 4), sin = Small(5, 8, 4), norm = Small(6, 8), cache = Floats([2, 4, 2, 8], new double[128]);
        Tensor paged = Lowered.Run(
            x => PagedAttentions.PagedAttention(
                x[0].Scope.Add(new Concat(1), x[0], x[1], x[2]), null, null, x[3], x[3], x[4], x[5], x[6], x[7], x[8], qNormWeight: x[9], kNormWeight: x[9], doRotary: true,
                kvNumHeads: 2, numHeads: 4, softcap: 2).Output,
            q, k, v, cache, Integers(ElementType.Int32, 0, 3), Integers(ElementType.Int32, 0), new Tensor(ElementType.Int32, [1, 1], new long[] { 1 }), cos, sin, norm);
        Tensor grouped = Lowered.Run(
            x => GroupQueryAttentions.GroupQueryAttention(
                Views.Unsqueeze(x[0], 0), Views.Unsqueeze(x[1], 0), Views.Unsqueeze(x[2], 0), null, null, x[4], x[3], x[5], x[6], qNormWeight: x[7], kNormWeight: x[7],
                numHeads: 4, kvNumHeads: 2, doRotary: true, softcap: 2).Output,
            q, k, v, Integers(ElementType.Int32, 3), Integers(ElementType.Int32, 2), cos, sin, norm);
        Same(grouped.Doubles, paged.Doubles);
    }

    static Value[] All((Value Output, Value KeyCacheOut, Value ValueCacheOut) r) => [r.Output, r.KeyCacheOut, r.ValueCacheOut];

    static Tensor Small(int seed, params long[] dims) => Floats(dims, [.. Lowered.Random(seed, dims).Doubles.Select(x => (double)(float)x)]);

    static void Same(double[] expected, double[] actual, double tolerance = 1e-5) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < tolerance);
}
