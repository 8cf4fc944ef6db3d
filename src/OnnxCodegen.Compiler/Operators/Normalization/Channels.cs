using System.Linq;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Vectors of one number per channel, the axis 1 of images.</summary>
internal static class Channels
{
    /// <summary>A vector over the channels in a shape that broadcasts to <paramref name="x"/>; a tensor of more axes stays as it is.</summary>
    public static Value Align(Value vector, Value x) => vector.Rank == 1 ? Align(vector, x.Rank) : vector;

    /// <summary>A vector over the channels as [C, 1, …, 1]; a scalar or a vector of one element becomes a scalar.</summary>
    public static Value Align(Value vector, int rank) =>
        vector.Rank == 0 || rank <= 2 ? vector
        : Views.Reshape(vector, new Shape(new[] { vector.Shape[0] }.Concat(Enumerable.Repeat(Dim.One, rank - 2))));

    /// <summary>y + bias per channel, where there is a bias.</summary>
    public static Value Biased(Value y, Value? bias) => bias is null ? y : y + Align(bias, y);
}
