using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class VisionTests
{
    static readonly Tensor Boxes = Floats([1, 4, 4], 0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 10, 1, 11, 0, 20, 1, 21);

    static readonly Tensor Scores = Floats([1, 1, 4], 0.9, 0.75, 0.6, 0.95);

    [Fact]
    public void Boxes_that_overlap_better_ones_are_left_out()
    {
        Tensor kept = Run(x => BoxSelection.NonMaxSuppression(x[0], x[1], x[2], x[3], x[4]), Boxes, Scores, Longs(3), Floats(0.5), Floats(0.0));
        Assert.Equal([3L, 3], kept.Dims);
        Assert.Equal([0L, 0, 3, 0, 0, 0, 0, 0, 2], kept.Longs);
    }

    [Fact]
    public void Without_a_number_no_box_is_kept() =>
        Assert.Equal([0L, 3], Run(x => BoxSelection.NonMaxSuppression(x[0], x[1]), Boxes, Scores).Dims);

    [Fact]
    public void Boxes_have_four_coordinates() =>
        Assert.Throws<ModelException>(() => Run(x => BoxSelection.NonMaxSuppression(x[0], x[1]), Floats([1, 4, 3], new double[12]), Scores));

    [Fact]
    public void A_region_of_whole_pixels_is_their_mean()
    {
        Tensor x = Counting(1, 1, 4, 4);
        Tensor regions = Floats([1, 4], 0, 0, 4, 4);
        Tensor mean = Run(v => RegionPooling.RoiAlign(v[0], v[1], v[2], outputHeight: 2, outputWidth: 2, samplingRatio: 2), x, regions, Longs(0));
        Assert.Equal([2.5, 4.5, 10.5, 12.5], mean.Doubles);
        Tensor shifted = Run(v => RegionPooling.RoiAlign10(v[0], v[1], v[2], outputHeight: 1, outputWidth: 1, samplingRatio: 1), x, regions, Longs(0));
        Assert.Equal([10.0], shifted.Doubles);
    }

    [Fact]
    public void A_region_of_an_image_that_is_not_there_is_an_error() =>
        Assert.Throws<ModelException>(() => Run(v => RegionPooling.RoiAlign(v[0], v[1], v[2]), Counting(1, 1, 4, 4), Floats([1, 4], 0, 0, 4, 4), Longs(1)));

    [Fact]
    public void Bins_take_their_maximum()
    {
        Tensor y = Run(v => RegionPooling.MaxRoiPool(v[0], v[1], [2, 2]), Counting(2, 1, 4, 4), Floats([2, 5], 0, 0, 0, 3, 3, 1, 2, 2, 3, 3));
        Assert.Equal([5.0, 7, 13, 15, 26, 27, 30, 31], y.Doubles);
    }

    [Fact]
    public void A_determinant_tells_the_sign_of_exchanged_rows()
    {
        Tensor y = Run(v => Determinants.Det(v[0]), Floats([2, 2, 2], 0, 1, 1, 0, 3, 1, 4, 2));
        Assert.Equal([2L], y.Dims);
        Assert.Equal([-1.0, 2], y.Doubles.Select(d => System.Math.Round(d, 6)));
    }

    [Fact]
    public void An_inverse_exchanges_rows_where_a_pivot_is_zero()
    {
        Tensor y = Run(v => Inverses.Inverse(v[0]), Floats([2, 2, 2], 0, 1, 1, 0, 3, 1, 4, 2));
        Assert.Equal([2L, 2, 2], y.Dims);
        Assert.Equal([0.0, 1, 1, 0, 1, -0.5, -2, 1.5], y.Doubles.Select(d => System.Math.Round(d, 6)));
    }
}
