using System.Linq;
using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class ReductionTests
{
    static readonly Tensor X = Random(1, 3, 4, 5);

    [Theory]
    [InlineData(new long[] { 0 }, 1)]
    [InlineData(new long[] { -1 }, 0)]
    [InlineData(new long[] { 0, 2 }, 0)]
    [InlineData(new long[] { 1, -3 }, 1)]
    [InlineData(new long[] { 0, 1, 2 }, 0)]
    public void Axes_known_at_run_time_reduce_as_axes_known_when_compiling(long[] axes, long keepdims)
    {
        Tensor expected = Run(v => ReduceOperators.ReduceSum1(v[0], axes, keepdims), X);
        Tensor actual = Run(v => ReduceOperators.ReduceSum(v[0], v[1], keepdims), X, Integers(axes));
        Equal(expected, actual);
    }

    [Fact]
    public void An_empty_list_of_axes_reduces_all_or_none()
    {
        Tensor none = Run(v => ReduceOperators.ReduceSumSquare(v[0], v[1], 1, 1), X, Integers());
        Tensor all = Run(v => ReduceOperators.ReduceSumSquare(v[0], v[1], 1, 0), X, Integers());
        Equal(X.Doubles.Select(x => x * x).ToArray(), none.Doubles);
        Equal([X.Doubles.Sum(x => x * x)], all.Doubles);
    }

    [Fact]
    public void An_empty_attribute_of_axes_stands_for_all()
    {
        Tensor maximum = Run(v => ReduceOperators.ReduceMax1(v[0], [], 0), X);
        Equal([X.Doubles.Max()], maximum.Doubles);
    }

    [Fact]
    public void The_mean_divides_by_a_count_known_at_run_time()
    {
        Tensor mean = RunFree(v => ReduceOperators.ReduceMean1(v[0], null, 0), X);
        Equal([X.Doubles.Average()], mean.Doubles);
    }

    [Fact]
    public void The_logarithm_of_the_sum_of_exponentials_does_not_overflow()
    {
        Tensor x = Doubles([4], 1000, 1000, double.NegativeInfinity, 1000);
        Tensor y = Run(v => ReduceOperators.ReduceLogSumExp1(v[0]), x);
        Equal([1000 + System.Math.Log(3)], y.Doubles);
        Tensor empty = Run(v => ReduceOperators.ReduceLogSumExp1(v[0]), Doubles([0]));
        Assert.Equal(double.NegativeInfinity, empty.Doubles[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_running_sum_takes_its_axis_at_run_time(long axis)
    {
        Tensor expected = Run(v => RunningFolds.CumSum(v[0], v[0].Scope.Constant(Tensor.Scalar(axis)), 1, 1), X);
        Tensor actual = RunFree(v => RunningFolds.CumSum(v[0], v[1], 1, 1), X, Tensor.Scalar(axis));
        Equal(expected, actual);
    }

    [Fact]
    public void The_last_of_equal_maxima_is_found_on_demand()
    {
        Tensor x = Doubles([2, 3], 1, 3, 3, 5, 5, 0);
        Assert.Equal([1, 0], Run(v => Extrema.ArgMax(v[0], -1, 0), x).Longs);
        Assert.Equal([2, 1], Run(v => Extrema.ArgMax(v[0], -1, 0, 1), x).Longs);
    }
}
