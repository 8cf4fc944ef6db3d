using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <summary>Small trees turned around: all tests of a feature by rising threshold. A test that a row fails strikes out the leaves to its
/// left, and the leftmost leaf that is left is the one that the row reaches (QuickScorer; Lucchese et al., SIGIR 2015).</summary>
sealed unsafe class TreeMasks<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int MaximumLeaves = 64;
    const int MaximumTrees = 1024;

    // Cycles, roughly: a failed test, the end of a feature's tests (a branch that is predicted wrongly), a tree, a step of a group of trees.
    const int TestCost = 2;
    const int FeatureCost = 20;
    const int TreeCost = 4;
    const int StepCost = 27;

    readonly int[] features;
    readonly int[] starts;
    readonly T[] thresholds;
    readonly int[] trees;
    readonly ulong[] masks;
    readonly int[] leafStarts;
    readonly int[] leaves;

    TreeMasks(IReadOnlyList<Entry> entries, int[] leafStarts, int[] leaves)
    {
        Entry[] sorted = [.. entries.OrderBy(e => e.Feature).ThenBy(e => e.Threshold)];
        features = [.. sorted.Select(e => e.Feature).Distinct()];
        starts = [.. features.Select(feature => Array.FindIndex(sorted, e => e.Feature == feature)), sorted.Length];
        thresholds = [.. sorted.Select(e => e.Threshold)];
        trees = [.. sorted.Select(e => e.Tree)];
        masks = [.. sorted.Select(e => e.Mask)];
        this.leafStarts = leafStarts;
        this.leaves = leaves;
    }

    readonly record struct Entry(int Feature, T Threshold, int Tree, ulong Mask);

    public int Trees => leafStarts.Length;

    /// <summary>The form of trees that compare by ≤ alone; null where a tree has too many leaves or walking is faster.</summary>
    /// <param name="nodes">The nodes of all trees, one tree after the other.</param>
    /// <param name="roots">The first node of each tree, and the end of the last.</param>
    /// <param name="steps">The steps that a walk takes in each group of trees.</param>
    public static TreeMasks<T>? TryMake(TreeNode<T>[] nodes, TreeTest[] tests, ReadOnlySpan<int> roots, int[] steps)
    {
        int count = roots.Length - 1;
        if (count is 0 or > MaximumTrees)
            return null;
        var entries = new List<Entry>();
        var leaves = new List<int>();
        var leafStarts = new int[count];
        for (int tree = 0; tree < count; tree++)
        {
            if (((roots[tree + 1] - roots[tree] + 1) / 2) > MaximumLeaves)
                return null;
            leafStarts[tree] = leaves.Count;
            Add(nodes, tests, roots[tree], tree, leafStarts[tree], entries, leaves);
        }
        long cost = (TestCost * entries.Count / 2) + (FeatureCost * entries.Select(e => e.Feature).Distinct().Count()) + (TreeCost * count);
        return cost < StepCost * steps.Sum(n => (long)n) ? new TreeMasks<T>(entries, leafStarts, [.. leaves]) : null;
    }

    /// <summary>Finds the leaf of each tree that a row reaches.</summary>
    /// <param name="left">Memory for one number a tree.</param>
    /// <param name="reached">Receives the numbers of the leaves.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(T* x, ulong* left, int* reached)
    {
        new Span<ulong>(left, leafStarts.Length).Fill(ulong.MaxValue);
        fixed (T* threshold = thresholds)
        fixed (int* tree = trees)
        fixed (ulong* mask = masks)
        {
            for (int i = 0; i < features.Length; i++)
            {
                T value = x[features[i]];
                int end = starts[i + 1];
                for (int test = starts[i]; test < end && !(value <= threshold[test]); test++)
                    left[tree[test]] &= mask[test];
            }
        }
        fixed (int* start = leafStarts)
        fixed (int* leaf = leaves)
        {
            for (int i = 0; i < leafStarts.Length; i++)
                reached[i] = leaf[start[i] + BitOperations.TrailingZeroCount(left[i])];
        }
    }

    /// <summary>Numbers the leaves below a node from left to right and adds its tests. The tree has few leaves, so it is not deep.</summary>
    static void Add(TreeNode<T>[] nodes, TreeTest[] tests, int at, int tree, int firstLeaf, List<Entry> entries, List<int> leaves)
    {
        if (tests[at] == TreeTest.Leaf)
        {
            leaves.Add(nodes[at].Payload);
            return;
        }
        int before = leaves.Count - firstLeaf;
        Add(nodes, tests, nodes[at].Left, tree, firstLeaf, entries, leaves);
        int after = leaves.Count - firstLeaf;
        ulong below = (after == MaximumLeaves ? 0 : 1UL << after) - (1UL << before);
        entries.Add(new Entry(nodes[at].Feature, nodes[at].Threshold, tree, ~below));
        Add(nodes, tests, nodes[at].Left + 1, tree, firstLeaf, entries, leaves);
    }
}
