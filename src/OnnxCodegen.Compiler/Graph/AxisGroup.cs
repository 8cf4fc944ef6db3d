using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>Neighbouring axes of a shape, and of another shape of as many elements, that hold the same elements in row-major order. Axes
/// of length 1 belong to no group.</summary>
internal sealed record AxisGroup(IReadOnlyList<int> From, IReadOnlyList<int> To)
{
    /// <summary>The shortest groups, in order; null where they cannot be told.</summary>
    public static IReadOnlyList<AxisGroup>? Of(Shape from, Shape to)
    {
        int[] fromAxes = Enumerable.Range(0, from.Rank).Where(a => from[a] != Dim.One).ToArray();
        int[] toAxes = Enumerable.Range(0, to.Rank).Where(a => to[a] != Dim.One).ToArray();
        var groups = new List<AxisGroup>();
        int i = 0;
        int j = 0;
        while (i < fromAxes.Length && j < toAxes.Length)
        {
            if (Next(from, fromAxes, i, to, toAxes, j) is not { } group)
                return null;
            groups.Add(group);
            i += group.From.Count;
            j += group.To.Count;
        }
        return i == fromAxes.Length && j == toAxes.Length ? groups : null;
    }

    static AxisGroup? Next(Shape from, int[] fromAxes, int i, Shape to, int[] toAxes, int j)
    {
        Dim left = Dim.One;
        for (int a = i; a < fromAxes.Length; a++)
        {
            left *= from[fromAxes[a]];
            Dim right = Dim.One;
            for (int b = j; b < toAxes.Length; b++)
            {
                right *= to[toAxes[b]];
                if (left == right)
                    return new AxisGroup(fromAxes.Skip(i).Take(a + 1 - i).ToArray(), toAxes.Skip(j).Take(b + 1 - j).ToArray());
            }
        }
        return null;
    }
}
