using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>The index along an axis of the first (or last) maximum (or minimum), as int64; NaN counts as the extremum. The axis becomes 1.</summary>
internal sealed record ArgReduce(bool Maximum, int Axis, bool Last) : Primitive
{
    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) =>
        Types(ElementType.Int64, Numbers(inputs[0]).Shape.With(Axis, Dim.One));

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        long[] dims = (long[])x.Dims.Clone();
        dims[Axis] = 1;
        Tensor result = Tensor.New(ElementType.Int64, dims);
        long[] strides = x.Strides();
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(dims))
        {
            long start = Coordinates.Offset(coordinate, strides);
            long best = 0;
            for (long i = 1; i < x.Dims[Axis]; i++)
            {
                int order = Order(x, start + (i * strides[Axis]), start + (best * strides[Axis]));
                if (order > 0 || (order == 0 && Last))
                    best = i;
            }
            result.Longs[position++] = best;
        }
        return new[] { result };
    }

    public override string Print() => $"Arg{(Maximum ? "Max" : "Min")}<{Axis}{(Last ? "; last" : string.Empty)}>";

    /// <summary>Above 0 where the first element is nearer to the extremum.</summary>
    int Order(Tensor x, long candidate, long best)
    {
        if (!x.Type.IsFloating())
            return ElementConversion.Compare(x.Longs[candidate], x.Longs[best], x.Type) * (Maximum ? 1 : -1);
        double a = x.Doubles[candidate];
        double b = x.Doubles[best];
        if (double.IsNaN(a) || double.IsNaN(b))
            return (double.IsNaN(a) ? 1 : 0) - (double.IsNaN(b) ? 1 : 0);
        return a.CompareTo(b) * (Maximum ? 1 : -1);
    }
}
