using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <content>The walks without branches: several trees at a time, as many steps as the deepest of them has; leaves lead to themselves.
/// Every row takes the trees in their order.</content>
public sealed unsafe partial class TreeEnsemble<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The nodes of all trees, the roots in groups, the steps of each group and the weights of the leaves.</summary>
    readonly struct Walk(TreeNode<T>* nodes, int* roots, int* steps, T* weights, int groups)
    {
        public readonly TreeNode<T>* Nodes = nodes;
        public readonly int* Roots = roots;
        public readonly int* Steps = steps;
        public readonly T* Weights = weights;
        public readonly int Groups = groups;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Step(TreeNode<T>* nodes, int at, T* x) => nodes[at].Left + (x[nodes[at].Feature] <= nodes[at].Threshold ? 0 : 1);

    /// <summary>Finds the leaves that the trees of a group give a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Descend(TreeNode<T>* nodes, int* roots, int steps, T* x, int* leaves)
    {
        int a = roots[0], b = roots[1], c = roots[2], d = roots[3], e = roots[4], f = roots[5], g = roots[6], h = roots[7];
        for (; steps > 0; steps--)
        {
            a = Step(nodes, a, x);
            b = Step(nodes, b, x);
            c = Step(nodes, c, x);
            d = Step(nodes, d, x);
            e = Step(nodes, e, x);
            f = Step(nodes, f, x);
            g = Step(nodes, g, x);
            h = Step(nodes, h, x);
        }
        leaves[0] = nodes[a].Payload;
        leaves[1] = nodes[b].Payload;
        leaves[2] = nodes[c].Payload;
        leaves[3] = nodes[d].Payload;
        leaves[4] = nodes[e].Payload;
        leaves[5] = nodes[f].Payload;
        leaves[6] = nodes[g].Payload;
        leaves[7] = nodes[h].Payload;
    }

    /// <summary>The sums over the trees for one target: each leaf has one weight.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SumOne(in Walk walk, T* x, T* y, int length, int rows)
    {
        int* leaves = stackalloc int[Group];
        T* weights = walk.Weights;
        for (int group = 0; group < walk.Groups; group++)
        {
            T* features = x;
            for (int row = 0; row < rows; row++, features += length)
            {
                Descend(walk.Nodes, walk.Roots + (group * Group), walk.Steps[group], features, leaves);
                T sum = y[row];
                for (int i = 0; i < Group; i++)
                    sum += weights[leaves[i]];
                y[row] = sum;
            }
        }
    }

    /// <summary>The sums over the trees for up to four targets: each leaf has four weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void SumFour(in Walk walk, T* x, float* y, int length, int rows)
    {
        int* leaves = stackalloc int[Group];
        Vector128<float>* sums = stackalloc Vector128<float>[rows];
        var weights = (Vector128<float>*)walk.Weights;
        for (int group = 0; group < walk.Groups; group++)
        {
            T* features = x;
            for (int row = 0; row < rows; row++, features += length)
            {
                Descend(walk.Nodes, walk.Roots + (group * Group), walk.Steps[group], features, leaves);
                Vector128<float> sum = sums[row];
                for (int i = 0; i < Group; i++)
                    sum += weights[leaves[i]];
                sums[row] = sum;
            }
        }
        for (int row = 0; row < rows; row++)
            for (int target = 0; target < targets; target++)
                y[(row * targets) + target] = sums[row][target];
    }

    /// <summary>Combines the leaves of all trees into rows of targets.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CombineSparse(in Walk walk, T* x, T* y, int length, int rows)
    {
        int* leaves = stackalloc int[Group];
        for (int group = 0; group < walk.Groups; group++)
        {
            T* features = x;
            T* sums = y;
            for (int row = 0; row < rows; row++, features += length, sums += targets)
            {
                Descend(walk.Nodes, walk.Roots + (group * Group), walk.Steps[group], features, leaves);
                for (int i = 0; i < Group; i++)
                    Combine(leaves[i], sums);
            }
        }
    }
}
