using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Rewriting;

public class NarrowingRulesTests
{
    static readonly Tensor X = Rewritten.Numbers(ElementType.Float16, 1, 2, 3);

    [Fact]
    public void Results_stay_wide_from_operator_to_operator() => Rewritten.Becomes(
        """
        %1 = Map<Cast(x0)>(%0)
        %2 = Map<Absolute(x0)>(%1)
        %3 = Map<Cast(x0)>(%2)
        %4 = Map<Cast(x0)>(%3)
        %5 = Map<SquareRoot(x0)>(%4)
        %6 = Map<Cast(x0)>(%5)
        => %6
        """,
        """
        %1 = Map<Cast(SquareRoot(Absolute(Cast(x0))))>(%0)
        => %1
        """,
        x => Half(Algebra.Sqrt(Float(Half(Algebra.Abs(Float(x[0])))))), X);

    [Fact]
    public void Exact_models_round_after_every_operator() => Rewritten.Becomes(
        """
        %1 = Map<Cast(x0)>(%0)
        %2 = Map<Absolute(x0)>(%1)
        %3 = Map<Cast(x0)>(%2)
        %4 = Map<Cast(x0)>(%3)
        %5 = Map<SquareRoot(x0)>(%4)
        %6 = Map<Cast(x0)>(%5)
        => %6
        """,
        """
        %1 = Map<Cast(SquareRoot(Cast(Cast(Absolute(Cast(x0))))))>(%0)
        => %1
        """,
        Precision.Exact,
        x => Half(Algebra.Sqrt(Float(Half(Algebra.Abs(Float(x[0])))))), X);

    [Fact]
    public void Movement_moves_wide_values() => Rewritten.Becomes(
        """
        %1 = Map<Cast(x0)>(%0)
        %2 = Reduce<Max; 0,1>(%1)
        %3 = Map<Cast(x0)>(%2)
        %4 = View<[1, 2]; 0:0/1, 0:1/0>(%3)
        %5 = Map<Cast(x0)>(%4)
        %6 = Reduce<Sum; 0,1>(%5)
        %7 = Map<Cast(x0)>(%6)
        => %7
        """,
        """
        %1 = Map<Cast(x0)>(%0)
        %2 = Reduce<Max; 0,1>(%1)
        %3 = View<[1, 2]; 0:0/1, 0:1/0>(%2)
        %4 = Reduce<Sum; 0,1>(%3)
        %5 = Map<Cast(x0)>(%4)
        => %5
        """,
        x => Half(Reductions.Sum(Float(Views.Permute(Half(Reductions.Max(Float(x[0]), 1)), [1, 0])), 1)), X);

    [Fact]
    public void A_result_that_is_read_both_ways_is_computed_wide_and_narrowed_once() => Rewritten.Becomes(
        """
        %1 = Map<Cast(x0)>(%0)
        %2 = Map<SquareRoot(Absolute(Negate(x0)))>(%1)
        %3 = Map<Cast(x0)>(%2)
        %4 = Map<Cast(x0)>(%3)
        %5 = Reduce<Sum; 0,1>(%4)
        %6 = Map<Cast(x0)>(%5)
        %7 = Concat<1>(%3, %6)
        => %7
        """,
        """
        %1 = Map<SquareRoot(Absolute(Negate(Cast(x0))))>(%0)
        %2 = Reduce<Sum; 0,1>(%1)
        %3 = Concat<1>(%1, %2)
        %4 = Map<Cast(x0)>(%3)
        => %4
        """,
        x =>
        {
            Value narrow = Half(Algebra.Map(Float(x[0]), a => Algebra.Sqrt(Algebra.Abs(-a))));
            return x[0].Scope.Add(new Concat(1), narrow, Half(Reductions.Sum(Float(narrow), 1)));
        },
        Rewritten.Numbers(ElementType.Float16, 1, 1, 2));

    static Value Half(Value x) => Algebra.Cast(x, ElementType.Float16);

    static Value Float(Value x) => Algebra.Cast(x, ElementType.Float);
}
