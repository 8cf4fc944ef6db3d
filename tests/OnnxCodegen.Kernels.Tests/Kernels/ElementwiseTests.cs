using System;
using System.Linq;
using OnnxCodegen.Simd;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class ElementwiseTests
{
    static readonly int[] AroundVectors = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100];

    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (int columns in AroundVectors)
            foreach (int rows in (int[])[0, 1, 2, 5])
                sizes.Add(rows, columns);
        sizes.Add(1, 100_003);
        sizes.Add(3, 40_000);
        sizes.Add(2_000, 33);
        sizes.Add(70_000, 1);
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_function_is_applied_to_every_element(int rows, int columns)
    {
        var given = new Arguments(rows, columns, seed: (rows * 1000) + columns);
        int yRow = columns + 3;
        float[] actual = Threads.Run(
            rows * yRow,
            (workers, y) => Elementwise.Run<Affine>(workers, rows, columns, given.X.Operand, y, yRow, given.P0.Operand, given.P1.Operand, given.P2.Operand));

        Assert.Equal(given.Expected(yRow), actual);
    }

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 5, 17)]
    public void Outer_axes_may_run_backwards(int images, int rows, int columns)
    {
        int size = rows * columns;
        float[] x = Numbers.Random(images * size, 1), factors = Numbers.Random(images * size, 2);
        float[] actual = Threads.Run(images * size, (workers, y) => Elementwise.RunLines<Affine>(
            workers, new RowShape(rows, columns) { Outer1 = images, YOuter1 = size }, new Operand(x.AsSpan((images - 1) * size), columns, 0, -size), y,
            new Operand(factors.AsSpan((images - 1) * size), columns, 0, -size), new Operand(new float[1]), new Operand(new float[columns])));

        Assert.Equal(Enumerable.Range(0, images).Reverse().SelectMany(image => Enumerable.Range(image * size, size)).Select(i => x[i] * factors[i]), actual);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_result_may_lie_where_the_input_lies(int rows, int columns)
    {
        var given = new Arguments(rows, columns, seed: 1) { X = new Rows(Numbers.Random(rows * columns, 2), columns) };
        float[] actual = Threads.Run(rows * columns, (workers, y) =>
        {
            given.X.Data.CopyTo(y);
            Elementwise.Run<Affine>(workers, rows, columns, new Operand(y, columns), y, columns, given.P0.Operand, given.P1.Operand, given.P2.Operand);
        });
        Assert.Equal(given.Expected(columns), actual);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_result_may_lie_where_an_operand_lies(int rows, int columns)
    {
        var given = new Arguments(rows, columns, seed: 3) { P2 = new Rows(Numbers.Random(rows * columns, 4), columns) };
        float[] actual = Threads.Run(rows * columns, (workers, y) =>
        {
            given.P2.Data.CopyTo(y);
            Elementwise.Run<Affine>(workers, rows, columns, given.X.Operand, y, columns, given.P0.Operand, given.P1.Operand, new Operand(y, columns));
        });
        Assert.Equal(given.Expected(columns), actual);
    }

    [Fact]
    public void Without_an_input_x_is_zero()
    {
        float[] p = Numbers.Random(37, 5);
        float[] actual = Threads.Run(37, (workers, y) => Elementwise.Run<Affine>(workers, 1, 37, default, y, 37, p.AsSpan(), p.AsSpan(), p.AsSpan()));
        Assert.Equal(p.Select(x => (0 * x) + p[0] - x), actual);
    }

    [Fact]
    public void Up_to_seven_operands_are_read()
    {
        float[][] p = [.. Enumerable.Range(0, 7).Select(k => Numbers.Random(50, k))];
        float[] actual = Threads.Run(50, (workers, y) => Elementwise.Run<LastOperand>(
            workers, 2, 25, default, y, 25, p[0].AsSpan(), p[1].AsSpan(), p[2].AsSpan(), p[3].AsSpan(), p[4].AsSpan(), p[5].AsSpan(), new Operand(p[6], 25)));
        Assert.Equal(p[6], actual);
    }

    /// <summary>Random arguments of <see cref="Affine"/>.</summary>
    sealed class Arguments
    {
        readonly int rows;
        readonly int columns;

        public Arguments(int rows, int columns, int seed)
        {
            this.rows = rows;
            this.columns = columns;
            Random random = Numbers.Generator(seed);
            int[] outer = [1, 1, 1];
            X = Rows.Random(random, outer, rows, columns);
            P0 = Rows.Random(random, outer, rows, columns);
            P1 = Rows.Random(random, outer, rows, Math.Min(columns, 1));
            P2 = Rows.Random(random, outer, rows, columns);
        }

        public Rows X { get; init; }

        public Rows P0 { get; }

        public Rows P1 { get; }

        public Rows P2 { get; init; }

        public float[] Expected(int yRow)
        {
            float[] y = [.. Enumerable.Repeat(float.NaN, rows * yRow)];
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++)
                    y[(r * yRow) + c] = (X.At(0, 0, 0, r, c) * P0.At(0, 0, 0, r, c)) + P1.At(0, 0, 0, r, 0) - P2.At(0, 0, 0, r, c);
            return y;
        }
    }
}
