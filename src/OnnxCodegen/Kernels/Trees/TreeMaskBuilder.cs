using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <summary>Turns trees around for <see cref="TreeMasks{T}"/> where that is faster than walking them.</summary>
sealed class TreeMaskBuilder<T>(TreeNode<T>[] nodes, TreeTest[] tests, int[] roots)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int WordBits = 32;
    const int MaximumWords = 4096;
    const int MaximumFeatures = 1024;
    const int MaximumBlockShift = 6;

    /// <summary>Bytes that a table takes at most.</summary>
    const long MaximumTable = 1 << 20;

    readonly List<Strike> strikes = [];
    readonly List<int> leaves = [];
    readonly List<int> leafStarts = [];
    readonly int[] treeWords = new int[roots.Length - 1];

    readonly record struct Strike(int Feature, T Threshold, int Word, uint Mask);

    readonly record struct Test(int Feature, T Threshold, int From, int To);

    public TreeMaskTables<T>? TryBuild(long walkCost)
    {
        if (treeWords.Length == 0 || (nodes.Length / 2 / WordBits) + treeWords.Length > MaximumWords)
            return null;
        for (int tree = 0; tree < treeWords.Length; tree++)
            AddTree(tree);
        if (leafStarts.Count > MaximumWords)
            return null;
        Strike[][] features = [.. strikes.GroupBy(s => s.Feature).OrderBy(g => g.Key).Select(g => g.OrderBy(s => s.Threshold).ToArray())];
        if (features.Length > MaximumFeatures)
            return null;
        int distinct = features.Sum(of => Distinct(of).Length);
        int shift = Enumerable.Range(0, MaximumBlockShift + 1).MinBy(candidate => Cost(features.Length, distinct, candidate));
        return Cost(features.Length, distinct, shift) < walkCost ? Tables(features, shift) : null;
    }

    int Stride => (leafStarts.Count + Vector256<uint>.Count - 1) / Vector256<uint>.Count * Vector256<uint>.Count;

    /// <summary>The cycles that a row takes, roughly. A loop of an unknown number of turns ends with a branch that is predicted wrongly.</summary>
    long Cost(int features, int distinct, int shift)
    {
        const int branch = 20;
        long table = ((distinct >> shift) + features) * Stride * (long)sizeof(uint);
        if (table > MaximumTable)
            return long.MaxValue;
        long ranks = (features * 10) + (distinct / 4);
        long intersections = (long)features * Stride / Vector256<uint>.Count;
        long struck = shift == 0 ? 0 : features * (branch + ((long)strikes.Count * (1 << shift) / Math.Max(1, distinct)));
        long reached = treeWords.Length * (leafStarts.Count > treeWords.Length ? branch : 4);
        return ranks + intersections + struck + reached;
    }

    static T[] Distinct(Strike[] strikes) => [.. strikes.Select(s => s.Threshold).Distinct()];

    TreeMaskTables<T> Tables(Strike[][] features, int shift)
    {
        var thresholds = new List<T>();
        var table = new List<uint>();
        var strikeStarts = new List<int>();
        int[] thresholdStarts = new int[features.Length], thresholdCounts = new int[features.Length], tableStarts = new int[features.Length],
            strikesOf = new int[features.Length];
        int strike = 0;
        for (int i = 0; i < features.Length; i++)
        {
            T[] distinct = Distinct(features[i]);
            thresholdStarts[i] = thresholds.Count;
            thresholdCounts[i] = distinct.Length;
            tableStarts[i] = table.Count / Stride;
            strikesOf[i] = strikeStarts.Count;
            thresholds.AddRange(distinct);
            while (thresholds.Count % Vector256<T>.Count != 0)
                thresholds.Add(T.NaN);
            uint[] left = new uint[Stride];
            Array.Fill(left, uint.MaxValue);
            int at = 0;
            for (int rank = 0; rank <= distinct.Length; rank++)
            {
                strikeStarts.Add(strike + at);
                if (rank % (1 << shift) == 0)
                    table.AddRange(left);
                for (; rank < distinct.Length && at < features[i].Length && features[i][at].Threshold.Equals(distinct[rank]); at++)
                    left[features[i][at].Word] &= features[i][at].Mask;
            }
            strike += at;
        }
        return new TreeMaskTables<T>
        {
            Features = [.. features.Select(of => of[0].Feature)],
            Thresholds = [.. thresholds],
            ThresholdStarts = thresholdStarts,
            ThresholdCounts = thresholdCounts,
            Table = [.. table],
            TableStarts = tableStarts,
            Stride = Stride,
            BlockShift = shift,
            StrikesOf = strikesOf,
            StrikeStarts = [.. strikeStarts],
            StrikeWords = [.. features.SelectMany(of => of).Select(s => s.Word)],
            StrikeMasks = [.. features.SelectMany(of => of).Select(s => s.Mask)],
            TreeWords = treeWords,
            LeafStarts = [.. leafStarts],
            Leaves = [.. leaves],
        };
    }

    void AddTree(int tree)
    {
        int firstWord = leafStarts.Count;
        int firstLeaf = leaves.Count;
        treeWords[tree] = firstWord;
        foreach (Test test in TestsOf(roots[tree]))
            AddStrikes(test, firstWord, firstLeaf);
        for (int leaf = firstLeaf; leaf < leaves.Count; leaf += WordBits)
            leafStarts.Add(leaf);
    }

    /// <summary>A failed test strikes out the leaves below its left child.</summary>
    void AddStrikes(Test test, int firstWord, int firstLeaf)
    {
        for (int leaf = test.From; leaf < test.To;)
        {
            int word = (leaf - firstLeaf) / WordBits;
            int bit = (leaf - firstLeaf) % WordBits;
            int count = Math.Min(test.To - leaf, WordBits - bit);
            uint bits = (uint)((1UL << count) - 1) << bit;
            strikes.Add(new Strike(test.Feature, test.Threshold, firstWord + word, ~bits));
            leaf += count;
        }
    }

    /// <summary>Adds the leaves of a tree from left to right; the tests with the range of leaves below their left children.</summary>
    List<Test> TestsOf(int root)
    {
        var found = new List<Test>();
        var open = new Stack<(int At, int From)>();
        open.Push((root, -1));
        while (open.TryPop(out (int At, int From) top))
        {
            TreeNode<T> node = nodes[top.At];
            if (top.From >= 0)
            {
                found.Add(new Test(node.Feature, node.Threshold, top.From, leaves.Count));
                open.Push((node.Left + 1, -1));
            }
            else if (tests[top.At] == TreeTest.Leaf)
                leaves.Add(node.Payload);
            else
            {
                open.Push((top.At, leaves.Count));
                open.Push((node.Left, -1));
            }
        }
        return found;
    }
}
