using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public sealed class SequencesTests
{
    static readonly HeldTensor<int>[] Three = [Of(1), Of(2, 3), Of(4)];

    [Fact]
    public void Tensors_keep_their_shapes()
    {
        HeldTensor<int> matrix = HeldTensor.Of<int>([1, 2, 3, 4, 5, 6, 99], [2, 3]);
        var output = new Output<int>("y");

        HeldTensor.Take(matrix, ref output, 2);

        Assert.Equal([1, 2, 3, 4, 5, 6], output.Array);
        Assert.Equal([2, 3], output.Lengths.ToArray());
        Assert.Throws<ArgumentException>(() => HeldTensor.Take(matrix, new int[6], 1));
    }

    [Fact]
    public void One_element_is_a_scalar_in_any_rank()
    {
        int[] scalar = [0];

        HeldTensor.TakeScalar(HeldTensor.Of<int>([7], [1, 1]), scalar);

        Assert.Equal([7], scalar);
        Assert.Throws<ArgumentException>(() => HeldTensor.TakeScalar(Of(1, 2), scalar));
    }

    [Fact]
    public void Elements_are_found_inserted_and_erased_by_position()
    {
        Assert.Same(Three[2], Sequences.At(Three, -1));
        Assert.Equal([Three[0], Three[1], Three[2], Three[1]], Sequences.Insert(Three, Three[1]));
        Assert.Equal([Three[1], Three[0], Three[1], Three[2]], Sequences.Insert(Three, Three[1], -3));
        Assert.Equal([Three[0], Three[2]], Sequences.Erase(Three, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.At(Three, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Insert(Three, Three[1], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Erase(Three, -4));
    }

    [Fact]
    public void A_tensor_is_cut_along_any_axis_and_joined_again()
    {
        int[] x = [.. Enumerable.Range(0, 2 * 5 * 3)];
        for (int axis = 0; axis < 3; axis++)
        {
            for (int size = 1; size <= 6; size++)
            {
                var joined = new Output<int>("y");
                Sequences.Concat(Sequences.Cut<int>(x, [2, 5, 3], axis, size, false), ref joined, axis, false, 3);
                Assert.Equal(x, joined.Array);
                Assert.Equal([2, 5, 3], joined.Lengths.ToArray());
            }
            var stacked = new Output<int>("y");
            Sequences.Concat(Sequences.Cut<int>(x, [2, 5, 3], axis, 1, true), ref stacked, axis, true, 2);
            Assert.Equal(x, stacked.Array);
        }
    }

    [Fact]
    public void Parts_of_given_lengths_fill_the_axis()
    {
        HeldTensor<int>[] parts = Sequences.Split<int>([0, 1, 2, 3, 4, 5], [0, 2, 1], [2, 3], 1, 3);
        int[] middle = new int[4];

        HeldTensor.Take(parts[1], middle, 2);

        Assert.Equal([0, 1, 3, 4], middle);
        Assert.Throws<ArgumentException>(() => Sequences.Split<int>([0, 1, 2], [1, 1], [3], 0, 2));
        Assert.Throws<ArgumentException>(() => Sequences.Split<int>([0, 1, 2], [4], [3], 0, 1));
        Assert.Throws<ArgumentException>(() => Sequences.Split<int>([0, 1, 2], [-1, 4], [3], 0, 2));
    }

    [Fact]
    public void Tensors_that_do_not_fit_together_are_refused()
    {
        HeldTensor<int>[] rows = [HeldTensor.Of<int>([1, 2], [1, 2]), HeldTensor.Of<int>([1, 2, 3], [1, 3])];

        Assert.Throws<ArgumentException>(() => Join(rows, 0));
        Assert.Equal([1, 2, 1, 2, 3], Join(rows, 1));
        Assert.Throws<ArgumentException>(() => Join([], 0));
    }

    [Fact]
    public void Callers_have_tensors_and_scalars()
    {
        Tensor<int> matrix = Tensor.Create([1, 2, 3, 4], [2, 2]);

        Assert.Equal(matrix.ToArray(), Natural.ToTensors(Natural.FromTensors<int>([matrix], "x", [2, Natural.AnyLength]))[0].ToArray());
        Assert.Equal([5, 6], Natural.ToScalars(Natural.FromScalars<int>([5, 6])));
        Assert.Null(Natural.ToTensor(Natural.FromTensor<int>(null)));
        Assert.Equal([1], Natural.ToTensor(Natural.FromScalar(5)).Lengths.ToArray());
        Assert.Equal(
            "The input 'x' holds tensors of shape [2, 3], but [2, 2] is given.",
            Assert.Throws<ArgumentException>(() => Natural.FromTensors<int>([matrix], "x", [2, 3])).Message);
    }

    [Fact]
    public void An_optional_has_a_value_or_not()
    {
        bool[] has = [true];

        Optionals.Has(Optionals.None<string>(), has);
        Assert.Equal([false], has);
        Optionals.Has(Optionals.Of("a"), has);
        Assert.Equal([true], has);
        Assert.Equal("a", Optionals.Get(Optionals.Of("a")));
        Assert.Throws<InvalidOperationException>(() => Optionals.Get<string>(null));
    }

    static int[] Join(HeldTensor<int>[] parts, int axis)
    {
        var output = new Output<int>("y");
        Sequences.Concat(parts, ref output, axis, false, 2);
        return output.Array;
    }

    static HeldTensor<int> Of(params int[] elements) => HeldTensor.Of<int>(elements, [elements.Length]);
}
