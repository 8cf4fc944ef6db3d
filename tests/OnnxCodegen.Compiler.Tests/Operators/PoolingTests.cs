using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class PoolingTests
{
    [Fact]
    public void The_indices_of_a_max_pooling_address_the_maxima()
    {
        Tensor x = Random(1, 2, 3, 7, 8);
        var results = RunAll(
            v =>
            {
                (Value y, Value indices) = Pools.MaxPool(v[0], [3, 2], ceilMode: 1, dilations: [2, 1], pads: [1, 0, 1, 1], strides: [2, 3]);
                return [y, indices];
            },
            false, x);
        Equal(results[0].Doubles, results[1].Longs.Select(i => x.Doubles[i]).ToArray());
    }

    [Fact]
    public void Unpooling_puts_the_maxima_back_to_their_places()
    {
        Tensor x = Random(1, 1, 2, 6, 4);
        Tensor y = Run(
            v =>
            {
                (Value pooled, Value indices) = Pools.MaxPool(v[0], [2, 2], strides: [2, 2]);
                return Unpooling.MaxUnpool(pooled, indices, kernelShape: [2, 2], strides: [2, 2]);
            },
            x);
        Assert.Equal(x.Dims, y.Dims);
        Assert.Equal(12, y.Doubles.Zip(x.Doubles, (a, b) => a == b).Count(same => same));
        Assert.Equal(36, y.Doubles.Count(a => a == 0));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void An_average_of_ones_is_one_where_the_border_does_not_count(long countIncludePad, long ceilMode)
    {
        Tensor ones = Doubles([1, 1, 8], 1, 1, 1, 1, 1, 1, 1, 1);
        Tensor y = Run(v => Pools.AveragePool(v[0], [3], ceilMode: ceilMode, countIncludePad: countIncludePad, pads: [1, 1], strides: [2]), ones);
        Tensor free = RunFree(v => Pools.AveragePool(v[0], [3], ceilMode: ceilMode, countIncludePad: countIncludePad, pads: [1, 1], strides: [2]), ones);
        Equal(y, free);
        Assert.Equal(countIncludePad != 0 ? 2.0 / 3 : 1, y.Doubles[0], 1e-9);
        Assert.All(y.Doubles.Skip(1).Take(3), mean => Assert.Equal(1, mean, 1e-9));
        Assert.Equal(ceilMode != 0 ? 5 : 4, y.Length);
        if (ceilMode != 0)
            Assert.Equal(countIncludePad != 0 ? 0.5 : 1, y.Doubles[4], 1e-9);
    }

    [Fact]
    public void A_norm_pooling_takes_the_root_of_the_sum_of_powers()
    {
        Tensor y = Run(v => Pools.LpPool(v[0], [2], p: 3), Doubles([1, 1, 3], 1, -2, 3));
        Equal([System.Math.Pow(9, 1 / 3.0), System.Math.Pow(35, 1 / 3.0)], y.Doubles);
    }
}
