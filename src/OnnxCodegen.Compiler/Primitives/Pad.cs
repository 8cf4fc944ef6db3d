using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>A constant border, and <c>interior</c> further elements between each two; negative amounts crop. Inputs: x and the scalar
/// that fills.</summary>
internal sealed record Pad(IReadOnlyList<Dim> Low, IReadOnlyList<Dim> High, IReadOnlyList<Dim> Interior) : Primitive
{
    public override IEnumerable<Dim> Dims => Low.Concat(High).Concat(Interior);

    public override bool IsMovement => true;

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        if (inputs[0].Rank != Low.Count || inputs[0].ElementType != inputs[1].ElementType)
            throw new ModelException($"A tensor of type {inputs[0].Type} has no border of {Low.Count} axes and of type {inputs[1].ElementType.OnnxName()}.");
        return Types(inputs[0].ElementType, new Shape(inputs[0].Shape.Select((n, axis) =>
            Low[axis] + n + High[axis] + (Interior[axis] == Dim.Zero ? Dim.Zero : Dim.Max(n - 1, 0) * Interior[axis]))));
    }

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor x = inputs[0];
        long[] low = Low.Select(d => d.Evaluate(sizes)).ToArray();
        long[] high = High.Select(d => d.Evaluate(sizes)).ToArray();
        long[] step = Interior.Select(d => d.Evaluate(sizes) + 1).ToArray();
        long[] dims = x.Dims.Select((n, axis) => low[axis] + n + high[axis] + (Math.Max(n - 1, 0) * (step[axis] - 1))).ToArray();
        Tensor result = Tensor.New(x.Type, dims);
        for (int i = 0; i < result.Length; i++)
            Array.Copy(inputs[1].Data, 0, result.Data, i, 1);
        long[] strides = result.Strides();
        int position = -1;
        foreach (long[] coordinate in Coordinates.Of(x.Dims))
        {
            position++;
            long[] target = coordinate.Select((c, axis) => (c * step[axis]) + low[axis]).ToArray();
            if (target.Select((c, axis) => c >= 0 && c < dims[axis]).All(inside => inside))
                Array.Copy(x.Data, position, result.Data, Coordinates.Offset(target, strides), 1);
        }
        return new[] { result };
    }

    public bool Equals(Pad? other) => other is not null
        && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High) && Interior.SequenceEqual(other.Interior);

    public override int GetHashCode() => Dims.Aggregate(7, (hash, d) => unchecked((hash * 31) + d.GetHashCode()));

    public override string Print() => $"Pad<{string.Join(",", Low)}; {string.Join(",", High)}; {string.Join(",", Interior)}>";
}
