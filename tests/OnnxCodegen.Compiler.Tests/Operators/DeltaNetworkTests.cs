using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Gated delta networks, held against linear attention.</summary>
public class DeltaNetworkTests
{
    static readonly Tensor Q = Small(1, 2, 3, 2, 4), K = Small(2, 2, 3, 2, 4), V = Small(3, 2, 3, 2, 5), State = Small(6, 2, 2, 5, 4);

    static readonly Tensor Decay = Map(Small(4, 2, 3, 2), x => -Math.Abs(x)), Beta = Map(Small(5, 2, 3, 2), Math.Abs);

    [Theory]
    [InlineData("linear")]
    [InlineData("gated")]
    [InlineData("delta")]
    [InlineData("gated_delta")]
    public void Heads_behind_tokens_are_those_of_linear_attention(string rule)
    {
        IReadOnlyList<Tensor> expected = Plain(rule);
        IReadOnlyList<Tensor> actual = Network(v => DeltaNetworks.GatedDeltaNet(v[0], v[1], v[2], null, v[3], v[4], v[5], updateRule: rule));
        Same(expected[0].Doubles, actual[0].Doubles);
        Same(expected[1].Doubles, actual[1].Doubles);
    }

    [Fact]
    public void Tokens_may_lie_one_behind_the_other()
    {
        IReadOnlyList<Tensor> expected = Plain("gated_delta");
        IReadOnlyList<Tensor> flat = Network(v => DeltaNetworks.GatedDeltaNet(Flat(v[0]), Flat(v[1]), Flat(v[2]), null, Flat(v[3]), Flat(v[4]), v[5]));
        Assert.Equal([6L, 2, 5], flat[0].Dims);
        Same(expected[0].Doubles, flat[0].Doubles);
        IReadOnlyList<Tensor> joined = Network(v => DeltaNetworks.GatedDeltaNet(
            v[0].Scope.Add(new Concat(2), Wide(v[0]), Wide(v[1]), Wide(v[2])), null, null, null, v[3], v[4], v[5]));
        Same(expected[0].Doubles, joined[0].Doubles);
        Assert.Equal([2L, 3, 2, 5], joined[0].Dims);
    }

    [Fact]
    public void Sequences_have_lengths_of_their_own()
    {
        Tensor bounds = Integers(ElementType.Int32, 0, 1, 4);
        IReadOnlyList<Tensor> ragged = Network(v => DeltaNetworks.GatedDeltaNet(Four(v[0]), Four(v[1]), Four(v[2]), v[6], Four(v[3]), Four(v[4]), v[5]), bounds);
        IReadOnlyList<Tensor> first = Network(v => DeltaNetworks.GatedDeltaNet(One(v[0]), One(v[1]), One(v[2]), null, One(v[3]), One(v[4]), Views.Slice(v[5], 0, 0, 1)));
        IReadOnlyList<Tensor> second = Network(v => DeltaNetworks.GatedDeltaNet(Rest(v[0]), Rest(v[1]), Rest(v[2]), null, Rest(v[3]), Rest(v[4]), Views.Slice(v[5], 0, 1, 1)));
        Same([.. first[0].Doubles, .. second[0].Doubles], ragged[0].Doubles);
        Same([.. first[1].Doubles, .. second[1].Doubles], ragged[1].Doubles);

        static Value Four(Value x) => Views.Slice(Flat(x), 0, 0, 4);
        static Value One(Value x) => Views.Slice(Flat(x), 0, 0, 1);
        static Value Rest(Value x) => Views.Slice(Flat(x), 0, 1, 3);
    }

    [Fact]
    public void Gates_are_computed_from_what_is_projected()
    {
        Tensor rate = Small(7, 2), bias = Small(8, 2);
        IReadOnlyList<Tensor> spelled = Network(v => DeltaNetworks.GatedDeltaNet(
            Unit(v[0]), Unit(v[1]), v[2], null, Algebra.Map(v[3] + v[7], v[6], (x, a) => -Algebra.Exp(a) * Activations.Softplus(x)), Algebra.Sigmoid(v[4]), v[5]), rate, bias);
        IReadOnlyList<Tensor> fused = Network(v => DeltaNetworks.GatedDeltaNet(
            v[0], v[1], v[2], null, v[3], v[4], v[5], v[6], v[7], betaActivation: "sigmoid", gateActivation: "qwen", qkL2Norm: true), rate, bias);
        Same(spelled[0].Doubles, fused[0].Doubles);

        static Value Unit(Value x) => Algebra.Map(x, Reductions.Sum(Algebra.Map(x, a => a * a), 3), (a, sum) => a / Algebra.Sqrt(sum + 1e-6));
    }

    [Fact]
    public void Captured_changes_lead_from_state_to_state()
    {
        Tensor counts = Integers(ElementType.Int32, 2, 9);
        double[] updates = Network(v => DeltaNetworks.GatedDeltaNet(
            v[0], v[1], v[2], null, v[3], v[4], v[5], captureCount: v[6], stateUpdateCapacity: 2), counts)[2].Doubles;
        double[] after = Network(v => DeltaNetworks.GatedDeltaNet(First(v[0]), First(v[1]), First(v[2]), null, First(v[3]), First(v[4]), v[5]))[1].Doubles;
        int row = updates.Length / 2;
        for (int n = 0; n < 2; n++)
            for (int h = 0; h < 2; h++)
                for (int e = 0; e < 5; e++)
                    for (int d = 0; d < 4; d++)
                    {
                        int place = (((((n * 2) + h) * 5) + e) * 4) + d;
                        double s = State.Doubles[place];
                        for (int t = 0; t < 2; t++)
                            s = (s * updates[(n * row) + (t * 2) + h]) + (updates[(n * row) + 4 + (((t * 2) + h) * 4) + d] * updates[(n * row) + 20 + (((t * 2) + h) * 5) + e]);
                        Assert.Equal(after[place], s, 1e-5);
                    }
        Tensor off = Network(v => DeltaNetworks.GatedDeltaNet(
            v[0], v[1], v[2], null, v[3], v[4], v[5], captureCount: v[6], stateUpdateActive: v[7], stateUpdateCapacity: 2), counts, Integers(ElementType.Int32, 0))[2];
        Assert.All(off.Doubles, x => Assert.Equal(0, x));

        static Value First(Value x) => Views.Slice(x, 1, 0, 2);
    }

    static IReadOnlyList<Tensor> Plain(string rule) => Lowered.RunAll(v =>
    {
        var r = RecurrentMemories.LinearAttention(
            Wide(v[0]), Wide(v[1]), Wide(v[2]), 2, 2, Views.Permute(v[5], [0, 1, 3, 2]), v[3], v[4], updateRule: rule);
        return [r.Output, Views.Permute(r.PresentState, [0, 1, 3, 2])];
    }, false, Q, K, V, Decay, Beta, State);

    static IReadOnlyList<Tensor> Network(Func<Value[], (Value Output, Value FinalState, Value StateUpdate)> network, params Tensor[] further) => Lowered.RunAll(v =>
    {
        var r = network(v);
        return [r.Output, r.FinalState, r.StateUpdate];
    }, false, [Q, K, V, Decay, Beta, State, .. further]);

    static Value Flat(Value x) => Views.Reshape(x, new Shape(x.Shape.Skip(2).Prepend(x.Shape[0] * x.Shape[1])));

    static Value Wide(Value x) => Views.Reshape(x, x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]);

    static Tensor Small(int seed, params long[] dims) => Floats(dims, [.. Lowered.Random(seed, dims).Doubles.Select(x => (double)(float)x)]);

    static Tensor Map(Tensor x, Func<double, double> function) => Floats(x.Dims, [.. x.Doubles.Select(function)]);

    static void Same(double[] expected, double[] actual) => Assert.Equal(expected, actual, (x, y) => Math.Abs(x - y) < 1e-5);
}
