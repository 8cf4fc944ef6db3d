using System.Collections.Generic;

namespace OnnxCodegen.Kernels;

/// <summary>A stack of pairs of numbers. A list of numbers starts without being compiled, unlike collections of structs.</summary>
sealed class IntegerPairs
{
    readonly List<int> numbers = [];

    public bool IsEmpty => numbers.Count == 0;

    public void Push(int first, int second)
    {
        numbers.Add(first);
        numbers.Add(second);
    }

    public void Pop(out int first, out int second)
    {
        first = numbers[^2];
        second = numbers[^1];
        numbers.RemoveRange(numbers.Count - 2, 2);
    }
}
