using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Kernels;

/// <content>Rows by <see cref="TreeMasks{T}"/>; the leaves are combined in the order of the trees, as by the walks.</content>
public sealed unsafe partial class TreeEnsemble<T>
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CombineMasked(TreeMasks<T> masks, T* weights, T* x, T* y, int length, int rows)
    {
        int trees = masks.Trees;
        uint* scratch = stackalloc uint[masks.ScratchWords];
        int* reached = stackalloc int[trees];
        for (int row = 0; row < rows; row++, x += length, y += targets)
        {
            masks.Find(x, scratch, reached);
            if (layout == TreeLayout.One)
            {
                T sum = T.Zero;
                for (int tree = 0; tree < trees; tree++)
                    sum += weights[reached[tree]];
                *y = sum;
            }
            else if (layout == TreeLayout.Four)
            {
                Vector128<float> sum = default;
                for (int tree = 0; tree < trees; tree++)
                    sum += ((Vector128<float>*)weights)[reached[tree]];
                for (int target = 0; target < targets; target++)
                    ((float*)y)[target] = sum[target];
            }
            else
            {
                for (int tree = 0; tree < trees; tree++)
                    Combine(reached[tree], y);
            }
        }
    }
}
