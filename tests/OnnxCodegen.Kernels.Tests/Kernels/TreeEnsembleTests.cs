using System;
using System.Linq;
using System.Numerics;
using OnnxCodegen.Threading;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public class TreeEnsembleTests
{
    static readonly Test[] Comparisons = [Test.LessOrEqual, Test.Less, Test.GreaterOrEqual, Test.Greater];
    static readonly Test[] AllTests = [.. Comparisons, Test.Equal, Test.NotEqual, Test.Member];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_weights_of_the_reached_leaves_are_combined(int seed)
    {
        AssertForest<float>(seed);
        AssertForest<double>(seed);
    }

    [Fact]
    public void Rows_that_lack_a_feature_are_refused()
    {
        Forest<float>.Branch tree = new(Test.Less, 3, [0], false, new Forest<float>.Leaf([]), new Forest<float>.Leaf([]));
        TreeEnsemble<float> trees = new Forest<float>(1, 1, [tree]).Pack(hasTable: false);
        Assert.Throws<ArgumentException>(() => TreeEnsemble.Evaluate(Workers.Inline, new float[3], new float[1], trees, 3));
        Assert.Throws<ArgumentException>(() => TreeEnsemble.Evaluate(Workers.Inline, new float[7], new float[2], trees, 4));
    }

    [Fact]
    public void What_is_no_ensemble_is_refused() =>
        Assert.Throws<FormatException>(() => TreeEnsemble.Decode<float>("~~~"u8));

    static void AssertForest<T>(int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = Numbers.Generator(seed);
        var forest = Forest<T>.Random(
            random, random.OneOf(1, 2, 3, 4, 5, 8, 21), random.OneOf(1, 2, 4, 6, 20), random.Next(4),
            random.OneOf(0, 1) == 0 ? Comparisons : AllTests, random.OneOf(0, 1) == 1);
        using var three = new Workers(3);
        TreeEnsemble<T> trees = forest.Pack(hasTable: random.OneOf(0, 1) == 1);
        foreach (int rows in (int[])[0, 1, 30, 300])
        {
            const int Length = Forest<T>.Features + 1;
            T[] x = [.. Enumerable.Range(0, rows * Length).Select(_ => random.Next(20) == 0 ? T.NaN : Forest<T>.Number(random))];
            T[] expected = [.. Enumerable.Range(0, rows).SelectMany(row => forest.Evaluate(x.AsSpan(row * Length, Length)))];
            foreach (Workers workers in (Workers[])[Workers.Inline, three])
            {
                var y = new T[expected.Length];
                TreeEnsemble.Evaluate(workers, x, y, trees, Length);
                Assert.Equal(expected, y);
            }
        }
    }
}
