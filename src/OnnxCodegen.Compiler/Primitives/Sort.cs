using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>The first <see cref="K"/> elements of each line along an axis in stable order, and their int64 indices; NaN comes last, first
/// when descending.</summary>
internal sealed record Sort(int Axis, bool Descending, Dim K) : Primitive
{
    public override IEnumerable<Dim> Dims => new[] { K };

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        Shape shape = Ordered(inputs[0]).Shape.With(Axis, K);
        return new ValueType[] { new TensorType(inputs[0].ElementType, shape), new TensorType(ElementType.Int64, shape) };
    }

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        long[] dims = (long[])x.Dims.Clone();
        dims[Axis] = K.Evaluate(sizes);
        Tensor values = Tensor.New(x.Type, dims);
        Tensor indices = Tensor.New(ElementType.Int64, dims);
        long[] lines = (long[])dims.Clone();
        lines[Axis] = Math.Min(1, dims[Axis]);
        long[] strides = x.Strides();
        long[] resultStrides = values.Strides();
        foreach (long[] coordinate in Coordinates.Of(lines))
        {
            long start = Coordinates.Offset(coordinate, strides);
            long resultStart = Coordinates.Offset(coordinate, resultStrides);
            IEnumerable<int> all = Enumerable.Range(0, (int)x.Dims[Axis]);
            var comparer = Comparer<object>.Create((a, b) => Compare(a, b, x.Type));
            Func<int, object> element = i => x.Data.GetValue(start + (i * strides[Axis]))!;
            int[] order = (Descending ? all.OrderByDescending(element, comparer) : all.OrderBy(element, comparer)).ToArray();
            for (int i = 0; i < dims[Axis]; i++)
            {
                values.Data.SetValue(element(order[i]), resultStart + (i * resultStrides[Axis]));
                indices.Longs[resultStart + (i * resultStrides[Axis])] = order[i];
            }
        }
        return new[] { values, indices };
    }

    public override string Print() => $"Sort<{Axis}{(Descending ? "; descending" : string.Empty)}; {K}>";

    /// <summary>Demands a tensor whose elements have an order.</summary>
    static Value Ordered(Value value) => value.ElementType is ElementType.String or ElementType.Bool ? value : Numbers(value);

    static int Compare(object a, object b, ElementType type) => (a, b) switch
    {
        (double x, double y) when double.IsNaN(x) || double.IsNaN(y) => (double.IsNaN(x) ? 1 : 0) - (double.IsNaN(y) ? 1 : 0),
        (double x, double y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => ElementConversion.Compare((long)a, (long)b, type),
    };
}
