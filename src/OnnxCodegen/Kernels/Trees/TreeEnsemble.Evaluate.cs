using System;
using System.Numerics;

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
    const int Group = 4;

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
    readonly bool isCareful;
    readonly bool tracksMissing;

    internal TreeEnsemble(TreeBuilder<T> builder)
    {
        (roots, steps) = builder.Groups(Group);
        (nodes, tests, sets) = builder.Nodes();
        (layout, weights, leafStarts, leafTargets) = builder.Leaves();
        aggregate = builder.Aggregate;
        targets = builder.Targets;
        treeCount = builder.Trees;
        groups = steps.Length;
        features = builder.Features;
        isCareful = builder.HasOtherTests;
        tracksMissing = builder.TracksMissing;
    }

    int LeafWidth => layout == TreeLayout.Four ? 4 : 1;

    internal void Evaluate(ReadOnlySpan<T> x, Span<T> y, int length)
    {
        if (length < features)
            throw new ArgumentException($"The trees read {features} features, but rows have {length}.", nameof(x));
        int rows = y.Length / targets;
        if ((long)rows * length > x.Length)
            throw new ArgumentException($"{x.Length} features do not fill {rows} rows of {length}.", nameof(x));
        y.Fill(Start());
        fixed (T* firstX = x)
        fixed (T* firstY = y)
        fixed (T* w = weights)
        fixed (TreeNode<T>* n = nodes)
        fixed (int* r = roots)
        fixed (int* s = steps)
        {
            for (int row = 0; row < rows; row++)
                EvaluateRow(n, r, s, w, firstX + ((nint)row * length), firstY + ((nint)row * targets), length);
        }
        Finish(y);
    }

    void EvaluateRow(TreeNode<T>* n, int* r, int* s, T* w, T* x, T* y, int length)
    {
        if (isCareful || (tracksMissing && HasMissing(x, length)))
            CombineCarefully(n, x, y);
        else if (layout == TreeLayout.One)
            *y = SumOne(n, r, s, w, x);
        else if (layout == TreeLayout.Four)
        {
            System.Runtime.Intrinsics.Vector128<float> sums = SumFour(n, r, s, (float*)w, x);
            Buffer.MemoryCopy(&sums, y, targets * sizeof(float), targets * sizeof(float));
        }
        else
            CombineSparse(n, r, s, x, y);
    }

    void Combine(int leaf, T* y)
    {
        for (int i = leafStarts[leaf]; i < leafStarts[leaf + 1]; i++)
        {
            int target = leafTargets[i];
            y[target] = aggregate switch
            {
                TreeAggregate.Minimum => weights[i] < y[target] ? weights[i] : y[target],
                TreeAggregate.Maximum => weights[i] > y[target] ? weights[i] : y[target],
                _ => y[target] + weights[i],
            };
        }
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
}
