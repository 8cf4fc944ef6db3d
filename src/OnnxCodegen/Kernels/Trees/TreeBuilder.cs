using System;
using System.Collections.Generic;
using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>Collects nodes and leaves and arranges them for the walks.</summary>
sealed class TreeBuilder<T>(int targets, TreeAggregate aggregate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    readonly List<TreeNode<T>> nodes = [];
    readonly List<TreeTest> tests = [];
    readonly List<T[]> sets = [];
    readonly List<int> roots = [];
    readonly List<int> depths = [];
    readonly List<int> leafStarts = [0];
    readonly List<int> leafTargets = [];
    readonly List<T> leafWeights = [];

    public int Targets => targets;

    public TreeAggregate Aggregate => aggregate;

    public int Trees => roots.Count;

    /// <summary>One more than the highest feature that is read.</summary>
    public int Features { get; private set; }

    public bool HasOtherTests { get; private set; }

    public bool TracksMissing { get; private set; }

    public int AddRoot()
    {
        roots.Add(AddNodes(1));
        depths.Add(0);
        return roots[^1];
    }

    /// <summary>Adds the test of a node.</summary>
    /// <returns>The place of the left child, which the right one follows.</returns>
    public int SetTest(int at, TreeTest test, int feature, T threshold, T[]? set)
    {
        int left = AddNodes(2);
        nodes[at] = new TreeNode<T> { Threshold = threshold, Feature = feature, Left = left, Payload = sets.Count };
        tests[at] = test;
        if (set is not null)
            sets.Add(set);
        Features = Math.Max(Features, feature + 1);
        HasOtherTests |= (test & ~TreeTest.MissingLeft) != TreeTest.LessOrEqual;
        TracksMissing |= (test & TreeTest.MissingLeft) != 0;
        return left;
    }

    public void SetLeaf(int at, int depth)
    {
        MakeLeaf(at);
        depths[^1] = Math.Max(depths[^1], depth);
    }

    /// <summary>Adds a weight to the leaf that is set next.</summary>
    public void AddWeight(int target, T weight)
    {
        if ((uint)target >= (uint)targets)
            throw new FormatException($"There is no target {target} among {targets}.");
        leafTargets.Add(target);
        leafWeights.Add(weight);
    }

    public (TreeNode<T>[] Nodes, TreeTest[] Tests, T[][] Sets) Nodes() => (nodes.ToArray(), tests.ToArray(), sets.ToArray());

    /// <summary>The first node of each tree, and the end of the last.</summary>
    public int[] Ranges() => [.. roots, nodes.Count];

    /// <summary>The roots, filled up to whole groups with trees of one leaf without weights, and the steps that each group takes.</summary>
    public (int[] Roots, int[] Steps) Groups(int size)
    {
        int groups = (roots.Count + size - 1) / size;
        var steps = new int[groups];
        for (int tree = 0; tree < depths.Count; tree++)
            steps[tree / size] = Math.Max(steps[tree / size], depths[tree]);
        int[] filled = roots.ToArray();
        Array.Resize(ref filled, groups * size);
        if (filled.Length > roots.Count)
            Array.Fill(filled, AddEmptyTree(), roots.Count, filled.Length - roots.Count);
        return (filled, steps);
    }

    /// <summary>The weights of the leaves in the densest form that suits them.</summary>
    public (TreeLayout Layout, T[] Weights, int[] Starts, int[] Targets) Leaves()
    {
        bool isSum = aggregate is TreeAggregate.Sum or TreeAggregate.Average;
        if (isSum && targets == 1)
            return (TreeLayout.One, Dense(1), [], []);
        if (isSum && targets <= 4 && typeof(T) == typeof(float))
            return (TreeLayout.Four, Dense(4), [], []);
        return (TreeLayout.Sparse, leafWeights.ToArray(), leafStarts.ToArray(), leafTargets.ToArray());
    }

    int AddEmptyTree()
    {
        int at = AddNodes(1);
        MakeLeaf(at);
        return at;
    }

    void MakeLeaf(int at)
    {
        nodes[at] = new TreeNode<T> { Threshold = T.NaN, Left = at - 1, Payload = leafStarts.Count - 1 };
        leafStarts.Add(leafWeights.Count);
    }

    T[] Dense(int width)
    {
        var dense = new T[(leafStarts.Count - 1) * width];
        for (int leaf = 0; leaf + 1 < leafStarts.Count; leaf++)
            for (int i = leafStarts[leaf]; i < leafStarts[leaf + 1]; i++)
                dense[(leaf * width) + leafTargets[i]] += leafWeights[i];
        return dense;
    }

    int AddNodes(int count)
    {
        int at = nodes.Count;
        for (int i = 0; i < count; i++)
        {
            nodes.Add(default);
            tests.Add(TreeTest.Leaf);
        }
        return at;
    }
}
