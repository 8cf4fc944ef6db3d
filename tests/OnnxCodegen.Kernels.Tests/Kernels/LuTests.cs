using System;
using System.Linq;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class LuTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 0)]
    public void A_determinant_is_the_sum_over_the_first_row(int n, int matrices)
    {
        double[] x = [.. Numbers.Random(n * n * matrices, n).Select(number => (double)number)];
        var y = new double[matrices];
        Lu.Determinant<double>(x, y, n, matrices);
        for (int matrix = 0; matrix < matrices; matrix++)
            Assert.Equal(Expanded(x[(matrix * n * n)..((matrix + 1) * n * n)], n), y[matrix], 1e-12);
    }

    [Fact]
    public void A_singular_matrix_has_the_determinant_zero()
    {
        var y = new float[2];
        Lu.Determinant<float>([1, 2, 2, 4, 0, 0, 0, 0], y, 2, 2);
        Assert.Equal([0, 0], y);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(33)]
    public void A_matrix_times_its_inverse_is_the_unit_matrix(int n)
    {
        double[] x = [.. Numbers.Random(n * n * 2, n).Select(number => (double)number)], y = new double[n * n * 2];
        Lu.Inverse<double>(x, y, n, 2);
        for (int matrix = 0; matrix < 2; matrix++)
            for (int row = 0; row < n; row++)
                for (int column = 0; column < n; column++)
                {
                    int at = matrix * n * n;
                    double product = Enumerable.Range(0, n).Sum(k => x[at + (row * n) + k] * y[at + (k * n) + column]);
                    Assert.Equal(row == column ? 1 : 0, product, 1e-9);
                }
    }

    static double Expanded(double[] a, int n)
    {
        if (n == 0)
            return 1;
        return Enumerable.Range(0, n).Sum(column => (column % 2 == 0 ? 1 : -1) * a[column]
            * Expanded([.. Enumerable.Range(n, (n * n) - n).Where(i => i % n != column).Select(i => a[i])], n - 1));
    }
}
