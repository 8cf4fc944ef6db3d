using System.Linq;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The broadcasting of operator versions before 7.</summary>
internal static class LegacyBroadcast
{
    /// <summary>Gives <paramref name="b"/> the axes of length 1 with which numpy's rule aligns it at <paramref name="axis"/> of
    /// <paramref name="a"/>; without an axis it is aligned at the last one.</summary>
    public static Value Align(Value a, Value b, long broadcast, long? axis)
    {
        if (broadcast == 0 || axis is not { } first)
            return b;
        int trailing = a.Rank - Views.Axis(first, a.Rank) - b.Rank;
        return trailing <= 0 ? b : Views.Reshape(b, new Shape(b.Shape.Concat(Enumerable.Repeat(Dim.One, trailing))));
    }
}
