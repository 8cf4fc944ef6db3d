using OnnxCodegen.Compiler.Operators;
using Xunit;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

public class LossTests
{
    static readonly Tensor LogProbabilities = Doubles([3, 2], -1, -2, -3, -4, -5, -6);

    [Theory]
    [InlineData("none", new double[] { 1, 0, 6 })]
    [InlineData("sum", new double[] { 7 })]
    [InlineData("mean", new double[] { 3.5 })]
    public void An_ignored_class_counts_nothing(string reduction, double[] expected)
    {
        Tensor loss = Run(
            v => LossFunctions.NegativeLogLikelihoodLoss(v[0], v[1], ignoreIndex: -1, reduction: reduction), LogProbabilities, Integers(0, -1, 1));
        Equal(expected, loss.Doubles);
    }

    [Fact]
    public void The_mean_divides_by_the_weights()
    {
        Tensor loss = Run(
            v => LossFunctions.NegativeLogLikelihoodLoss(v[0], v[1], v[2]), LogProbabilities, Integers(0, 1, 1), Doubles([2], 1, 3));
        Equal([(1 + 12 + 18) / 7.0], loss.Doubles);
    }
}
