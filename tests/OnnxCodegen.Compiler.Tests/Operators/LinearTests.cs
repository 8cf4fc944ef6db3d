using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class LinearTests
{
    [Fact]
    public void Matrix_products_broadcast_their_stacks()
    {
        Tensor a = Random(1, 2, 1, 3, 4);
        Tensor b = Random(2, 5, 4, 6);
        Tensor product = RunFree(v => MatrixProducts.MatMul(v[0], v[1]), a, b);
        Tensor sum = Run(v => EinsteinSummation.Einsum(v, "acij,bjk->abik"), a, b);
        Assert.Equal([2, 5, 3, 6], product.Dims);
        Equal(product.Doubles, sum.Doubles);
    }

    [Fact]
    public void An_equation_names_diagonals_sums_and_ellipses()
    {
        Tensor x = Random(1, 3, 2, 2);
        Tensor trace = Run(v => EinsteinSummation.Einsum(v, "...ii->..."), x);
        Tensor total = Run(v => EinsteinSummation.Einsum(v, "abc->"), x);
        Equal(Enumerable.Range(0, 3).Select(i => x.Doubles[4 * i] + x.Doubles[(4 * i) + 3]).ToArray(), trace.Doubles);
        Equal([x.Doubles.Sum()], total.Doubles);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void A_general_product_transposes_scales_and_adds(long transA, long transB)
    {
        Tensor a = Random(1, 3, 3);
        Tensor b = Random(2, 3, 3);
        Tensor c = Random(3, 3);
        Tensor y = Run(v => MatrixProducts.Gemm(v[0], v[1], v[2], 2, 0.5, transA, transB), a, b, c);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double sum = Enumerable.Range(0, 3).Sum(k =>
                    a.Doubles[transA != 0 ? (3 * k) + i : (3 * i) + k] * b.Doubles[transB != 0 ? (3 * j) + k : (3 * k) + j]);
                Assert.Equal((2 * sum) + (0.5 * c.Doubles[j]), y.Doubles[(3 * i) + j], 1e-9);
            }
        }
    }

    [Fact]
    public void Integer_products_subtract_zero_points_per_row_and_column()
    {
        Tensor a = new(ElementType.UInt8, [2, 2], new long[] { 10, 20, 30, 40 });
        Tensor b = new(ElementType.Int8, [2, 2], new long[] { -1, 2, 3, -4 });
        Tensor rows = new(ElementType.UInt8, [2], new long[] { 10, 30 });
        Tensor columns = new(ElementType.Int8, [2], new long[] { -1, 2 });
        Tensor y = Run(v => MatrixProducts.MatMulInteger(v[0], v[1], v[2], v[3]), a, b, rows, columns);
        Assert.Equal([40, -60, 40, -60], y.Longs);
    }
}
