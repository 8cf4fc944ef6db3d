using System;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

/// <summary>Elements are read where indices say in the order in which they lie.</summary>
public class GatherPlanTests
{
    static readonly long[] Image = [1, 16, 6, 8];

    [Fact]
    public void Rows_are_copied_whole()
    {
        GatherLoop loop = Assert.Single(Calls(x => Indexing.Take(x[0], Places(x[0], 5, 4, 3, 2, 1, 0), 2, OutsideMode.Error), Image).OfType<GatherLoop>());
        Assert.Equal(8, loop.Run.Value);
        Assert.Equal([16, 6], loop.Axes.Select(axis => axis.Value));
    }

    [Theory]
    [InlineData("edge")]
    [InlineData("reflect")]
    [InlineData("wrap")]
    public void A_border_between_convolutions_is_copied_pixel_by_pixel(string mode)
    {
        KernelCall[] calls = Calls(
            x => Convolutions.Conv(Padding.Pad(Convolutions.Conv(x[0], x[1], pads: [1, 1, 1, 1]), Places(x[0], 0, 0, 1, 1, 0, 0, 1, 1), mode: mode), x[2]), Image, [24, 16, 3, 3], [4, 24, 3, 3]);
        GatherLoop[] loops = [.. calls.OfType<GatherLoop>()];
        Assert.Equal(2, loops.Length);
        Assert.All(loops, loop => Assert.Equal(0, loop.Run.Value % 24));
        // The input alone is brought into the order of the kernels, and the result back.
        Assert.Equal(2, calls.OfType<CopyCall>().Count());
    }

    [Theory]
    [InlineData("linear", 2)]
    [InlineData("cubic", 4)]
    public void An_image_is_resized_by_weighted_sums_of_pixels(string mode, int taps)
    {
        KernelCall[] calls = Calls(
            x => Convolutions.Conv(Resizing.Resize(Convolutions.Conv(x[0], x[1], pads: [1, 1, 1, 1]), scales: Scales(x[0], 1, 1, 2, 1.5), mode: mode), x[2]),
            Image, [24, 16, 3, 3], [4, 24, 3, 3]);
        ResampleCall[] resamplings = [.. calls.OfType<ResampleCall>()];
        Assert.Equal([8 * 24, 24], resamplings.Select(call => call.Columns.Value));
        Assert.All(resamplings, call => Assert.Equal(taps, call.Taps.Value));
        Assert.DoesNotContain(calls, call => call is GatherLoop or RowLoopCall or ReduceLoop);
    }

    [Fact]
    public void The_innermost_axis_is_resized_element_by_element() => Assert.Equal(
        [1L], Calls(x => Resizing.Resize(x[0], scales: Scales(x[0], 1, 1, 1, 1.5), mode: "linear"), Image).OfType<ResampleCall>().Select(call => call.Columns.Value));

    static Value Places(Value x, params long[] places) => x.Scope.Constant(new Tensor(ElementType.Int64, [places.Length], places));

    static Value Scales(Value x, params double[] scales) => x.Scope.Constant(new Tensor(ElementType.Double, [scales.Length], scales));

    static KernelCall[] Calls(Func<Value[], Value> lowering, params long[][] shapes)
    {
        var scope = new Scope();
        Value[] inputs = [.. shapes.Select((dims, i) => scope.Add(new Parameter("x" + i, new TensorType(ElementType.Float, Shape.Of(dims)))))];
        var graph = new Graph("image", inputs, [new GraphOutput("y", lowering(inputs))]);
        return [.. Planner.Plan(Rewriter.Rewrite(graph)).Calls];
    }
}
