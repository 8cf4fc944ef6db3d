using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class LinesTests
{
    static readonly float[] FewNumbers = [float.NaN, float.NegativeInfinity, -1, -0f, 0, 0, 1, 2, float.PositiveInfinity];

    /// <summary>outer, n, inner.</summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 2, 1 }, { 3, 5, 1 }, { 1, 17, 4 }, { 2, 33, 3 }, { 4, 1, 5 }, { 0, 3, 2 }, { 2, 3, 0 }, { 1, 1000, 2 },
    };

    /// <summary>outer, n, inner of tensors that have several parts and long lines.</summary>
    public static TheoryData<int, int, int> LargeShapes => new() { { 45, 5, 1 }, { 1, 40, 29 }, { 300, 100, 1 }, { 2, 5, 2000 }, { 1, 20_000, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    [MemberData(nameof(LargeShapes))]
    public void The_extremum_is_the_first_or_the_last(int outer, int n, int inner)
    {
        float[] x = Few(outer * n * inner);
        foreach (bool last in (bool[])[false, true])
        {
            var maximum = new long[outer * inner];
            var minimum = new long[outer * inner];
            Lines.ArgMax<float>(Workers.Inline, x, maximum, outer, n, inner, last);
            Lines.ArgMin<float>(Workers.Inline, x, minimum, outer, n, inner, last);
            Assert.Equal(LinesOf(x, outer, n, inner).Select(line => Extremum(line, line.Max(Above), Above, last)), maximum);
            Assert.Equal(LinesOf(x, outer, n, inner).Select(line => Extremum(line, line.Min(Below), Below, last)), minimum);
        }

        // NaN stands above all for the maximum and below all for the minimum.
        static double Above(float value) => float.IsNaN(value) ? double.PositiveInfinity : Math.Clamp(value, -1e300, 1e300);
        static double Below(float value) => float.IsNaN(value) ? double.NegativeInfinity : Math.Clamp(value, -1e300, 1e300);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Running_folds_combine_what_comes_before(int outer, int n, int inner)
    {
        int[] x = [.. Numbers.Random(outer * n * inner, 1).Select(value => (int)(value * 9))];
        foreach ((bool exclusive, bool reverse) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
        {
            int[] sum = new int[x.Length], product = new int[x.Length], maximum = new int[x.Length];
            Lines.CumulateSum<int>(Workers.Inline, x, sum, outer, n, inner, exclusive, reverse);
            Lines.CumulateProduct<int>(Workers.Inline, x, product, outer, n, inner, exclusive, reverse);
            Lines.CumulateMax<int>(Workers.Inline, x, maximum, outer, n, inner, exclusive, reverse);
            Assert.Equal(Folded(seen => seen.Sum()), LinesOf(sum, outer, n, inner));
            Assert.Equal(Folded(seen => seen.Aggregate(1, (a, b) => unchecked(a * b))), LinesOf(product, outer, n, inner));
            Assert.Equal(Folded(seen => seen.DefaultIfEmpty(int.MinValue).Max()), LinesOf(maximum, outer, n, inner));

            int[][] Folded(Func<IEnumerable<int>, int> fold) =>
                [.. LinesOf(x, outer, n, inner).Select(line => Enumerable.Range(0, n).Select(i => fold(Before(line, i))).ToArray())];

            IEnumerable<int> Before(int[] line, int i) =>
                reverse ? line.Skip(exclusive ? i + 1 : i) : line.Take(exclusive ? i : i + 1);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    [MemberData(nameof(LargeShapes))]
    public void Sorting_is_stable_and_puts_NaN_above_all(int outer, int n, int inner)
    {
        float[] x = Few(outer * n * inner);
        string[] texts = [.. x.Select(value => value < 0 ? "a" : value > 0 ? "B" : "ä")];
        foreach (int k in (int[])[1, Math.Min(n, 5), n])
        {
            AssertSorted(x, k, Comparer<float>.Create((a, b) => float.IsNaN(a) || float.IsNaN(b) ? float.IsNaN(a).CompareTo(float.IsNaN(b)) : a.CompareTo(b)));
            AssertSorted(Array.ConvertAll(x, value => (double)value), k, Comparer<double>.Create((a, b) => double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a.CompareTo(b)));
            AssertSorted(texts, k, StringComparer.Ordinal);
        }

        void AssertSorted<T>(T[] keys, int k, IComparer<T> comparer)
        {
            foreach (bool descending in (bool[])[false, true])
            {
                var values = new T[outer * k * inner];
                var indices = new long[outer * k * inner];
                Lines.Sort<T>(Workers.Inline, keys, values, indices, outer, n, inner, descending, k);
                long[][] expected = [.. LinesOf(keys, outer, n, inner).Select(line => Order(line, comparer, descending).Take(k).ToArray())];
                Assert.Equal(expected, LinesOf(indices, outer, k, inner));
                Assert.Equal(LinesOf(keys, outer, n, inner).Zip(expected, (line, order) => order.Select(i => line[i]).ToArray()), LinesOf(values, outer, k, inner));
            }
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(40, 33)]
    public void Nonzero_elements_are_counted_and_found(int rows, int columns)
    {
        float[] x = Few(rows * columns);
        int[] found = [.. Enumerable.Range(0, x.Length).Where(i => x[i] != 0)];
        Assert.Equal(found.Length, Lines.CountNonZero<float>(x, x.Length));

        var coordinates = new long[found.Length * 2];
        Lines.NonZero<float>(x, [rows, columns], coordinates);
        Assert.Equal(found.SelectMany(i => (long[])[i / columns, i % columns]), coordinates);
    }

    [Fact]
    public void A_scalar_that_is_nonzero_has_no_coordinates()
    {
        Assert.Equal(1, Lines.CountNonZero<bool>([true], 1));
        Lines.NonZero<bool>([true], [], []);
    }

    static float[] Few(int length) => [.. Numbers.Random(length, length).Select(x => FewNumbers[(int)((x + 1) / 2.001 * FewNumbers.Length)])];

    static long Extremum(float[] line, double extremum, Func<float, double> key, bool last) => last
        ? Array.FindLastIndex(line, value => key(value) == extremum)
        : Array.FindIndex(line, value => key(value) == extremum);

    static IEnumerable<long> Order<T>(T[] line, IComparer<T> comparer, bool descending)
    {
        IEnumerable<int> all = Enumerable.Range(0, line.Length);
        return (descending ? all.OrderByDescending(i => line[i], comparer) : all.OrderBy(i => line[i], comparer)).Select(i => (long)i);
    }

    static T[][] LinesOf<T>(T[] x, int outer, int n, int inner) => [.. Enumerable.Range(0, outer * inner)
        .Select(line => Enumerable.Range(0, n).Select(j => x[(((line / inner * n) + j) * inner) + (line % inner)]).ToArray())];
}
