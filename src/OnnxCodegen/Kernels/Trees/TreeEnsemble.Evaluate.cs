using System;
using System.Numerics;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>How the weights of the leaves lie in memory.</summary>
enum TreeLayout
{
    /// <summary>One weight for each leaf.</summary>
    One,

    /// <summary>Four floats for each leaf, the last ones 0 where there are fewer targets.</summary>
    Four,

    /// <summary>For each leaf a run of targets and weights.</summary>
    Sparse,
}

/// <summary>An ensemble of decision trees.</summary>
/// <typeparam name="T">The type of thresholds, weights and sums.</typeparam>
public sealed unsafe partial class TreeEnsemble<T>
{
    /// <summary>Trees that are descended at the same time.</summary>
    const int Group = 8;

    /// <summary>Rows that a group of trees is applied to while its nodes are in the cache.</summary>
    const int BlockRows = 64;

    /// <summary>The cycles of a step of a group of trees, roughly.</summary>
    const int StepCost = 27;

    /// <summary>Steps of descents that are worth a part of a parallel loop.</summary>
    const int PartSteps = 1 << 14;

    readonly TreeNode<T>[] nodes;
    readonly TreeTest[] tests;
    readonly T[][] sets;
    readonly int[] roots;
    readonly int[] steps;
    readonly TreeLayout layout;
    readonly T[] weights;
    readonly int[] leafStarts;
    readonly int[] leafTargets;
    readonly TreeAggregate aggregate;
    readonly int targets;
    readonly int treeCount;
    readonly int groups;
    readonly int features;
    readonly int partRows;
    readonly TreeMasks<T>? masks;
    readonly bool isCareful;
    readonly bool tracksMissing;

    internal TreeEnsemble(TreeBuilder builder)
    {
        int[] trees = builder.Ranges();
        (roots, steps) = builder.Groups(Group);
        (TreeNode<double>[] arranged, tests, double[][] members) = builder.Nodes();
        nodes = TreeNumbers.Of<T>(arranged);
        sets = new T[members.Length][];
        for (int set = 0; set < sets.Length; set++)
            sets[set] = TreeNumbers.Of<T>(members[set]);
        (layout, double[] leafWeights, leafStarts, leafTargets) = builder.Leaves();
        weights = TreeNumbers.Of<T>(leafWeights);
        aggregate = builder.Aggregate;
        targets = builder.Targets;
        treeCount = builder.Trees;
        groups = steps.Length;
        features = builder.Features;
        isCareful = builder.HasOtherTests;
        tracksMissing = builder.TracksMissing;
        long allSteps = 0;
        foreach (int count in steps)
            allSteps += count;
        masks = isCareful ? null : TreeMasks<T>.TryMake(arranged, tests, trees, StepCost * allSteps);
        partRows = (int)(PartSteps / (1 + (Group * allSteps)) / BlockRows * BlockRows) + BlockRows;
    }

    int LeafWidth => layout == TreeLayout.Four ? 4 : 1;

    internal void Evaluate(Workers workers, ReadOnlySpan<T> x, Span<T> y, int length)
    {
        if (length < features)
            throw new ArgumentException($"The trees read {features} features, but rows have {length}.", nameof(x));
        int rows = y.Length / targets;
        if ((long)rows * length > x.Length)
            throw new ArgumentException($"{x.Length} features do not fill {rows} rows of {length}.", nameof(x));
        T start = Start();
        foreach (ref T element in y)
            element = start;
        fixed (T* firstX = x)
        fixed (T* firstY = y)
        fixed (T* w = weights)
        fixed (TreeNode<T>* n = nodes)
        fixed (int* r = roots)
        fixed (int* s = steps)
        {
            Rows body = new(this, new Walk(n, r, s, w, groups), firstX, firstY, length, rows);
            workers.For(ref body, (rows + partRows - 1) / partRows);
        }
        Finish(y);
    }

    T Start() => aggregate switch
    {
        TreeAggregate.Minimum => T.PositiveInfinity,
        TreeAggregate.Maximum => T.NegativeInfinity,
        _ => T.Zero,
    };

    /// <summary>Averages divide by the number of trees; a target without any weight is 0.</summary>
    void Finish(Span<T> y)
    {
        if (aggregate == TreeAggregate.Sum)
            return;
        T count = T.CreateChecked(treeCount);
        foreach (ref T element in y)
            element = aggregate == TreeAggregate.Average ? element / count : T.IsInfinity(element) ? T.Zero : element;
    }

    /// <summary>Rows as parts of a parallel loop.</summary>
    readonly struct Rows(TreeEnsemble<T> trees, Walk walk, T* x, T* y, int length, int rows) : IParallelBody
    {
        public void Invoke(int part)
        {
            int end = Math.Min(rows, (part + 1) * trees.partRows);
            for (int row = part * trees.partRows; row < end; row += BlockRows)
                trees.EvaluateBlock(walk, x + ((nint)row * length), y + ((nint)row * trees.targets), length, Math.Min(BlockRows, end - row));
        }
    }

    void EvaluateBlock(in Walk walk, T* x, T* y, int length, int rows)
    {
        if (isCareful || (tracksMissing && HasMissing(x, rows * length)))
        {
            for (int row = 0; row < rows; row++)
                CombineCarefully(walk.Nodes, x + ((nint)row * length), y + ((nint)row * targets));
        }
        else if (masks is not null)
            CombineMasked(masks, walk.Weights, x, y, length, rows);
        else if (layout == TreeLayout.One)
            SumOne(walk, x, y, length, rows);
        else if (layout == TreeLayout.Four)
            SumFour(walk, x, (float*)y, length, rows);
        else
            CombineSparse(walk, x, y, length, rows);
    }

    void Combine(int leaf, T* y)
    {
        int end = leafStarts[leaf + 1];
        if (aggregate is TreeAggregate.Sum or TreeAggregate.Average)
        {
            for (int i = leafStarts[leaf]; i < end; i++)
                y[leafTargets[i]] += weights[i];
            return;
        }
        for (int i = leafStarts[leaf]; i < end; i++)
        {
            ref T extremum = ref y[leafTargets[i]];
            if (aggregate == TreeAggregate.Minimum ? weights[i] < extremum : weights[i] > extremum)
                extremum = weights[i];
        }
    }
}
