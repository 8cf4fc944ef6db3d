using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using Xunit;

namespace OnnxCodegen.Kernels.Tests;

public unsafe class TreeMasksTests
{
    const int Features = 6;

    public static TheoryData<int, int, int> Forests => new()
    {
        // Trees, the most leaves of a tree, different thresholds of a feature.
        { 1, 1, 1 }, { 1, 2, 1 }, { 3, 5, 3 }, { 9, 32, 7 }, { 40, 33, 8 }, { 70, 200, 9 }, { 150, 64, 300 }, { 300, 60, 2000 }, { 500, 20, 40 },
    };

    [Theory]
    [MemberData(nameof(Forests))]
    public void The_leaves_are_those_that_walks_reach(int trees, int leaves, int thresholds)
    {
        AssertLeaves<float>(trees, leaves, thresholds);
        AssertLeaves<double>(trees, leaves, thresholds);
    }

    [Fact]
    public void Trees_that_are_walked_faster_have_no_masks()
    {
        (TreeNode<double>[] nodes, TreeTest[] tests, int[] roots) = Forest(Numbers.Generator(1), 4, 30, 30);
        Assert.Null(TreeMasks<float>.TryMake(nodes, tests, roots, walkCost: 10));
        Assert.NotNull(TreeMasks<float>.TryMake(nodes, tests, roots, walkCost: 100_000));
    }

    static void AssertLeaves<T>(int trees, int leaves, int thresholds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = Numbers.Generator(trees + leaves);
        (TreeNode<double>[] nodes, TreeTest[] tests, int[] roots) = Forest(random, trees, leaves, thresholds);
        TreeMasks<T>? masks = TreeMasks<T>.TryMake(nodes, tests, roots, walkCost: long.MaxValue);
        Assert.NotNull(masks);
        var scratch = (uint*)NativeMemory.AlignedAlloc((nuint)(masks.ScratchWords * sizeof(uint)), 64);
        int[] reached = new int[trees];
        for (int row = 0; row < 50; row++)
        {
            T[] x = [.. Enumerable.Range(0, Features).Select(_ => Value<T>(random, thresholds))];
            fixed (T* features = x)
            fixed (int* first = reached)
                masks.Find(features, scratch, first);
            Assert.Equal(Enumerable.Range(0, trees).Select(tree => Walk(nodes, tests, roots[tree], x)), reached);
        }
        NativeMemory.AlignedFree(scratch);
    }

    static T Value<T>(Random random, int thresholds)
        where T : unmanaged, IFloatingPointIeee754<T> => random.Next(12) switch
        {
            0 => T.NaN,
            1 => T.PositiveInfinity,
            2 => T.NegativeInfinity,
            _ => T.CreateChecked(random.Next(-1, thresholds + 1)),
        };

    static int Walk<T>(TreeNode<double>[] nodes, TreeTest[] tests, int at, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (tests[at] != TreeTest.Leaf)
            at = nodes[at].Left + (double.CreateChecked(x[nodes[at].Feature]) <= nodes[at].Threshold ? 0 : 1);
        return nodes[at].Payload;
    }

    static (TreeNode<double>[] Nodes, TreeTest[] Tests, int[] Roots) Forest(Random random, int trees, int leaves, int thresholds)
    {
        var builder = new TreeBuilder(1, TreeAggregate.Sum, isSingle: true);
        for (int tree = 0; tree < trees; tree++)
            AddSubtree(builder, random, builder.AddRoot(), tree == 0 ? leaves : random.Next(1, leaves + 1), thresholds);
        int[] roots = builder.Ranges();
        (TreeNode<double>[] nodes, TreeTest[] tests, _) = builder.Nodes();
        return (nodes, tests, roots);
    }

    static void AddSubtree(TreeBuilder builder, Random random, int at, int leaves, int thresholds)
    {
        if (leaves == 1)
        {
            builder.SetLeaf(at, 0);
            return;
        }
        int below = random.Next(1, leaves);
        int left = builder.SetTest(at, TreeTest.LessOrEqual, random.Next(Features), random.Next(thresholds), null);
        AddSubtree(builder, random, left, below, thresholds);
        AddSubtree(builder, random, left + 1, leaves - below, thresholds);
    }
}
