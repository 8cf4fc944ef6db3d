using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class MovementTests
{
    [Theory]
    [InlineData(new long[] { 3, 8 }, new long[] { 3, 8 })]
    [InlineData(new long[] { 0, -1 }, new long[] { 2, 12 })]
    [InlineData(new long[] { -1 }, new long[] { 24 })]
    [InlineData(new long[] { 2, 0, 2, -1 }, new long[] { 2, 3, 2, 2 })]
    public void A_shape_may_copy_dims_and_leave_one_open(long[] shape, long[] expected) =>
        Assert.Equal(expected, Run(x => Reshaping.Reshape(x[0], x[1]), Counting(2, 3, 4), Longs(shape)).Dims);

    [Theory]
    [InlineData(new long[] { 0 }, new long[] { 3, 1 })]
    [InlineData(new long[] { -1, 0 }, new long[] { 3 })]
    public void Squeezed_axes_vanish(long[] axes, long[] expected) =>
        Assert.Equal(expected, Run(x => Reshaping.Squeeze(x[0], x[1]), Counting(1, 3, 1), Longs(axes)).Dims);

    [Theory]
    [InlineData(new long[] { 0, 3 }, new long[] { 1, 2, 3, 1 })]
    [InlineData(new long[] { -2 }, new long[] { 2, 1, 3 })]
    public void Unsqueezed_axes_have_length_one(long[] axes, long[] expected) =>
        Assert.Equal(expected, Run(x => Reshaping.Unsqueeze(x[0], x[1]), Counting(2, 3), Longs(axes)).Dims);

    [Fact]
    public void A_reshape_keeps_the_number_of_elements() =>
        Assert.Throws<ModelException>(() => Run(x => Reshaping.Reshape1(x[0], [4, 2]), Counting(2, 3)));

    [Theory]
    [InlineData(1, 3, 1, new double[] { 1, 2 })]
    [InlineData(-3, 1000, 2, new double[] { 2, 4 })]
    [InlineData(4, -1000, -2, new double[] { 4, 2, 0 })]
    [InlineData(-1, 0, -1, new double[] { 4, 3, 2, 1 })]
    [InlineData(3, 2, 1, new double[0])]
    [InlineData(0, long.MaxValue, 1, new double[] { 0, 1, 2, 3, 4 })]
    public void Slices_clamp_their_ends(long start, long end, long step, double[] expected) =>
        Assert.Equal(
            expected,
            Run(x => Slicing.Slice(x[0], x[1], x[2], x[3], x[4]), Counting(5), Longs(start), Longs(end), Longs(0), Longs(step)).Doubles);

    [Fact]
    public void Slices_name_their_axes()
    {
        Tensor part = Run(x => Slicing.Slice(x[0], x[1], x[2], x[3]), Counting(2, 3, 4), Longs(1, 2), Longs(2, 4), Longs(-2, 2));
        Assert.Equal([2L, 1, 2], part.Dims);
        Assert.Equal([6.0, 7, 18, 19], part.Doubles);
    }

    [Fact]
    public void Centres_are_cropped_and_padded()
    {
        Tensor y = Run(x => Slicing.CenterCropPad(x[0], x[1]), Counting(4, 1), Longs(2, 3));
        Assert.Equal([2L, 3], y.Dims);
        Assert.Equal([0.0, 1, 0, 0, 2, 0], y.Doubles);
    }

    [Theory]
    [InlineData("constant", new double[] { 0, 0, 0, 1, 2, 0 })]
    [InlineData("edge", new double[] { 0, 0, 0, 1, 2, 2 })]
    [InlineData("reflect", new double[] { 2, 1, 0, 1, 2, 1 })]
    [InlineData("wrap", new double[] { 1, 2, 0, 1, 2, 0 })]
    public void Borders_continue_by_mode(string mode, double[] expected) =>
        Assert.Equal(expected, Run(x => Padding.Pad(x[0], x[1], mode: mode), Counting(3), Longs(2, 1)).Doubles);

    [Fact]
    public void Negative_pads_crop()
    {
        Assert.Equal([1.0, 2, 0, 0], Run(x => Padding.Pad(x[0], x[1]), Counting(3), Longs(-1, 2)).Doubles);
        Assert.Equal([1.0, 2, 2], Run(x => Padding.Pad(x[0], x[1], mode: "edge"), Counting(3), Longs(-1, 1)).Doubles);
    }

    [Fact]
    public void Pads_name_their_axes() =>
        Assert.Equal([2L, 6], Run(x => Padding.Pad(x[0], x[1], null, x[2]), Counting(2, 3), Longs(1, 2), Longs(-1)).Dims);

    [Fact]
    public void Tiles_repeat_whole_axes()
    {
        Tensor y = Run(x => Rearranging.Tile(x[0], x[1]), Counting(2, 2), Longs(2, 2));
        Assert.Equal([4L, 4], y.Dims);
        Assert.Equal([0.0, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3], y.Doubles);
    }

    [Fact]
    public void Expanding_broadcasts_both_ways() =>
        Assert.Equal([2L, 3, 4], Run(x => Rearranging.Expand(x[0], x[1]), Counting(3, 1), Longs(2, 1, 4)).Dims);

    [Fact]
    public void Depth_becomes_space_and_back()
    {
        Tensor x = Counting(1, 8, 2, 3);
        Tensor y = Run(v => Rearranging.SpaceToDepth(Rearranging.DepthToSpace(v[0], 2), 2), x);
        Assert.Equal(x.Doubles, y.Doubles);
    }

    [Theory]
    [InlineData(true, 0, new double[] { 0, 1, 2, 0, 4, 5 })]
    [InlineData(true, 1, new double[] { 0, 1, 2, 0, 0, 5 })]
    [InlineData(false, 0, new double[] { 0, 0, 0, 3, 4, 0 })]
    public void One_side_of_a_diagonal_stays(bool upper, long k, double[] expected) =>
        Assert.Equal(expected, Run(x => Rearranging.Trilu(x[0], x[1], upper), Counting(2, 3), Tensor.Scalar(k)).Doubles);

    [Fact]
    public void Sequences_reverse_up_to_their_lengths()
    {
        Tensor y = Run(x => Rearranging.ReverseSequence(x[0], x[1], batchAxis: 0, timeAxis: 1), Counting(2, 3), Longs(2, 3));
        Assert.Equal([1.0, 0, 2, 5, 4, 3], y.Doubles);
    }
}
