using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <content>The walks without branches: four trees at a time, as many steps as the deepest of them has; leaves lead to themselves.</content>
public sealed unsafe partial class TreeEnsemble<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Step(TreeNode<T>* nodes, int at, T* x) => nodes[at].Left + (x[nodes[at].Feature] <= nodes[at].Threshold ? 0 : 1);

    /// <summary>The leaves that four trees give a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Descend(TreeNode<T>* nodes, int* roots, int steps, T* x, out int a, out int b, out int c, out int d)
    {
        a = roots[0];
        b = roots[1];
        c = roots[2];
        d = roots[3];
        for (; steps > 0; steps--)
        {
            a = Step(nodes, a, x);
            b = Step(nodes, b, x);
            c = Step(nodes, c, x);
            d = Step(nodes, d, x);
        }
        a = nodes[a].Payload;
        b = nodes[b].Payload;
        c = nodes[c].Payload;
        d = nodes[d].Payload;
    }

    /// <summary>The sum over the trees for one target: each leaf has one weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    T SumOne(TreeNode<T>* nodes, int* roots, int* steps, T* weights, T* x)
    {
        T sum = T.Zero;
        for (int group = 0; group < groups; group++, roots += Group)
        {
            Descend(nodes, roots, steps[group], x, out int a, out int b, out int c, out int d);
            sum = sum + weights[a] + weights[b] + weights[c] + weights[d];
        }
        return sum;
    }

    /// <summary>The sums over the trees for up to four targets: each leaf has four weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    Vector128<float> SumFour(TreeNode<T>* nodes, int* roots, int* steps, float* weights, T* x)
    {
        var four = (Vector128<float>*)weights;
        Vector128<float> sum = Vector128<float>.Zero;
        for (int group = 0; group < groups; group++, roots += Group)
        {
            Descend(nodes, roots, steps[group], x, out int a, out int b, out int c, out int d);
            sum = sum + four[a] + four[b] + four[c] + four[d];
        }
        return sum;
    }

    /// <summary>Combines the leaves of all trees into a row of targets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CombineSparse(TreeNode<T>* nodes, int* roots, int* steps, T* x, T* y)
    {
        for (int group = 0; group < groups; group++, roots += Group)
        {
            Descend(nodes, roots, steps[group], x, out int a, out int b, out int c, out int d);
            Combine(a, y);
            Combine(b, y);
            Combine(c, y);
            Combine(d, y);
        }
    }
}
