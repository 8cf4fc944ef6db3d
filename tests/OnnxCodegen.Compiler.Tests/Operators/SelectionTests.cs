using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.LoweredInAllForms;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class SelectionTests
{
    [Fact]
    public void Gathered_indices_replace_the_axis()
    {
        Tensor y = Run(x => Gathering.Gather(x[0], x[1], axis: 1), Counting(2, 3), new Tensor(ElementType.Int64, [1, 2], new long[] { -1, 0 }));
        Assert.Equal([2L, 1, 2], y.Dims);
        Assert.Equal([2.0, 0, 5, 3], y.Doubles);
    }

    [Fact]
    public void Distinct_texts_are_in_the_order_of_their_characters()
    {
        var words = new Tensor(ElementType.String, [5], new[] { "b", "B", "b", "", "a" });
        IReadOnlyList<Tensor> results = RunAll(x => Uniqueness.Unique(x[0]) is var (y, first, inverse, counts) ? [y, first, inverse, counts] : [], words);
        Assert.Equal(["", "B", "a", "b"], (string[])results[0].Data);
        Assert.Equal([3L, 1, 4, 0], results[1].Longs);
        Assert.Equal([3L, 1, 3, 0, 2], results[2].Longs);
        Assert.Equal([1L, 1, 1, 2], results[3].Longs);
    }

    [Fact]
    public void Complex_numbers_that_are_not_zero_are_found()
    {
        var numbers = new Tensor(ElementType.Complex64, [3], new System.Numerics.Complex[] { new(0, 0), new(0, 1), new(-2, 0) });
        Assert.Equal([1L, 2], Run(x => Selection.NonZero(x[0]), numbers).Longs);
    }

    [Fact]
    public void An_index_outside_its_axis_is_an_error() =>
        Assert.Throws<ModelException>(() => Run(x => Gathering.Gather(x[0], x[1]), Counting(3), Longs(3)));

    [Fact]
    public void Single_elements_are_gathered_along_an_axis()
    {
        Tensor places = new(ElementType.Int64, [2, 1], new long[] { 2, -3 });
        Assert.Equal([2.0, 3], Run(x => Gathering.GatherElements(x[0], x[1], axis: 1), Counting(2, 3), places).Doubles);
        Assert.Equal([0.0, 4, 2], Run(
            x => Gathering.GatherElements(x[0], x[1], axis: 0), Counting(2, 3), new Tensor(ElementType.Int64, [1, 3], new long[] { 0, 1, 0 })).Doubles);
    }

    [Fact]
    public void Tuples_of_indices_address_leading_axes()
    {
        Tensor tuples = new(ElementType.Int64, [2, 2], new long[] { 0, 1, 1, -1 });
        Assert.Equal([2.0, 3, 10, 11], Run(x => Gathering.GatherND(x[0], x[1]), Counting(2, 3, 2), tuples).Doubles);
        Tensor batched = new(ElementType.Int64, [2, 1], new long[] { 1, 2 });
        Assert.Equal([2.0, 3, 10, 11], Run(x => Gathering.GatherND(x[0], x[1], batchDims: 1), Counting(2, 3, 2), batched).Doubles);
    }

    [Theory]
    [InlineData("none", new double[] { 9, 1, 2 })]
    [InlineData("add", new double[] { 16, 1, 2 })]
    [InlineData("mul", new double[] { 0, 1, 2 })]
    [InlineData("min", new double[] { 0, 1, 2 })]
    [InlineData("max", new double[] { 9, 1, 2 })]
    public void Updates_combine_in_their_order(string reduction, double[] expected) =>
        Assert.Equal(
            expected,
            Run(x => Scattering.ScatterElements(x[0], x[1], x[2], reduction: reduction), Counting(3), Longs(0, -3), Floats(7, 9)).Doubles);

    [Fact]
    public void Slices_are_scattered_by_tuples()
    {
        Tensor tuples = new(ElementType.Int64, [1, 1], new long[] { 1 });
        Tensor y = Run(x => Scattering.ScatterND(x[0], x[1], x[2]), Counting(2, 2), tuples, Floats([1, 2], 8, 9));
        Assert.Equal([0.0, 1, 8, 9], y.Doubles);
    }

    [Fact]
    public void A_circular_cache_wraps()
    {
        Tensor y = Run(
            x => Scattering.TensorScatter(x[0], x[1], x[2], "circular"), Counting(1, 3, 1), Floats([1, 2, 1], 8, 9), Longs(2));
        Assert.Equal([9.0, 1, 8], y.Doubles);
    }

    [Fact]
    public void Coordinates_of_nonzero_elements_stand_in_rows()
    {
        Tensor y = Run(x => Selection.NonZero(x[0]), Floats([2, 2], 1, 0, 1, 1));
        Assert.Equal([2L, 3], y.Dims);
        Assert.Equal([0L, 1, 1, 0, 0, 1], y.Longs);
    }

    [Fact]
    public void A_condition_may_be_shorter_than_the_axis()
    {
        Tensor condition = Integers(ElementType.Bool, 0, 1);
        Assert.Equal([3.0, 4, 5], Run(x => Selection.Compress(x[0], x[1], 0), Counting(3, 3), condition).Doubles);
        Assert.Equal([1.0], Run(x => Selection.Compress(x[0], x[1]), Counting(3, 3), condition).Doubles);
    }

    [Fact]
    public void The_largest_elements_come_in_order_of_their_places()
    {
        IReadOnlyList<Tensor> top = RunAll(x => Selection.TopK(x[0], x[1]), Floats(1, 3, 2, 3), Longs(3));
        Assert.Equal([3.0, 3, 2], top[0].Doubles);
        Assert.Equal([1L, 3, 2], top[1].Longs);
    }

    [Theory]
    [InlineData(true, new double[] { 1, 2, 4 }, new long[] { 3, 0, 2 }, new long[] { 1, 1, 2, 0, 1 }, new long[] { 1, 3, 1 })]
    [InlineData(false, new double[] { 2, 4, 1 }, new long[] { 0, 2, 3 }, new long[] { 0, 0, 1, 2, 0 }, new long[] { 3, 1, 1 })]
    public void Distinct_elements_tell_where_they_came_from(bool sorted, double[] values, long[] firsts, long[] inverse, long[] counts)
    {
        IReadOnlyList<Tensor> unique = RunAll(Unique(null, sorted), Floats(2, 2, 4, 1, 2));
        Assert.Equal(values, unique[0].Doubles);
        Assert.Equal(firsts, unique[1].Longs);
        Assert.Equal(inverse, unique[2].Longs);
        Assert.Equal(counts, unique[3].Longs);
    }

    [Fact]
    public void Distinct_slices_stand_in_lexicographic_order()
    {
        IReadOnlyList<Tensor> unique = RunAll(Unique(0, true), Floats([4, 2], 1, 5, 0, 9, 1, 3, 1, 5));
        Assert.Equal([0.0, 9, 1, 3, 1, 5], unique[0].Doubles);
        Assert.Equal([1L, 2, 0], unique[1].Longs);
        Assert.Equal([2L, 0, 1, 2], unique[2].Longs);
        Assert.Equal([1L, 1, 2], unique[3].Longs);
    }

    [Fact]
    public void Ranges_end_before_their_limit()
    {
        Assert.Equal([10L, 7, 4], Run(x => Generators.Range(x[0], x[1], x[2]), Tensor.Scalar(10), Tensor.Scalar(3), Tensor.Scalar(-3)).Longs);
        Tensor[] floats = new[] { 0, 1, 0.4 }.Select(value => Tensor.Scalar(ElementType.Float, value)).ToArray();
        Assert.Equal(3, Run(x => Generators.Range(x[0], x[1], x[2]), floats).Length);
    }

    [Fact]
    public void Indices_outside_the_depth_are_off()
    {
        Tensor y = Run(x => Generators.OneHot(x[0], x[1], x[2]), Longs(-1, 5), Tensor.Scalar(3), Floats(0, 1));
        Assert.Equal([2L, 3], y.Dims);
        Assert.Equal([0.0, 0, 1, 0, 0, 0], y.Doubles);
    }

    [Fact]
    public void A_symmetric_window_ends_as_it_begins()
    {
        Tensor window = Run(x => Generators.HannWindow(x[0], periodic: false), Tensor.Scalar(5));
        Assert.Equal([0, 0.5, 1, 0.5, 0], window.Doubles.Select(value => Math.Round(value, 5)));
    }

    static Func<Value[], IReadOnlyList<Value>> Unique(long? axis, bool sorted) => x =>
    {
        (Value values, Value firsts, Value inverse, Value counts) = Uniqueness.Unique(x[0], axis, sorted);
        return [values, firsts, inverse, counts];
    };
}
