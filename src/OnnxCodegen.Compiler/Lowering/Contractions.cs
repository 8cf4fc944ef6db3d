using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Products of matrices, as Contract.</summary>
internal static class Contractions
{
    /// <summary>numpy's matmul: stacks of matrices that broadcast; a vector is a row on the left and a column on the right.</summary>
    /// <param name="accumulate">The type of the sums and of the result; by default the operands'.</param>
    public static Value MatMul(Value a, Value b, ElementType? accumulate = null)
    {
        if (a.Rank == 0 || b.Rank == 0)
            throw new ModelException("A matrix product needs operands of rank 1 or more.");
        if (a.Rank == 1 && b.Rank == 1)
            return Contract(a, b, Array.Empty<int>(), Array.Empty<int>(), new[] { 0 }, new[] { 0 }, accumulate);
        if (b.Rank == 1)
            return Contract(a, b, Array.Empty<int>(), Array.Empty<int>(), new[] { a.Rank - 1 }, new[] { 0 }, accumulate);
        if (b.Rank == 2)
            return Contract(a, b, Array.Empty<int>(), Array.Empty<int>(), new[] { a.Rank - 1 }, new[] { 0 }, accumulate);
        if (a.Rank == 1)
            return Contract(a, b, Array.Empty<int>(), Array.Empty<int>(), new[] { 0 }, new[] { b.Rank - 2 }, accumulate);

        // Leading axes that one operand lacks become axes of length 1, which broadcast as batch axes.
        int rank = Math.Max(a.Rank, b.Rank);
        Value left = Lead(a, rank);
        Value right = Lead(b, rank);
        int[] batch = Enumerable.Range(0, rank - 2).ToArray();
        return Contract(left, right, batch, batch, new[] { rank - 1 }, new[] { rank - 2 }, accumulate);
    }

    public static Value Contract(
        Value a, Value b, IReadOnlyList<int> batchA, IReadOnlyList<int> batchB, IReadOnlyList<int> sumA, IReadOnlyList<int> sumB,
        ElementType? accumulate = null) =>
        a.Scope.Add(new Contract(batchA, batchB, sumA, sumB, accumulate ?? a.ElementType), a, b);

    static Value Lead(Value x, int rank) => x.Rank == rank ? x : Views.Reshape(x, new Shape(Enumerable.Repeat(Dim.One, rank - x.Rank).Concat(x.Shape)));
}
