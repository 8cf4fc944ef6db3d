using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Primitives;

internal enum ScatterOperation
{
    Set,
    Add,
    Multiply,
    Min,
    Max,
}

/// <summary>x with u combined into the addressed elements, in row-major order of u. Inputs: x, the index tensors (all of one shape
/// [b, p]), u of shape [b, p, r]; the axes are those of <see cref="Gather"/>.</summary>
internal sealed record Scatter(int Batch, ScatterOperation Operation) : Primitive
{
    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        Gather.RequireIndices(inputs[0], inputs.Skip(1).Take(inputs.Count - 2), Batch);
        Value updates = inputs[inputs.Count - 1];
        if (updates.ElementType != inputs[0].ElementType || updates.Rank != inputs[1].Rank + inputs[0].Rank - Batch - (inputs.Count - 2))
            throw new ModelException($"Updates of type {updates.Type} do not fit indices of type {inputs[1].Type} into a tensor of type {inputs[0].Type}.");
        return new[] { inputs[0].Type };
    }

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        Tensor updates = inputs[inputs.Count - 1];
        int indexed = inputs.Count - 2;
        long[] strides = x.Strides();
        long inner = x.Dims.Skip(Batch + indexed).Aggregate(1L, (a, b) => a * b);
        var result = new Tensor(x.Type, x.Dims, (Array)x.Data.Clone());
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(inputs[1].Dims))
        {
            long target = 0;
            for (int axis = 0; axis < Batch; axis++)
                target += coordinate[axis] * strides[axis];
            for (int i = 0; i < indexed; i++)
            {
                long index = inputs[i + 1].Longs[position];
                if (index < 0 || index >= x.Dims[Batch + i])
                    throw new ModelException($"The index {index} lies outside an axis of length {x.Dims[Batch + i]}.");
                target += index * strides[Batch + i];
            }
            for (long r = 0; r < inner; r++)
                Store(result, target + r, updates, (position * inner) + r);
            position++;
        }
        return new[] { result };
    }

    public override string Print() => $"Scatter<batch {Batch}; {Operation}>";

    void Store(Tensor result, long target, Tensor updates, long source)
    {
        if (Operation == ScatterOperation.Set)
            Array.Copy(updates.Data, source, result.Data, target, 1);
        else if (result.Type.IsFloating())
            result.Doubles[target] = ElementConversion.Round(Combine(result.Doubles[target], updates.Doubles[source]), result.Type);
        else
            result.Longs[target] = ElementConversion.Wrap(Combine(result.Longs[target], updates.Longs[source], result.Type), result.Type);
    }

    double Combine(double a, double b) => Operation switch
    {
        ScatterOperation.Add => a + b,
        ScatterOperation.Multiply => a * b,
        ScatterOperation.Min => Math.Min(a, b),
        _ => Math.Max(a, b),
    };

    long Combine(long a, long b, ElementType type) => Operation switch
    {
        ScatterOperation.Add => unchecked(a + b),
        ScatterOperation.Multiply => unchecked(a * b),
        ScatterOperation.Min => ElementConversion.Compare(a, b, type) <= 0 ? a : b,
        _ => ElementConversion.Compare(a, b, type) >= 0 ? a : b,
    };
}
