using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <summary>Turns trees around for <see cref="TreeMasks{T}"/> where that is faster than walking them.</summary>
sealed class TreeMaskBuilder(TreeNode<double>[] nodes, TreeTest[] tests, int[] roots)
{
    /// <summary>Thresholds of a feature are filled up to multiples of this: whole vectors of floats and of doubles.</summary>
    const int Group = 8;

    const int MaximumWords = 4096;
    const int MaximumFeatures = 1024;
    const int MaximumBlockShift = 6;

    /// <summary>Bytes that a table takes at most.</summary>
    const long MaximumTable = 1 << 20;

    readonly TreeStrikes strikes = new();
    readonly int[] treeWords = new int[roots.Length - 1];

    /// <summary>The strikes by feature and rising threshold.</summary>
    int[] sorted = [];

    public TreeMaskTables? TryBuild(long walkCost)
    {
        if (treeWords.Length == 0 || (nodes.Length / 2 / TreeStrikes.WordBits) + treeWords.Length > MaximumWords)
            return null;
        for (int tree = 0; tree < treeWords.Length; tree++)
        {
            treeWords[tree] = strikes.Words;
            strikes.AddTree(nodes, tests, roots[tree]);
        }
        if (strikes.Words > MaximumWords)
            return null;
        sorted = Sorted();
        (int features, int thresholds) = Count();
        if (features > MaximumFeatures)
            return null;
        int shift = 0;
        for (int candidate = 1; candidate <= MaximumBlockShift; candidate++)
            shift = Cost(features, thresholds, candidate) < Cost(features, thresholds, shift) ? candidate : shift;
        return Cost(features, thresholds, shift) < walkCost ? Tables(features, thresholds, shift) : null;
    }

    int Stride => (strikes.Words + Vector256<uint>.Count - 1) / Vector256<uint>.Count * Vector256<uint>.Count;

    int[] Sorted()
    {
        int[] order = new int[strikes.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, new ByThreshold(nodes, strikes));
        return order;
    }

    sealed class ByThreshold(TreeNode<double>[] nodes, TreeStrikes strikes) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            TreeNode<double> a = nodes[strikes.TestNode(x)];
            TreeNode<double> b = nodes[strikes.TestNode(y)];
            int order = a.Feature != b.Feature ? a.Feature.CompareTo(b.Feature) : a.Threshold.CompareTo(b.Threshold);
            return order != 0 ? order : x.CompareTo(y);
        }
    }

    /// <summary>The cycles that a row takes, roughly. A loop of an unknown number of turns ends with a branch that is predicted wrongly.</summary>
    long Cost(int features, int thresholds, int shift)
    {
        const int branch = 20;
        long table = ((thresholds >> shift) + features) * Stride * (long)sizeof(uint);
        if (table > MaximumTable)
            return long.MaxValue;
        long ranks = (features * 10) + (thresholds / 4);
        long intersections = (long)features * Stride / Vector256<uint>.Count;
        long struck = shift == 0 ? 0 : features * (branch + ((long)strikes.Count * (1 << shift) / Math.Max(1, thresholds)));
        long reached = treeWords.Length * (strikes.Words > treeWords.Length ? branch : 4);
        return ranks + intersections + struck + reached;
    }

    (int Features, int Thresholds) Count()
    {
        int features = 0, thresholds = 0;
        for (int at = 0; at < sorted.Length;)
        {
            features++;
            for (int end = EndOfFeature(at); at < end; at = EndOfThreshold(at, end))
                thresholds++;
        }
        return (features, thresholds);
    }

    TreeNode<double> Node(int at) => nodes[strikes.TestNode(sorted[at])];

    int EndOfFeature(int at)
    {
        int end = at + 1;
        while (end < sorted.Length && Node(end).Feature == Node(at).Feature)
            end++;
        return end;
    }

    int EndOfThreshold(int at, int endOfFeature)
    {
        int end = at + 1;
        while (end < endOfFeature && Node(end).Threshold.Equals(Node(at).Threshold))
            end++;
        return end;
    }

    TreeMaskTables Tables(int features, int thresholds, int shift)
    {
        var tables = new TreeMaskTables
        {
            Features = new int[features],
            Thresholds = new double[thresholds + (features * (Group - 1))],
            ThresholdStarts = new int[features],
            ThresholdCounts = new int[features],
            Table = new uint[((thresholds >> shift) + features) * Stride],
            TableStarts = new int[features],
            Stride = Stride,
            BlockShift = shift,
            StrikesOf = new int[features],
            StrikeStarts = new int[thresholds + features],
            StrikeWords = new int[sorted.Length],
            StrikeMasks = new uint[sorted.Length],
            TreeWords = treeWords,
            LeafStarts = strikes.LeafStarts,
            Leaves = strikes.Leaves,
        };
        for (int at = 0; at < sorted.Length; at++)
        {
            tables.StrikeWords[at] = strikes.Word(sorted[at]);
            tables.StrikeMasks[at] = strikes.Mask(sorted[at]);
        }
        Fill(tables);
        return tables;
    }

    void Fill(TreeMaskTables tables)
    {
        for (int i = 0; i < tables.Thresholds.Length; i++)
            tables.Thresholds[i] = double.NaN;
        int at = 0, strikeStart = 0, threshold = 0, row = 0;
        for (int i = 0; i < tables.Features.Length; i++)
        {
            tables.Features[i] = Node(at).Feature;
            tables.ThresholdStarts[i] = threshold;
            tables.TableStarts[i] = row;
            tables.StrikesOf[i] = strikeStart;
            int count = FillFeature(tables, i, ref at);
            tables.ThresholdCounts[i] = count;
            threshold += (count + Group - 1) / Group * Group;
            strikeStart += count + 1;
            row += (count >> tables.BlockShift) + 1;
        }
    }

    /// <summary>Fills in the thresholds of a feature, the first strike of each and the leaves left behind every block; their number.</summary>
    int FillFeature(TreeMaskTables tables, int feature, ref int at)
    {
        int end = EndOfFeature(at);
        uint[] left = new uint[tables.Stride];
        for (int word = 0; word < left.Length; word++)
            left[word] = uint.MaxValue;
        for (int rank = 0; ; rank++)
        {
            tables.StrikeStarts[tables.StrikesOf[feature] + rank] = at;
            if (rank % (1 << tables.BlockShift) == 0)
                left.CopyTo(tables.Table, (tables.TableStarts[feature] + (rank >> tables.BlockShift)) * tables.Stride);
            if (at == end)
                return rank;
            tables.Thresholds[tables.ThresholdStarts[feature] + rank] = Node(at).Threshold;
            for (int next = EndOfThreshold(at, end); at < next; at++)
                left[tables.StrikeWords[at]] &= tables.StrikeMasks[at];
        }
    }
}
