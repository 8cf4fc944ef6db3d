using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class CopyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_element_moves_to_its_place(int seed)
    {
        Random random = Numbers.Generator(seed);
        int[] dims = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.OneOf(0, 1, 1, 2, 2, 3, 4, 5, 17))];
        (int xOffset, int[] xStrides, int xLength) = Layout(random, dims, mayRepeat: true);
        (int yOffset, int[] yStrides, int yLength) = Layout(random, dims, mayRepeat: false);
        string[] x = [.. Enumerable.Range(0, xLength).Select(i => $"{i}")];
        string[] expected = new string[yLength];
        foreach (int[] at in Coordinates(dims))
            expected[yOffset + Dot(at, yStrides)] = x[xOffset + Dot(at, xStrides)];

        string[] y = new string[yLength];
        Copy.Run<string>(x, xOffset, y, yOffset, dims, xStrides, yStrides);
        Assert.Equal(expected, y);

        float[] floats = new float[yLength];
        Copy.Run<float>([.. x.Select(text => float.Parse(text, CultureInfo.InvariantCulture) + 1)], xOffset, floats, yOffset, dims, xStrides, yStrides);
        Assert.Equal(expected.Select(text => text is null ? 0 : float.Parse(text, CultureInfo.InvariantCulture) + 1), floats);

        byte[] bytes = new byte[yLength];
        Copy.Run<byte>([.. x.Select(text => (byte)(text.Length + 1))], xOffset, bytes, yOffset, dims, xStrides, yStrides);
        Assert.Equal(expected.Select(text => text is null ? (byte)0 : (byte)(text.Length + 1)), bytes);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_place_is_filled(int seed)
    {
        Random random = Numbers.Generator(seed);
        int[] dims = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.OneOf(0, 1, 1, 2, 2, 3, 4, 5, 17))];
        (int offset, int[] strides, int length) = Layout(random, dims, mayRepeat: false);
        float[] expected = new float[length];
        foreach (int[] at in Coordinates(dims))
            expected[offset + Dot(at, strides)] = 7;

        float[] y = new float[length];
        Copy.Fill(y, offset, dims, strides, 7f);
        Assert.Equal(expected, y);
    }

    [Theory]
    [InlineData(300, 500)]
    [InlineData(3, 1001)]
    [InlineData(1001, 3)]
    [InlineData(2, 33)]
    [InlineData(33, 5)]
    [InlineData(18, 21)]
    public void Matrices_are_transposed(int rows, int columns)
    {
        float[] x = Numbers.Random(rows * columns, 1);
        float[] y = new float[x.Length + 1];
        Copy.Run<float>(x, 0, y, 0, [rows, columns], [columns, 1], [1, rows]);
        Assert.Equal(Enumerable.Range(0, x.Length).Select(i => x[(i % rows * columns) + (i / rows)]).Append(0), y);
    }

    /// <summary>Axes in any order and direction, some with gaps, some repeated.</summary>
    static (int Offset, int[] Strides, int Length) Layout(Random random, int[] dims, bool mayRepeat)
    {
        int[] strides = new int[dims.Length];
        int length = 1, offset = random.Next(3);
        foreach (int axis in Enumerable.Range(0, dims.Length).OrderBy(axis => random.OneOf(axis, axis, dims.Length - axis)).Reverse())
        {
            if (mayRepeat && random.Next(5) == 0)
                continue;
            strides[axis] = length;
            length = (length * Math.Max(dims[axis], 1)) + random.OneOf(0, 0, 2);
            if (random.Next(4) > 0)
                continue;
            offset += strides[axis] * Math.Max(dims[axis] - 1, 0);
            strides[axis] = -strides[axis];
        }
        return (offset, strides, length + offset);
    }

    static IEnumerable<int[]> Coordinates(int[] dims)
    {
        int count = dims.Aggregate(1, (product, dim) => product * dim);
        for (int i = 0; i < count; i++)
        {
            int[] at = new int[dims.Length];
            int rest = i;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
                (rest, at[axis]) = Math.DivRem(rest, dims[axis]);
            yield return at;
        }
    }

    static int Dot(int[] a, int[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
