using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Attention of decoders that bring their own projections.</summary>
public class DecoderAttentionTests
{
    const int Features = 8;

    static readonly Tensor QueryWeight = Small(1, Features, Features), KeyValueWeight = Small(2, Features, 2 * Features), Bias = Small(3, 3 * Features);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_token_attends_to_itself_and_to_those_before(bool isShared)
    {
        Tensor input = Small(1, 2, 1, 6), weights = Small(2, 6, 24), bias = Small(3, 24), past = Small(4, 2, 2, 2, 5, 4);
        Tensor mask = new(ElementType.Int32, [2, 4], new long[] { 1, 1, 0, 1, 1, 0, 1, 1 });
        Tensor length = Integers(ElementType.Int32, 3);
        IReadOnlyList<Tensor> expected = Lowered.RunAll(v =>
        {
            var r = FusedAttentions.Attention(v[0], v[1], v[2], v[3], Views.Slice(v[4], 3, 0, 3), numHeads: 2);
            return [r.Output, r.Present];
        }, false, input, weights, bias, mask, past);
        IReadOnlyList<Tensor> actual = Lowered.RunAll(v =>
        {
            Value own = isShared ? Together(v[4], 4, 5) : Views.Slice(v[4], 3, 0, 3);
            var r = DecoderAttentions.DecoderMaskedSelfAttention(v[0], v[1], v[2], v[3], own, null, v[5], numHeads: 2, pastPresentShareBuffer: isShared);
            return [r.Output, Views.Slice(isShared ? Apart(r.Present, 4, 5) : r.Present, 3, 0, 4)];
        }, false, input, weights, bias, mask, past, length);

        Same(expected[0].Doubles, actual[0].Doubles);
        Same(expected[1].Doubles, actual[1].Doubles);
    }

    [Fact]
    public void Keys_of_narrow_elements_lie_together_in_larger_groups()
    {
        Tensor input = Half(1, 1, 1, 8), weights = Half(2, 8, 24), bias = Half(3, 24), past = Half(4, 2, 1, 1, 3, 8);
        Tensor present = Lowered.Run(
            v => DecoderAttentions.DecoderMaskedSelfAttention(v[0], v[1], v[2], null, v[3], null, v[4], numHeads: 1, pastPresentShareBuffer: true).Present,
            input, weights, bias, past, Integers(ElementType.Int32, 2));
        Assert.Equal(ElementType.Float16, present.Type);
        Assert.Equal(past.Doubles.Take(16), present.Doubles.Take(16));
    }

    [Fact]
    public void A_decoder_attends_to_itself_to_its_past_and_to_an_encoder()
    {
        Tensor tokens = Small(5, 3, 2, Features), encoded = Small(6, 4, 2, Features);
        Tensor own = Run(v => Plain(v, v[4], v[4]), QueryWeight, KeyValueWeight, Bias, encoded, tokens);
        Tensor other = Run(v => Plain(v, v[4], v[3]), QueryWeight, KeyValueWeight, Bias, encoded, tokens);

        Same(own.Doubles, Decode(false, false, v => (v[4], null, null)).Output.Doubles);
        Same(other.Doubles, Decode(true, false, v => (v[4], null, null)).Output.Doubles);
        Tensor last = Decode(false, true, v =>
        {
            var first = Attend(v, Views.Slice(v[4], 0, 0, 2), false, false, null, null);
            return (Views.Slice(v[4], 0, 2, 1), first.NewKeyCache, first.NewValueCache);
        }).Output;
        Same(own.Doubles[(2 * 2 * Features)..], last.Doubles);
        Same(other.Doubles, Decode(true, true, v =>
        {
            var first = Attend(v, v[4], true, false, null, null);
            return (v[4], first.NewKeyCache, first.NewValueCache);
        }).Output.Doubles);

        (Tensor Output, Tensor Keys) Decode(bool isStatic, bool usesPast, Func<Value[], (Value Query, Value? Keys, Value? Values)> start)
        {
            IReadOnlyList<Tensor> results = RunAll(v =>
            {
                (Value query, Value? keys, Value? values) = start(v);
                var r = Attend(v, query, isStatic, usesPast, keys, values);
                return [r.Output, r.NewKeyCache];
            }, QueryWeight, KeyValueWeight, Bias, encoded, tokens);
            return (results[0], results[1]);
        }
    }

    [Fact]
    public void What_a_decoder_attends_to_may_be_known_at_run_time_alone()
    {
        Tensor tokens = Small(5, 3, 2, Features), encoded = Small(6, 4, 2, Features), yes = Flags([], true), no = Flags([], false);
        Tensor hides = Flags([2, 4], false, true, false, false, true, false, true, true);
        foreach (bool isStatic in new[] { false, true })
        {
            Tensor plain = Lowered.Run(v => Attend(v, v[4], isStatic, false, null, null).Output, QueryWeight, KeyValueWeight, Bias, encoded, tokens);
            Tensor flagged = Lowered.Run(
                v => DecoderAttentions.DecoderAttention(v[4], v[3], v[0], v[1], v[2], null, null, null, v[5], v[6], v[6], v[6], 2).Output,
                QueryWeight, KeyValueWeight, Bias, encoded, tokens, isStatic ? yes : no, no);
            Same(plain.Doubles, flagged.Doubles);
        }
        Tensor hidden = Run(
            v => DecoderAttentions.DecoderAttention(v[4], v[3], v[0], v[1], v[2], v[5], null, null, v[6], v[7], v[7], v[6], 2).Output,
            QueryWeight, KeyValueWeight, Bias, encoded, tokens, hides, yes, no);
        Tensor masked = Run(v => Plain(v, v[4], v[3], v[5]), QueryWeight, KeyValueWeight, Bias, encoded, tokens, new Tensor(ElementType.Int32, [2, 4], new long[] { 1, 0, 1, 1, 0, 1, 0, 0 }));
        Same(masked.Doubles, hidden.Doubles);
    }

    static (Value Output, Value NewKeyCache, Value NewValueCache) Attend(Value[] v, Value query, bool isStatic, bool usesPast, Value? keys, Value? values) =>
        DecoderAttentions.DecoderAttention(
            query, v[3], v[0], v[1], v[2], null, keys, values, Flag(v, isStatic), Flag(v, usesPast), Flag(v, true), Flag(v, false), 2);

    static Value Flag(Value[] v, bool flag) => v[0].Scope.Constant(ElementType.Bool, flag ? 1 : 0);

    /// <summary>Attention to projected tokens, all with the time in front.</summary>
    static Value Plain(Value[] v, Value query, Value memory, Value? mask = null)
    {
        Value q = Contractions.MatMul(query, v[0]) + Views.Slice(v[2], 0, 0, Features);
        Value joined = Contractions.MatMul(memory, v[1]) + Views.Slice(v[2], 0, Features, 2 * Features);
        return First(FusedAttentions.MultiHeadAttention(
            First(q), First(Views.Slice(joined, 2, 0, Features)), First(Views.Slice(joined, 2, Features, Features)), keyPaddingMask: mask, numHeads: 2).Output);

        static Value First(Value x) => Views.Permute(x, [1, 0, 2]);
    }

    static Value Together(Value past, long count, long room) => Keys(past, k =>
        Views.Permute(Views.Reshape(k, k.Shape[0], k.Shape[1], room, k.Shape[3] / count, count), [0, 1, 3, 2, 4]));

    static Value Apart(Value past, long count, long room) => Keys(past, k =>
        Views.Permute(Views.Reshape(k, k.Shape[0], k.Shape[1], k.Shape[3] / count, room, count), [0, 1, 3, 2, 4]));

    static Value Keys(Value past, Func<Value, Value> change)
    {
        Value keys = Views.Squeeze(Views.Slice(past, 0, 0, 1), 0);
        return past.Scope.Add(new Primitives.Concat(0), Views.Unsqueeze(Views.Reshape(change(keys), keys.Shape), 0), Views.Slice(past, 0, 1, 1));
    }

    static Tensor Flags(long[] dims, params bool[] flags) => new(ElementType.Bool, dims, flags.Select(f => f ? 1L : 0).ToArray());

    static Tensor Small(int seed, params long[] dims) => Floats(dims, [.. Lowered.Random(seed, dims).Doubles.Select(x => (double)(float)x)]);

    static Tensor Half(int seed, params long[] dims) => new(ElementType.Float16, dims, Lowered.Random(seed, dims).Doubles.Select(x => (double)(Half)x).ToArray());

    static void Same(double[] expected, double[] actual) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-5);
}
