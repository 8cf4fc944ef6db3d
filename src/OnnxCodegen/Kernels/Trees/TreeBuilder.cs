using System;
using System.Collections.Generic;

namespace OnnxCodegen.Kernels;

/// <summary>Collects nodes and leaves and arranges them for the walks.</summary>
/// <param name="isSingle">Whether the numbers are floats, and their sums too.</param>
sealed class TreeBuilder(int targets, TreeAggregate aggregate, bool isSingle)
{
    readonly List<double[]> sets = [];
    readonly List<int> roots = [];
    readonly List<int> depths = [];
    readonly List<int> leafStarts = [0];
    readonly List<int> leafTargets = [];
    TreeNode<double>[] nodes = new TreeNode<double>[16];
    TreeTest[] tests = new TreeTest[16];
    int nodeCount;
    double[] leafWeights = new double[16];
    int weightCount;

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
    public int SetTest(int at, TreeTest test, int feature, double threshold, double[]? set)
    {
        int left = AddNodes(2);
        nodes[at] = new TreeNode<double> { Threshold = threshold, Feature = feature, Left = left, Payload = sets.Count };
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
    public void AddWeight(int target, double weight)
    {
        if ((uint)target >= (uint)targets)
            throw new FormatException($"There is no target {target} among {targets}.");
        leafTargets.Add(target);
        if (weightCount == leafWeights.Length)
            leafWeights = Copy(leafWeights, weightCount, 2 * weightCount);
        leafWeights[weightCount++] = weight;
    }

    public (TreeNode<double>[] Nodes, TreeTest[] Tests, double[][] Sets) Nodes()
    {
        Resize(nodeCount);
        return (nodes, tests, sets.ToArray());
    }

    /// <summary>The first node of each tree, and the end of the last.</summary>
    public int[] Ranges() => [.. roots, nodeCount];

    /// <summary>The roots, filled up to whole groups with trees of one leaf without weights, and the steps that each group takes.</summary>
    public (int[] Roots, int[] Steps) Groups(int size)
    {
        int groups = (roots.Count + size - 1) / size;
        var steps = new int[groups];
        for (int tree = 0; tree < depths.Count; tree++)
            steps[tree / size] = Math.Max(steps[tree / size], depths[tree]);
        int[] filled = new int[groups * size];
        int empty = filled.Length > roots.Count ? AddEmptyTree() : 0;
        for (int tree = 0; tree < filled.Length; tree++)
            filled[tree] = tree < roots.Count ? roots[tree] : empty;
        return (filled, steps);
    }

    /// <summary>The weights of the leaves in the densest form that suits them.</summary>
    public (TreeLayout Layout, double[] Weights, int[] Starts, int[] Targets) Leaves()
    {
        bool isSum = aggregate is TreeAggregate.Sum or TreeAggregate.Average;
        if (isSum && targets == 1)
            return (TreeLayout.One, Dense(1), [], []);
        if (isSum && targets <= 4 && isSingle)
            return (TreeLayout.Four, Dense(4), [], []);
        return (TreeLayout.Sparse, Copy(leafWeights, weightCount, weightCount), leafStarts.ToArray(), leafTargets.ToArray());
    }

    int AddEmptyTree()
    {
        int at = AddNodes(1);
        MakeLeaf(at);
        return at;
    }

    void MakeLeaf(int at)
    {
        nodes[at] = new TreeNode<double> { Threshold = double.NaN, Left = at - 1, Payload = leafStarts.Count - 1 };
        leafStarts.Add(weightCount);
    }

    double[] Dense(int width)
    {
        var dense = new double[(leafStarts.Count - 1) * width];
        for (int leaf = 0; leaf + 1 < leafStarts.Count; leaf++)
        {
            for (int i = leafStarts[leaf]; i < leafStarts[leaf + 1]; i++)
            {
                double sum = dense[(leaf * width) + leafTargets[i]] + leafWeights[i];
                dense[(leaf * width) + leafTargets[i]] = isSingle ? (float)sum : sum;
            }
        }
        return dense;
    }

    /// <summary>Adds leaves to be.</summary>
    int AddNodes(int count)
    {
        int at = nodeCount;
        nodeCount += count;
        if (nodeCount > nodes.Length)
            Resize(2 * nodeCount);
        return at;
    }

    void Resize(int length)
    {
        var resized = new TreeNode<double>[length];
        var resizedTests = new TreeTest[length];
        Array.Copy(nodes, resized, Math.Min(length, nodes.Length));
        Array.Copy(tests, resizedTests, Math.Min(length, nodes.Length));
        (nodes, tests) = (resized, resizedTests);
    }

    static double[] Copy(double[] numbers, int count, int length)
    {
        var copy = new double[length];
        Array.Copy(numbers, copy, count);
        return copy;
    }
}
