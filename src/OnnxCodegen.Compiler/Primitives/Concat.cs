using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>Joins its inputs along an axis.</summary>
internal sealed record Concat(int Axis) : Primitive
{
    public override bool IsMovement => true;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        foreach (Value input in inputs)
        {
            if (input.Rank != inputs[0].Rank || input.ElementType != inputs[0].ElementType)
                throw new ModelException($"Tensors of types {inputs[0].Type} and {input.Type} cannot be joined.");
        }
        return Types(inputs[0].ElementType, inputs[0].Shape.With(Axis, inputs.Aggregate(Dim.Zero, (sum, input) => sum + input.Shape[Axis])));
    }

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        long[] dims = (long[])inputs[0].Dims.Clone();
        dims[Axis] = inputs.Sum(i => i.Dims[Axis]);
        Tensor result = Tensor.New(inputs[0].Type, dims);
        long outer = dims.Take(Axis).Aggregate(1L, (a, b) => a * b);
        long inner = dims.Skip(Axis + 1).Aggregate(1L, (a, b) => a * b);
        long start = 0;
        foreach (Tensor input in inputs)
        {
            long block = input.Dims[Axis] * inner;
            for (long o = 0; o < outer; o++)
                Array.Copy(input.Data, o * block, result.Data, (o * dims[Axis] * inner) + start, block);
            start += block;
        }
        return new[] { result };
    }

    public override string Print() => $"Concat<{Axis}>";
}
