using System.Collections.Generic;

namespace OnnxCodegen.Kernels;

/// <summary>The factors of a length for which there are passes.</summary>
static class FourierRadices
{
    /// <summary>The largest prime with a pass of its own.</summary>
    public const int Largest = 31;

    /// <summary>Fours, a two, then odd primes; none where a larger prime is left.</summary>
    public static int[] Of(int length)
    {
        var radices = new List<int>();
        int rest = length;
        foreach (int radix in (int[])[4, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, Largest])
        {
            for (; rest % radix == 0 && rest > 1; rest /= radix)
                radices.Add(radix);
        }
        return rest == 1 ? [.. radices] : [];
    }
}
