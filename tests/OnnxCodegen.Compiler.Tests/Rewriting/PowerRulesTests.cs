using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Rewriting;
using OnnxCodegen.Compiler.Scalars;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class PowerRulesTests
{
    static readonly double[] Bases = [0, -0.0, 1, -1, 0.25, 3, -3, 1e-20, 1e20, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(-0.5)]
    public void A_power_becomes_cheaper_operations_and_stays_the_same(double exponent)
    {
        (Graph before, Graph after) = Rewrite(exponent);
        Assert.Contains("Power", before.ToString());
        Assert.DoesNotContain("Power", after.ToString());
        var bases = new Tensor(ElementType.Double, [Bases.Length], Bases);
        double[] expected = GraphEvaluator.Run(before, [bases])[0].Doubles;
        double[] actual = GraphEvaluator.Run(after, [bases])[0].Doubles;
        Assert.All(expected.Zip(actual), pair => Assert.True(
            pair.First.Equals(pair.Second) || double.Abs(pair.First - pair.Second) <= 1e-15 * double.Abs(pair.First), $"{pair}"));
    }

    [Theory]
    [InlineData(0.75)]
    [InlineData(17)]
    public void Other_powers_stay(double exponent) => Assert.Contains("Power", Rewrite(exponent).After.ToString());

    static (Graph Before, Graph After) Rewrite(double exponent)
    {
        var scope = new Scope();
        Value x = scope.Add(new Parameter("x", new TensorType(ElementType.Double, Shape.Of(Bases.Length))));
        Value y = Algebra.Map(x, a => Algebra.Pow(a, ScalarExpr.Literal(ElementType.Double, exponent)));
        var graph = new Graph("power", [x], [new GraphOutput("y", y)]);
        return (graph, Rewriter.Rewrite(graph));
    }
}
