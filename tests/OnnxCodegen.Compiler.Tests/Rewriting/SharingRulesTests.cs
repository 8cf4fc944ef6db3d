using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class SharingRulesTests
{
    static readonly Tensor X = Rewritten.Floats(1, 2, 3);

    [Fact]
    public void Equal_nodes_on_equal_inputs_are_one() => Rewritten.Becomes(
        """
        %1 = Reduce<Max; 0,1>(%0)
        %2 = Reduce<Max; 0,1>(%0)
        %3 = Contract<batch |; sum 0,1|0,1>(%1, %2)
        => %3
        """,
        """
        %1 = Reduce<Max; 0,1>(%0)
        %2 = Contract<batch |; sum 0,1|0,1>(%1, %1)
        => %2
        """,
        x => Contractions.Contract(Reductions.Max(x[0], 1), Reductions.Max(x[0], 1), [], [], [0, 1], [0, 1]), X);

    [Fact]
    public void Equal_constants_are_one() => Rewritten.Becomes(
        """
        %1 = Const<3>()
        %2 = Map<Add(x0, x1)>(%0, %1)
        %3 = Reduce<Sum; 0,1>(%2)
        %4 = Const<3>()
        %5 = Map<Multiply(x0, x1)>(%3, %4)
        => %5
        """,
        """
        %1 = Const<3>()
        %2 = Map<Add(x0, x1)>(%0, %1)
        %3 = Reduce<Sum; 0,1>(%2)
        %4 = Map<Multiply(x0, x1)>(%3, %1)
        => %4
        """,
        x => Reductions.Sum(x[0] + x[0].Scope.Constant(Rewritten.Floats(2, 3)), 1) * x[0].Scope.Constant(Rewritten.Floats(2, 3)), X);

    [Fact]
    public void Chains_of_equal_nodes_become_one_chain() => Rewritten.Becomes(
        """
        %1 = Reduce<Max; 0,1>(%0)
        %2 = Reduce<Sum; 1,0>(%1)
        %3 = Reduce<Max; 0,1>(%0)
        %4 = Reduce<Sum; 1,0>(%3)
        %5 = Concat<0>(%2, %4)
        => %5
        """,
        """
        %1 = Reduce<Max; 0,1>(%0)
        %2 = Reduce<Sum; 1,0>(%1)
        %3 = Concat<0>(%2, %2)
        => %3
        """,
        x => x[0].Scope.Add(
            new Concat(0), Reductions.Sum(Reductions.Max(x[0], 1), 0), Reductions.Sum(Reductions.Max(x[0], 1), 0)), X);

    [Fact]
    public void Random_numbers_are_drawn_each_time()
    {
        Graph graph = Rewritten.Build(x =>
        {
            Value Draw() => x[0].Scope.Add(new Primitives.Random(null, 0, Shape.Of(2)));
            return [x[0].Scope.Add(new Concat(0), Draw(), Draw())];
        }, X);

        const string Text = "%1 = Random<fresh; 0; [2]>()\n%2 = Random<fresh; 0; [2]>()\n%3 = Concat<0>(%1, %2)\n=> %3";
        Assert.Equal(Text, Rewritten.Text(graph));
        Assert.Equal(Text, Rewritten.Text(Compiler.Rewriting.Rewriter.Rewrite(graph)));
    }
}
