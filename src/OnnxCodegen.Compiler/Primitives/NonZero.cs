using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>The coordinates of the nonzero elements in row-major order, as int64 of shape [<see cref="Count"/>, rank].</summary>
internal sealed record NonZero(Symbol Count) : Primitive
{
    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) =>
        Types(ElementType.Int64, Shape.Of(Dim.Of(Count), inputs[0].Rank));

    /// <summary>The length depends on data, so it is never computed while the graph is built.</summary>
    public override bool IsPure => false;

    public override IReadOnlyList<Symbol> Counts => new[] { Count };

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        var found = new List<long>();
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(x.Dims))
        {
            if (IsNonZero(x.Data.GetValue(position++)!))
                found.AddRange(coordinate);
        }
        long count = x.Rank == 0 ? 0 : found.Count / x.Rank;
        return new[] { new Tensor(ElementType.Int64, new[] { count, x.Rank }, found.ToArray()) };
    }

    static bool IsNonZero(object element) => element switch
    {
        double number => number != 0,
        Complex number => number != Complex.Zero,
        string text => text.Length > 0,
        _ => (long)element != 0,
    };

    public override string Print() => $"NonZero<{Count}>";
}
