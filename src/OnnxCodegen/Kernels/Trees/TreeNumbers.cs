using System.Numerics;

namespace OnnxCodegen.Kernels;

/// <summary>Trees are read and arranged in doubles, which hold every float, by code that is compiled ahead; the walks take their own type.</summary>
static class TreeNumbers
{
    /// <typeparam name="T">Float or double.</typeparam>
    public static T[] Of<T>(double[] numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return (T[])(object)numbers;
        var singles = new float[numbers.Length];
        for (int i = 0; i < singles.Length; i++)
            singles[i] = (float)numbers[i];
        return (T[])(object)singles;
    }

    /// <inheritdoc cref="Of{T}(double[])"/>
    public static TreeNode<T>[] Of<T>(TreeNode<double>[] nodes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return (TreeNode<T>[])(object)nodes;
        var singles = new TreeNode<float>[nodes.Length];
        for (int i = 0; i < singles.Length; i++)
            singles[i] = new TreeNode<float> { Threshold = (float)nodes[i].Threshold, Feature = nodes[i].Feature, Left = nodes[i].Left, Payload = nodes[i].Payload };
        return (TreeNode<T>[])(object)singles;
    }
}
