using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Keys or values of earlier tokens, [N, heads, P, size].</summary>
internal static class Caches
{
    /// <summary>All that count with the current ones, and what is handed on.</summary>
    /// <param name="length">How many of the past ones count where their memory, which has room for all, is handed on; all when missing.</param>
    /// <param name="beams">See <see cref="OfBeams"/>; each sample has its own past when missing.</param>
    public static (Value All, Value Present) Append(Value? past, Value current, Value? length, Value? beams = null)
    {
        if (past is null)
            return (current, current);
        if (length is null)
        {
            Value joined = current.Scope.Add(new Concat(2), past, current);
            return (beams is null ? joined : current.Scope.Add(new Concat(2), OfBeams(past, beams), current), joined);
        }
        Dim before = current.Scope.Let(DimVectors.Scalar(length));
        Value counting = Views.Slice(past, 2, 0, before);
        Value all = current.Scope.Add(new Concat(2), counting, current);
        Value rest = Views.Slice(past, 2, all.Shape[2], past.Shape[2] - all.Shape[2]);
        Value present = current.Scope.Add(new Concat(2), all, rest);
        return (beams is null ? all : current.Scope.Add(new Concat(2), OfBeams(counting, beams), current), present);
    }

    /// <summary>The past of samples that are beams, each element from the beam that it came from.</summary>
    /// <param name="past">[batches · beams, heads, P, size].</param>
    /// <param name="beams">The beam of each element of the past, [batches, beams, P or more].</param>
    static Value OfBeams(Value past, Value beams)
    {
        if (beams.Rank != 3)
            throw new ModelException($"The beams that keys come from are given for batches, beams and tokens, not as {beams.Type}.");
        (Dim samples, Dim length) = (past.Shape[0], past.Shape[2]);
        Value own = Views.Slice(Views.Reshape(Cast(beams, ElementType.Int64), samples, beams.Shape[2]), 1, 0, length);
        ScalarExpr width = ScalarExpr.Of(beams.Shape[1]);
        Value from = MapOver(past.Scope, own.Shape, [own], e =>
            ScalarExpr.Index(0) - ScalarExpr.Apply(ScalarOperation.Modulo, ScalarExpr.Index(0), width) + e[0]);
        Value tokens = past.Scope.Add(new Gather(0, OutsideMode.Error), Views.Permute(past, [0, 2, 1, 3]), from, Indexing.Coordinate(past.Scope, own.Shape, 1));
        return Views.Permute(tokens, [0, 2, 1, 3]);
    }
}
