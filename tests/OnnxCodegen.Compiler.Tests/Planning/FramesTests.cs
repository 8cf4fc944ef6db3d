using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Planning;

public class FramesTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Slabs_cover_the_border_once(int seed)
    {
        var random = new System.Random(seed);
        int rank = random.Next(1, 5);
        long[] low = Draw(2), high = Draw(2), inner = Draw(3, least: random.Next(2)), order = [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        random.Shuffle(order);
        long[] dims = [.. inner.Select((n, axis) => low[axis] + n + high[axis])];
        long[] strides = new long[rank];
        long stride = 1;
        foreach (long axis in order)
        {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        var pad = new Pad(Dims(low), Dims(high), Dims(new long[rank]));
        var result = new Access(new Compiler.Planning.Buffer(0, "y", ElementType.Float, stride, Storage.Arena), 0, Dims(strides));

        long[] filled = [.. Frames.Of(pad, new Shape(Dims(dims)), result).SelectMany(slab => Elements(Values(slab.Shape), slab.Slab))];

        Assert.Equal(
            Coordinates(dims).Where(c => !c.Select((i, axis) => i >= low[axis] && i < dims[axis] - high[axis]).All(inside => inside))
                .Select(c => c.Zip(strides, (i, s) => i * s).Sum()).Order(),
            filled.Order());

        long[] Draw(int most, int least = 0) => [.. Enumerable.Range(0, rank).Select(_ => (long)random.Next(least, most + 1))];
    }

    [Fact]
    public void The_end_of_a_row_and_the_start_of_the_next_are_one_run()
    {
        var pad = new Pad(Dims([0, 0, 1, 1]), Dims([0, 0, 1, 1]), Dims([0, 0, 0, 0]));
        var result = new Access(new Compiler.Planning.Buffer(0, "y", ElementType.Float, 1600, Storage.Arena), 0, Dims([1600, 1, 160, 16]));
        (Shape Shape, Access Slab)[] slabs = [.. Frames.Of(pad, new Shape(Dims([1, 16, 10, 10])), result)];
        Assert.Equal([[1, 16, 1, 11], [1, 16, 7, 2], [1, 16, 1, 11]], slabs.Select(slab => Values(slab.Shape)));
        Assert.Equal([0, 304, 1424], slabs.Select(slab => slab.Slab.Offset.Value));
    }

    static Dim[] Dims(long[] values) => [.. values.Select(value => (Dim)value)];

    static long[] Values(Shape shape) => [.. shape.Select(dim => dim.Value)];

    static IEnumerable<long> Elements(long[] dims, Access access) =>
        Coordinates(dims).Select(c => access.Offset.Value + c.Zip(access.Strides, (i, stride) => i * stride.Value).Sum());

    static IEnumerable<long[]> Coordinates(long[] dims) => dims.Aggregate(
        (IEnumerable<long[]>)[[]],
        (places, length) => places.SelectMany(place => Enumerable.Range(0, (int)length).Select(i => (long[])[.. place, i])));
}
