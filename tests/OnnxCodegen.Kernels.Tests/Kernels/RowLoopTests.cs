using System;
using System.Linq;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class RowLoopTests
{
    static readonly int[] AroundVectors = [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 100];

    /// <summary>Lengths of the outer axes, lines, rows and columns.</summary>
    public static TheoryData<int, int, int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int, int, int>();
        foreach (int columns in AroundVectors)
            foreach (int rows in (int[])[1, 2, 5])
                shapes.Add(rows == 2 ? 2 : 1, rows == 5 ? 3 : 1, 3, rows, columns);
        shapes.Add(1, 1, 0, 1, 16);
        shapes.Add(1, 1, 3, 0, 16);
        shapes.Add(2, 1, 700, 1, 33);
        shapes.Add(1, 3, 20, 3, 1030);
        shapes.Add(1, 1, 1, 1, 150_001);
        shapes.Add(1, 1, 2, 70, 2_100);
        shapes.Add(1, 1, 1, 700, 20);
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_line_is_folded_and_its_folds_are_used(int outer0, int outer1, int lines, int rows, int columns)
    {
        var given = new Arguments(outer0, outer1, lines, rows, columns);
        float[] actual = Threads.Run(
            given.Length, (workers, y) => RowLoop.Run(workers, given.Shape, DeviationsOfLines, y, given.X.Operand, given.Weights.Operand));
        float[] expected = given.Nothing();
        foreach (var (o0, o1, line) in given.Lines())
        {
            double mean = given.Elements(o0, o1, line).Sum(e => e.Weighted);
            double largest = given.Elements(o0, o1, line).Select(e => e.X - mean).DefaultIfEmpty(double.NegativeInfinity).Max();
            foreach (var element in given.Elements(o0, o1, line))
                expected[element.Y] = (float)(element.X - mean - largest);
        }
        Numbers.AssertNear(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Columns_are_folded_over_the_rows_and_their_folds_are_used(int outer0, int outer1, int lines, int rows, int columns)
    {
        var given = new Arguments(outer0, outer1, lines, rows, columns);
        float[] actual = Threads.Run(
            given.Length, (workers, y) => ColumnLoop.Run(workers, given.Shape, DeviationsOfColumns, y, given.X.Operand, given.Weights.Operand));
        float[] expected = given.Nothing();
        foreach (var (o0, o1, line) in given.Lines())
        {
            foreach (var column in given.Elements(o0, o1, line).GroupBy(e => e.Column))
            {
                double mean = column.Sum(e => e.Weighted);
                double largest = column.Max(e => e.X - mean);
                foreach (var element in column)
                    expected[element.Y] = (float)(element.X - mean - largest);
            }
        }
        Numbers.AssertNear(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_fold_may_be_the_result(int outer0, int outer1, int lines, int rows, int columns)
    {
        var given = new Arguments(outer0, outer1, lines, rows, columns);
        RowShape shape = new(lines, columns) { Outer0 = outer0, Outer1 = outer1, Rows = rows, YOuter0 = outer1 * lines, YOuter1 = lines, YLine = 1 };
        float[] ofLines = Threads.Run(
            outer0 * outer1 * lines, (workers, y) => RowLoop.Run(workers, shape, SumOfLine, y, given.X.Operand, given.Weights.Operand));
        Numbers.AssertNear(
            [.. given.Lines().Select(l => (float)given.Elements(l.Outer0, l.Outer1, l.Line).Sum(e => e.Weighted))], ofLines);

        RowShape wide = shape with { YOuter0 = outer1 * lines * columns, YOuter1 = lines * columns, YLine = columns };
        float[] ofColumns = Threads.Run(
            outer0 * outer1 * lines * columns,
            (workers, y) => ColumnLoop.Run(workers, wide, SumOfColumn, y, given.X.Operand, given.Weights.Operand));
        Numbers.AssertNear(
            [.. given.Lines().SelectMany(l => given.Elements(l.Outer0, l.Outer1, l.Line).GroupBy(e => e.Column).OrderBy(g => g.Key)
                .Select(g => (float)g.Sum(e => e.Weighted)).DefaultIfEmpty(0).Concat(Enumerable.Repeat(0f, columns)).Take(columns))], ofColumns);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void Extrema_of_a_line_with_NaN_are_NaN(int columns)
    {
        foreach (int place in (int[])[0, columns / 2, columns - 1])
        {
            float[] x = Numbers.Random(columns, place);
            x[place] = float.NaN;
            float[] ofLine = Threads.Run(1, (workers, y) => RowLoop.Run(
                workers, new RowShape(1, columns) { YLine = 1 }, (in Row row) => row.Fold<Identity, Maximum>(Row.Operand, Row.Result), y, x.AsSpan()));
            Assert.True(float.IsNaN(ofLine[0]));
            float[] ofColumns = Threads.Run(1, (workers, y) => ColumnLoop.Run(
                workers, new RowShape(1, 1) { Rows = columns }, (in Columns c) => c.Fold<Identity, Minimum>(Columns.Operand, Columns.Result), y,
                new Operand(x, 0, 0, 0, 1)));
            Assert.True(float.IsNaN(ofColumns[0]));
        }
    }

    static void DeviationsOfLines(in Row row)
    {
        row.Fold<Weighted, Sum>(Row.Operand, 0);
        row.MapFold<LessStatistic, Maximum>(Row.Operand, 1);
        row.Finish<Identity>(1, 0);
        row.Map<LessStatistic>(Row.Result);
    }

    static void DeviationsOfColumns(in Columns columns)
    {
        columns.Fold<Weighted, Sum>(Columns.Operand, 0);
        columns.MapFold<LessStatistics, Maximum>(Columns.Operand, 1);
        columns.Finish<Identity>(1, 0);
        columns.Map<LessStatistics>(Columns.Result);
    }

    static void SumOfLine(in Row row) => row.Fold<Weighted, Sum>(Row.Operand, Row.Result);

    static void SumOfColumn(in Columns columns) => columns.Fold<Weighted, Sum>(Columns.Operand, Columns.Result);

    /// <summary>Random operands; the result has gaps between the rows.</summary>
    sealed class Arguments
    {
        readonly int outer0, outer1, lines, rows, columns;

        public Arguments(int outer0, int outer1, int lines, int rows, int columns)
        {
            (this.outer0, this.outer1, this.lines, this.rows, this.columns) = (outer0, outer1, lines, rows, columns);
            Random random = Numbers.Generator((lines * 1000) + (rows * 100) + columns);
            X = OnnxCodegen.Kernels.Tests.Rows.Random(random, [outer0, outer1, rows], lines, columns);
            Weights = OnnxCodegen.Kernels.Tests.Rows.Random(random, [outer0, outer1, rows], lines, columns);
            int yRow = columns + 3;
            Shape = new RowShape(lines, columns)
            {
                Outer0 = outer0,
                Outer1 = outer1,
                Rows = rows,
                YRow = yRow,
                YLine = yRow * rows,
                YOuter1 = yRow * rows * lines,
                YOuter0 = yRow * rows * lines * outer1,
            };
        }

        public Rows X { get; }

        public Rows Weights { get; }

        public RowShape Shape { get; }

        public int Length => outer0 * outer1 * lines * rows * (columns + 3);

        public float[] Nothing() => [.. Enumerable.Repeat(float.NaN, Length)];

        public (int Outer0, int Outer1, int Line)[] Lines() =>
            [.. from o0 in Enumerable.Range(0, outer0) from o1 in Enumerable.Range(0, outer1) from l in Enumerable.Range(0, lines) select (o0, o1, l)];

        public (int Column, int Y, double X, double Weighted)[] Elements(int o0, int o1, int line) =>
            [.. from r in Enumerable.Range(0, rows)
                from c in Enumerable.Range(0, columns)
                let y = (int)((o0 * Shape.YOuter0) + (o1 * Shape.YOuter1) + (line * Shape.YLine) + (r * Shape.YRow) + c)
                let x = (double)X.At(o0, o1, r, line, c)
                select (c, y, x, x * Weights.At(o0, o1, r, line, c))];
    }
}
