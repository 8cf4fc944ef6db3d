using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Operators of the domain com.microsoft that carry a state from token to token.</summary>
public class RecurrentMemoryTests
{
    static readonly Tensor Signal = Floats([1, 1, 4], 1, 2, 3, 4);

    static readonly Tensor Taps = Floats([1, 1, 2], 10, 1);

    [Fact]
    public void Dilated_taps_lie_apart()
    {
        IReadOnlyList<Tensor> results = Convolve(dilation: 2);
        Assert.Equal([1.0, 2, 13, 24], results[0].Doubles);
        Assert.Equal([1L, 1, 2], results[1].Dims);
        Assert.Equal([3.0, 4], results[1].Doubles);
    }

    [Theory]
    [InlineData(1, new[] { 3.0, 4 })]
    [InlineData(3, new[] { 1.0, 2, 2, 3, 3, 4 })]
    [InlineData(5, new[] { 0.0, 0, 0, 1, 1, 2, 2, 3, 3, 4 })]
    public void A_window_has_the_states_after_the_last_tokens(int window, double[] expected)
    {
        Tensor states = Convolve(dilation: 2, window: window)[1];
        Assert.Equal([window, 1L, 1, 2], states.Dims);
        Assert.Equal(expected, states.Doubles);
    }

    [Fact]
    public void The_newest_state_of_a_window_is_read()
    {
        Tensor past = Floats([2, 1, 1, 1], 5, 7);
        IReadOnlyList<Tensor> results = RunAll(v =>
        {
            var r = RecurrentMemories.CausalConvWithState(v[0], v[1], null, v[2], stateWindow: 2);
            return [r.Output, r.PresentState];
        }, Signal, Taps, past);
        Assert.Equal([71.0, 12, 23, 34], results[0].Doubles);
        Assert.Equal([3.0, 4], results[1].Doubles);
    }

    [Fact]
    public void Channels_may_come_last_and_have_several_axes()
    {
        Tensor x = Counting(2, 3, 2, 2), weight = Counting(4, 1, 3), past = Counting(2, 2, 2, 2);
        Tensor[] first = [.. RunAll(v =>
        {
            var r = RecurrentMemories.CausalConvWithState(Flat(v[0]), v[1], null, Flat(v[2]), "silu");
            return [Views.Permute(r.Output, [0, 2, 1]), Views.Permute(r.PresentState, [0, 2, 1])];
        }, x, weight, past)];
        Tensor[] last = [.. RunAll(v =>
        {
            var r = RecurrentMemories.CausalConvWithState(v[0], v[1], null, v[2], "silu", channelsLast: true);
            return [r.Output, r.PresentState];
        }, x, weight, past)];
        Assert.Equal([2L, 3, 2, 2], last[0].Dims);
        Assert.Equal([2L, 2, 2, 2], last[1].Dims);
        Assert.Equal(first[0].Doubles, last[0].Doubles);
        Assert.Equal(first[1].Doubles, last[1].Doubles);
        Tensor window = Run(v => RecurrentMemories.CausalConvWithState(v[0], v[1], null, null, channelsLast: true, stateWindow: 2).PresentState, x, weight);
        Assert.Equal([2L, 2, 2, 2, 2], window.Dims);
        Assert.Equal(Run(v => RecurrentMemories.CausalConvWithState(v[0], v[1], null, null, channelsLast: true).PresentState, x, weight).Doubles, window.Doubles[16..]);

        static Value Flat(Value x) => Views.Permute(Views.Reshape(x, x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]), [0, 2, 1]);
    }

    [Fact]
    public void A_window_of_linear_attention_has_the_states_of_prefixes()
    {
        Tensor q = Small(1, 2, 3, 4), k = Small(2, 2, 3, 4), v = Small(3, 2, 3, 4), decay = Small(4, 2, 3, 2), beta = Small(5, 2, 3, 2);
        Tensor window = Run(x => RecurrentMemories.LinearAttention(x[0], x[1], x[2], 2, 2, null, x[3], x[4], stateWindow: 4).PresentState, q, k, v, decay, beta);
        Assert.Equal([4L, 2, 2, 2, 2], window.Dims);
        Assert.All(window.Doubles.Take(16), x => Assert.Equal(0, x));
        for (int tokens = 1; tokens <= 3; tokens++)
        {
            double[] state = Run(x => RecurrentMemories.LinearAttention(First(x[0]), First(x[1]), First(x[2]), 2, 2, null, First(x[3]), First(x[4])).PresentState, q, k, v, decay, beta).Doubles;
            Assert.Equal(state, window.Doubles[(16 * tokens)..(16 * (tokens + 1))]);

            Value First(Value x) => Views.Slice(x, 1, 0, tokens);
        }
    }

    [Fact]
    public void Fewer_queries_and_keys_are_shared_by_states()
    {
        Tensor q = Small(1, 1, 3, 2), k = Small(2, 1, 3, 2), v = Small(3, 1, 3, 4);
        Tensor shared = Run(x => RecurrentMemories.LinearAttention(x[0], x[1], x[2], 2, 1, updateRule: "linear").Output, q, k, v);
        Tensor spelled = Run(x => RecurrentMemories.LinearAttention(Twice(x[0]), Twice(x[1]), x[2], 2, 2, updateRule: "linear").Output, q, k, v);
        Assert.Equal(spelled.Doubles, shared.Doubles);

        static Value Twice(Value x) => x.Scope.Add(new Primitives.Concat(2), x, x);
    }

    static IReadOnlyList<Tensor> Convolve(long dilation, long window = 0) => RunAll(v =>
    {
        var r = RecurrentMemories.CausalConvWithState(v[0], v[1], dilation: dilation, stateWindow: window);
        return [r.Output, r.PresentState];
    }, Signal, Taps);

    static Tensor Small(int seed, params long[] dims) =>
        Floats(dims, [.. Lowered.Random(seed, dims).Doubles.Select(x => (double)(float)x)]);
}
