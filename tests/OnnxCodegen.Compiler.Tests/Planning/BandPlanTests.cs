using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Steps whose results are larger than a core's cache are done on bands of rows.</summary>
public class BandPlanTests
{
    static readonly Dim[] Image = [1, 8, 200, 200];

    [Fact]
    public void Convolutions_and_poolings_that_follow_one_another_are_one_call()
    {
        Plan plan = Planned(x => Halved(Depthwise(Pointwise(Depthwise(Pointwise(x))))), Image);
        BandCall call = Assert.Single(plan.Calls.OfType<BandCall>());
        Assert.Equal(5, call.Steps.Count);
        Assert.DoesNotContain(plan.Calls, c => c is ConvolveCall or PoolCall);
        Assert.Equal([0L, 1, 0, 1, 0], [0, .. call.Links.Select(link => link.Above)]);
        Assert.Equal([200L, 200, 200, 200, 100], call.Steps.Select(step => step.Rows));
    }

    [Fact]
    public void The_memory_between_the_steps_is_no_part_of_the_arena()
    {
        long whole = 8 * 200 * 200 * sizeof(float);
        Plan plan = Planned(x => Activations.Relu(Depthwise(Depthwise(Depthwise(Pointwise(x))))), Image);
        Assert.InRange(plan.ScratchBytes, 0, whole * 5 / 2);
    }

    [Fact]
    public void Images_may_be_of_any_number() =>
        Assert.Equal("batch", Assert.Single(Bands(x => Depthwise(Pointwise(x)), Dim.Of(new Symbol("batch", 0, 1000)), 8, 200, 200)).Images.ToString());

    [Fact]
    public void Sizes_are_known() =>
        Assert.Empty(Bands(x => Depthwise(Pointwise(x)), 1, 8, Dim.Of(new Symbol("height", 1, 1000)), 200));

    [Fact]
    public void What_stays_in_the_cache_is_computed_as_a_whole() => Assert.Empty(Bands(x => Depthwise(Pointwise(x)), 1, 8, 50, 50));

    [Fact]
    public void What_further_steps_read_is_computed_as_a_whole()
    {
        Assert.Empty(Bands(x => Shared(Pointwise(x), v => Depthwise(v) + Pointwise(v)), Image));
        BandCall call = Assert.Single(Bands(x => Shared(Pointwise(x), v => Pointwise(Depthwise(v)) + v), Image));
        Assert.Equal(2, call.Steps.Count);
        Assert.Equal(2, call.Operands.Count);
    }

    /// <summary>Long chains are cut where the least is written.</summary>
    [Fact]
    public void Bands_of_a_long_chain_stay_in_the_cache()
    {
        Value Steps(Value x) => Enumerable.Range(0, 12).Aggregate(Halved(Enumerable.Range(0, 3).Aggregate(x, (v, _) => Depthwise(Pointwise(v)))), (v, _) => Depthwise(v));
        BandCall[] calls = Bands(Steps, 1, 24, 400, 400);
        Assert.True(calls.Length > 1);
        Assert.All(calls, call => Assert.InRange(call.Rows, 1, 200));
        Assert.IsType<PoolCall>(calls[0].Steps[^1].Call);
    }

    static Value Halved(Value x) => Pools.MaxPool(x, kernelShape: [2, 2], strides: [2, 2]).Y;

    static Value Shared(Value value, Func<Value, Value> use) => use(value);

    static Value Pointwise(Value x) => Convolutions.Conv(x, Weights(x, x.Shape[1].Value, x.Shape[1].Value, 1, 1));

    static Value Depthwise(Value x) =>
        Convolutions.Conv(x, Weights(x, x.Shape[1].Value, 1, 3, 3), group: x.Shape[1].Value, pads: [1, 1, 1, 1]);

    static Value Weights(Value x, params long[] dims) => x.Scope.Constant(
        new Tensor(ElementType.Float, dims, Enumerable.Range(0, (int)dims.Aggregate((a, b) => a * b)).Select(i => Math.Sin(i + dims[0])).ToArray()));

    static BandCall[] Bands(Func<Value, Value> lowering, params Dim[] dims) => [.. Planned(lowering, dims).Calls.OfType<BandCall>()];

    static Plan Planned(Func<Value, Value> lowering, params Dim[] dims)
    {
        var scope = new Scope();
        Value x = scope.Add(new Parameter("x", new TensorType(ElementType.Float, new Shape(dims))));
        return Planner.Plan(Rewriter.Rewrite(new Graph("image", [x], [new GraphOutput("y", lowering(x))])));
    }
}
