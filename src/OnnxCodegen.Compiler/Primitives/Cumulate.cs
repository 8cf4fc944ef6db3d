using System;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>The running fold along an axis; exclusive: without the element itself; reverse: from the end.</summary>
internal sealed record Cumulate(Reduction Operation, int Axis, bool Exclusive, bool Reverse) : Primitive
{
    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs) => new[] { Numbers(inputs[0]).Type };

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        Tensor result = Tensor.New(x.Type, x.Dims);
        long stride = x.Strides()[Axis];
        long length = x.Dims[Axis];
        long[] starts = (long[])x.Dims.Clone();
        starts[Axis] = Math.Min(1, length);
        long[] strides = x.Strides();
        foreach (long[] coordinate in Coordinates.Of(starts))
        {
            long start = Coordinates.Offset(coordinate, strides);
            object? running = null;
            for (long i = 0; i < length; i++)
            {
                long at = start + ((Reverse ? length - 1 - i : i) * stride);
                object next = Combine(running, x.Data.GetValue(at)!, x.Type);
                result.Data.SetValue(Exclusive ? running ?? Identity(x.Type) : next, at);
                running = next;
            }
        }
        return new[] { result };
    }

    public override string Print() => $"Cumulate<{Operation}; {Axis}{(Exclusive ? "; exclusive" : "")}{(Reverse ? "; reverse" : "")}>";

    object Identity(ElementType type) => (Operation, type.IsFloating()) switch
    {
        (Reduction.Sum, true) => (object)0.0,
        (Reduction.Sum, false) => (object)0L,
        (Reduction.Product, true) => (object)1.0,
        (Reduction.Product, false) => (object)1L,
        (Reduction.Max, true) => (object)double.NegativeInfinity,
        (Reduction.Max, false) => (object)ElementConversion.Minimum(type),
        _ => (object)0L,
    };

    object Combine(object? running, object element, ElementType type)
    {
        if (running is null)
            return element;
        if (element is double number)
        {
            double before = (double)running;
            return ElementConversion.Round(
                Operation switch { Reduction.Sum => before + number, Reduction.Product => before * number, _ => Math.Max(before, number) }, type);
        }
        long left = (long)running;
        long right = (long)element;
        return ElementConversion.Wrap(
            Operation switch
            {
                Reduction.Sum => unchecked(left + right),
                Reduction.Product => unchecked(left * right),
                Reduction.Or => left | right,
                _ => Math.Max(left, right),
            },
            type);
    }
}
