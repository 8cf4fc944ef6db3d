using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Primitives;

/// <summary>Σ over the summed axes of a·b. Axes come in pairs, one of each operand; the result has the batch axes (in the order of the
/// lists), then the free axes of a, then those of b, and the type <see cref="Accumulate"/>, in which the sum is taken.</summary>
internal sealed record Contract(
    IReadOnlyList<int> BatchA, IReadOnlyList<int> BatchB, IReadOnlyList<int> SumA, IReadOnlyList<int> SumB, ElementType Accumulate) : Primitive
{
    /// <summary>Set where the factors are whole numbers and their sums must be exact: what no sum exceeds in magnitude.</summary>
    public double? ExactBound { get; init; }

    public IEnumerable<int> FreeA(int rank) => Enumerable.Range(0, rank).Where(axis => !BatchA.Contains(axis) && !SumA.Contains(axis));

    public IEnumerable<int> FreeB(int rank) => Enumerable.Range(0, rank).Where(axis => !BatchB.Contains(axis) && !SumB.Contains(axis));

    /// <summary>Whether factors of the type have sums of the type <see cref="Accumulate"/>: it is their own, or a wider one of the same kind.</summary>
    bool IsSummed(ElementType factor) => factor.IsNumber()
        && (factor == Accumulate || (factor.IsFloating() == Accumulate.IsFloating() && factor.Bits() < Accumulate.Bits() && Accumulate.IsNumber()));

    public override IReadOnlyList<ValueType> Infer(IReadOnlyList<Value> inputs)
    {
        if (!inputs.All(input => IsSummed(input.ElementType)))
            throw new Import.ModelException($"Tensors of types {inputs[0].Type} and {inputs[1].Type} have no products whose sums are of type {Accumulate.OnnxName()}.");
        Shape a = inputs[0].Shape;
        Shape b = inputs[1].Shape;
        for (int i = 0; i < SumA.Count; i++)
            inputs[0].Scope.Require(a[SumA[i]], b[SumB[i]], "The lengths of the summed axes must agree", inputs[0], inputs[1]);
        for (int i = 0; i < BatchA.Count; i++)
        {
            Dim batch = Dim.Broadcast(a[BatchA[i]], b[BatchB[i]]);
            inputs[0].Scope.RequireBroadcast(a[BatchA[i]], batch, "The batch axes must agree", inputs[0], inputs[1]);
            inputs[0].Scope.RequireBroadcast(b[BatchB[i]], batch, "The batch axes must agree", inputs[0], inputs[1]);
        }
        return Types(Accumulate, new Shape(
            BatchA.Select((axis, i) => Dim.Broadcast(a[axis], b[BatchB[i]]))
                .Concat(FreeA(a.Rank).Select(axis => a[axis]))
                .Concat(FreeB(b.Rank).Select(axis => b[axis]))));
    }

    public override IReadOnlyList<Tensor> Evaluate(IReadOnlyList<Tensor> inputs, Func<Symbol, long> sizes, IReadOnlyList<Value> outputs)
    {
        Tensor a = inputs[0];
        Tensor b = inputs[1];
        int[] freeA = FreeA(a.Rank).ToArray();
        int[] freeB = FreeB(b.Rank).ToArray();
        long[] batch = BatchA.Select((axis, i) => a.Dims[axis] == 1 ? b.Dims[BatchB[i]] : a.Dims[axis]).ToArray();
        long[] dims = batch.Concat(freeA.Select(x => a.Dims[x])).Concat(freeB.Select(x => b.Dims[x])).ToArray();
        long[] summed = SumA.Select(x => a.Dims[x]).ToArray();
        long[] stridesA = OperandStrides(a, BatchA, freeA, freeB.Length, SumA, true);
        long[] stridesB = OperandStrides(b, BatchB, freeB, freeA.Length, SumB, false);
        Tensor result = Tensor.New(Accumulate, dims);
        int position = 0;
        foreach (long[] coordinate in Coordinates.Of(dims))
        {
            long startA = Coordinates.Offset(coordinate, stridesA);
            long startB = Coordinates.Offset(coordinate, stridesB);
            double sum = 0;
            long integer = 0;
            foreach (long[] k in Coordinates.Of(summed))
            {
                long ia = startA;
                long ib = startB;
                for (int i = 0; i < k.Length; i++)
                {
                    ia += k[i] * stridesA[dims.Length + i];
                    ib += k[i] * stridesB[dims.Length + i];
                }
                if (Accumulate.IsFloating())
                    sum += a.Doubles[ia] * b.Doubles[ib];
                else
                    integer = unchecked(integer + (a.Longs[ia] * b.Longs[ib]));
            }
            if (Accumulate.IsFloating())
                result.Doubles[position++] = ElementConversion.Round(sum, Accumulate);
            else
                result.Longs[position++] = ElementConversion.Wrap(integer, Accumulate);
        }
        return new[] { result };
    }

    public bool Equals(Contract? other) => other is not null && Accumulate == other.Accumulate && ExactBound == other.ExactBound
        && BatchA.SequenceEqual(other.BatchA) && BatchB.SequenceEqual(other.BatchB) && SumA.SequenceEqual(other.SumA) && SumB.SequenceEqual(other.SumB);

    public override int GetHashCode() => SumA.Concat(SumB).Concat(BatchA).Concat(BatchB).Aggregate(11, (hash, x) => unchecked((hash * 31) + x));

    public override string Print() =>
        $"Contract<batch {string.Join(",", BatchA)}|{string.Join(",", BatchB)}; sum {string.Join(",", SumA)}|{string.Join(",", SumB)}>";

    /// <summary>Strides of an operand for each axis of the result and then for each summed axis.</summary>
    static long[] OperandStrides(Tensor x, IReadOnlyList<int> batch, int[] free, int otherFree, IReadOnlyList<int> sum, bool first)
    {
        long[] strides = x.Strides();
        IEnumerable<long> batchStrides = batch.Select(axis => x.Dims[axis] == 1 ? 0 : strides[axis]);
        IEnumerable<long> freeStrides = free.Select(axis => strides[axis]);
        IEnumerable<long> zeros = Enumerable.Repeat(0L, otherFree);
        return batchStrides
            .Concat(first ? freeStrides : zeros)
            .Concat(first ? zeros : freeStrides)
            .Concat(sum.Select(axis => strides[axis]))
            .ToArray();
    }
}
