using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>What a <see cref="Gather"/> does where an index lies outside its axis; negative indices are not wrapped.</summary>
internal enum OutsideMode
{
    /// <summary>The lowering has proven or checked that it does not happen; a kernel throws.</summary>
    Error,
    Clamp,

    /// <summary>The element is the default of its type.</summary>
    Zero,
}

/// <summary>y[b, p, r] = x[b, i₀[b, p], i₁[b, p], …, r]: the index tensors (all of one shape [b, p]) address the axes that follow the
/// <see cref="Batch"/> leading ones, as many as there are index tensors; r are the remaining axes.</summary>
internal sealed record Gather(int Batch, OutsideMode Outside) : Primitive
{
    public override bool IsMovement => true;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        RequireIndices(inputs[0], inputs.Skip(1), Batch);
        return Types(inputs[0].ElementType, new Shape(inputs[1].Shape.Concat(inputs[0].Shape.Skip(Batch + inputs.Count - 1))));
    }

    /// <summary>Holds index tensors against the rules: int64, all of one rank, which includes the shared axes, and no more than there are axes.</summary>
    public static void RequireIndices(Value x, IEnumerable<Value> indices, int batch)
    {
        Value[] all = indices.ToArray();
        bool fits = batch >= 0 && all.All(i => i.ElementType == ElementType.Int64 && i.Rank == all[0].Rank && i.Rank >= batch) && x.Rank >= batch + all.Length;
        if (!fits)
            throw new ModelException($"Indices of types {string.Join(", ", all.Select(i => i.Type))} do not address a tensor of type {x.Type}.");
    }

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        int indexed = inputs.Count - 1;
        long[] strides = x.Strides();
        long inner = x.Dims.Skip(Batch + indexed).Aggregate(1L, (a, b) => a * b);
        Tensor result = Tensor.New(x.Type, inputs[1].Dims.Concat(x.Dims.Skip(Batch + indexed)).ToArray());
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(inputs[1].Dims))
        {
            long source = 0;
            for (int axis = 0; axis < Batch; axis++)
                source += coordinate[axis] * strides[axis];
            bool inside = true;
            for (int i = 0; i < indexed; i++)
            {
                long index = inputs[i + 1].Longs[position];
                long length = x.Dims[Batch + i];
                if (index < 0 || index >= length)
                {
                    if (Outside == OutsideMode.Error || (Outside == OutsideMode.Clamp && length == 0))
                        throw new ModelException($"The index {index} lies outside an axis of length {length}.");
                    inside = Outside == OutsideMode.Clamp;
                    index = Math.Max(0, Math.Min(length - 1, index));
                }
                source += index * strides[Batch + i];
            }
            if (inside)
                Array.Copy(x.Data, source, result.Data, position * inner, inner);
            position++;
        }
        return new[] { result };
    }

    public override string Print() => $"Gather<batch {Batch}; {Outside}>";
}
