using System;
using System.Runtime.CompilerServices;

namespace OnnxCodegen.Kernels;

/// <content>The walk that knows every test: for ensembles with tests of equality or membership and for rows with missing values.</content>
public sealed unsafe partial class TreeEnsemble<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CombineCarefully(TreeNode<T>* nodes, T* x, T* y)
    {
        for (int tree = 0; tree < roots.Length; tree++)
        {
            int leaf = Leaf(nodes, roots[tree], x);
            if (layout == TreeLayout.Sparse)
                Combine(leaf, y);
            else
                for (int target = 0; target < targets; target++)
                    y[target] += weights[(leaf * LeafWidth) + target];
        }
    }

    int Leaf(TreeNode<T>* nodes, int at, T* x)
    {
        for (TreeTest test = tests[at]; test != TreeTest.Leaf; test = tests[at])
        {
            T value = x[nodes[at].Feature];
            bool left = (test & ~TreeTest.MissingLeft) switch
            {
                TreeTest.LessOrEqual => value <= nodes[at].Threshold,
                TreeTest.Equal => value == nodes[at].Threshold,
                _ => Array.IndexOf(sets[nodes[at].Payload], value) >= 0 && !T.IsNaN(value),
            };
            at = nodes[at].Left + (left || ((test & TreeTest.MissingLeft) != 0 && T.IsNaN(value)) ? 0 : 1);
        }
        return nodes[at].Payload;
    }

    static bool HasMissing(T* x, int length)
    {
        for (int i = 0; i < length; i++)
            if (T.IsNaN(x[i]))
                return true;
        return false;
    }
}
