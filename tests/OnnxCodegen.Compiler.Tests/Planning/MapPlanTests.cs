using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Elementwise functions run by the vector driver wherever floats hold their elements.</summary>
public class MapPlanTests
{
    [Theory]
    [InlineData(2, 3, 1, 1)]
    [InlineData(2, 1, 4, 1)]
    [InlineData(1, 3, 1, 5)]
    [InlineData(1, 1, 1, 1)]
    public void Any_broadcast_of_four_axes_is_one_call(params long[] dims) => Assert.Equal(
        [typeof(ElementwiseCall)], Calls(x => x[0] * x[1], ElementType.Float, [2, 3, 4, 5], dims));

    [Theory]
    [InlineData(nameof(ElementType.Float16))]
    [InlineData(nameof(ElementType.UInt8))]
    [InlineData(nameof(ElementType.Int16))]
    public void Functions_of_small_types_are_computed_in_float(string type) => Assert.Equal(
        [typeof(ConvertCall), typeof(ConvertCall), typeof(ElementwiseCall), typeof(ConvertCall)],
        Calls(x => Algebra.Maximum(x[0], x[1]), Type(type), [5, 40], [5, 40]));

    [Theory]
    [InlineData(nameof(ElementType.Float), nameof(ElementType.Float16))]
    [InlineData(nameof(ElementType.Float16), nameof(ElementType.Float))]
    [InlineData(nameof(ElementType.Int8), nameof(ElementType.Float))]
    public void Casts_between_float_and_a_small_type_are_conversions(string from, string to) =>
        Assert.Equal([typeof(ConvertCall)], Calls(x => Algebra.Cast(x[0], Type(to)), Type(from), [5, 40]));

    [Theory]
    [InlineData(nameof(ElementType.UInt8), nameof(ElementType.Int16))]
    [InlineData(nameof(ElementType.Int8), nameof(ElementType.Float16))]
    public void Casts_between_small_types_pass_through_float(string from, string to) =>
        Assert.Equal([typeof(ConvertCall), typeof(ElementwiseCall), typeof(ConvertCall)], Calls(x => Algebra.Cast(x[0], Type(to)), Type(from), [5, 40]));

    [Fact]
    public void Whole_numbers_on_the_way_of_floats_are_floats() => Assert.Equal(
        [typeof(ElementwiseCall)],
        Calls(x => Algebra.Cast(Algebra.Cast(x[0], ElementType.Int32), ElementType.Float) * x[1], ElementType.Float, [5, 40], [40]));

    [Fact]
    public void Sums_that_wrap_around_stay_integers() =>
        Assert.Equal([typeof(ScalarLoop)], Calls(x => x[0] + x[1], ElementType.UInt8, [5, 40], [5, 40]));

    [Fact]
    public void What_may_broadcast_along_the_innermost_axis_stays_a_loop()
    {
        Shape Free(string name) => new([Dim.Of(new Symbol(name, 0, 100)), 34, Dim.Of(new Symbol(name + "Columns", 0, 100))]);
        Assert.Equal([typeof(ScalarLoop)], Calls(x => x[0] * x[1], ElementType.Float, Free("a"), Free("b")));
    }

    static ElementType Type(string name) => Enum.Parse<ElementType>(name);

    static Type[] Calls(Func<Value[], Value> lowering, ElementType type, params long[][] shapes) =>
        Calls(lowering, type, [.. shapes.Select(dims => Shape.Of(dims))]);

    static Type[] Calls(Func<Value[], Value> lowering, ElementType type, params Shape[] shapes)
    {
        var scope = new Scope();
        Value[] inputs = [.. shapes.Select((shape, i) => scope.Add(new Parameter("x" + i, new TensorType(type, shape))))];
        var graph = new Graph("map", inputs, [new GraphOutput("y", lowering(inputs))]);
        return [.. Planner.Plan(Rewriter.Rewrite(graph)).Calls.Where(call => call is not AllocateCall).Select(call => call.GetType())];
    }
}
