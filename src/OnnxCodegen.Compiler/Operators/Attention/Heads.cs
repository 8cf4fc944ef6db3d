using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The heads of attention as an axis of their own: [N, heads, length, size].</summary>
internal static class Heads
{
    /// <summary>[N, length, heads · size] or [N, heads, length, size] as the latter.</summary>
    public static Value Split(Value x, long? heads)
    {
        if (x.Rank == 4)
            return x;
        if (x.Rank != 3 || heads is not { } count || count == 0)
            throw new ModelException($"The heads of a tensor {x.Shape} are not known.");
        return Views.Permute(Views.Reshape(x, x.Shape[0], x.Shape[1], count, x.Shape[2] / count), new[] { 0, 2, 1, 3 });
    }

    /// <summary>[N, length, heads · <paramref name="size"/>] as [N, heads, length, size].</summary>
    public static Value SplitBySize(Value x, Dim size) =>
        Views.Permute(Views.Reshape(x, x.Shape[0], x.Shape[1], x.Shape[2] / size, size), new[] { 0, 2, 1, 3 });

    /// <summary>[N, heads, length, size] as [N, length, heads · size].</summary>
    public static Value Join(Value x) =>
        Views.Reshape(Views.Permute(x, new[] { 0, 2, 1, 3 }), x.Shape[0], x.Shape[2], x.Shape[1] * x.Shape[3]);

    /// <summary>Fewer heads than the given number are shared by as many neighbours.</summary>
    public static Value Repeat(Value x, int axis, Dim heads)
    {
        Dim count = x.Shape[axis];
        if (count == heads || !count.IsConstant || !heads.IsConstant || count.Value >= heads.Value)
            return x;
        if (count.Value == 0 || heads.Value % count.Value != 0)
            throw new ModelException($"{heads} heads cannot share {count} alike.");
        Value apart = Views.Unsqueeze(x, axis + 1);
        return Views.Reshape(Views.Expand(apart, apart.Shape.With(axis + 1, heads / count)), x.Shape.With(axis, heads));
    }

    /// <summary>The product of x [N, H, m, r] and y [N, h, …] over an axis of y, where H / h heads of x share each head of y: [N, H, m, n].</summary>
    /// <param name="axis">The summed axis of y: 2 or 3.</param>
    public static Value Product(Value x, Value y, int axis)
    {
        Dim shared = y.Shape[1];
        Value grouped = x.Shape[1] == shared ? x : Views.Reshape(x, x.Shape[0], shared, x.Shape[1] / shared * x.Shape[2], x.Shape[3]);
        Value product = Contractions.Contract(grouped, y, new[] { 0, 1 }, new[] { 0, 1 }, new[] { 3 }, new[] { axis });
        return Views.Reshape(product, new Shape(x.Shape.Take(3).Append(y.Shape[5 - axis])));
    }
}
