using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Rotations of pairs that lie half the rotated size apart by position · 10000^(−2i / size) (https://arxiv.org/abs/2104.09864).</summary>
internal static class StandardAngles
{
    /// <param name="heads">[N, heads, L, size].</param>
    /// <param name="start">The position of the first token.</param>
    /// <param name="rotated">How many elements are rotated; all when 0.</param>
    public static Value Rotate(Value heads, Dim start, long rotated)
    {
        Dim size = rotated == 0 ? heads.Shape[3] : rotated;
        if (!size.IsConstant)
            throw new ModelException("How many elements are rotated must be known when compiling.");
        Value angles = MapOver(heads.Scope, Shape.Of(1, heads.Shape[2], size / 2), Array.Empty<Value>(), _ =>
        {
            ScalarExpr position = Cast(ScalarExpr.Index(1) + ScalarExpr.Of(start), heads.ElementType), pair = Cast(ScalarExpr.Index(2), heads.ElementType);
            return position * Exp(pair * (-2 * Math.Log(10000) / size.Value));
        });
        return RotaryEmbeddings.RotaryEmbedding(
            heads, Apply(ScalarOperation.Cosine, angles), Apply(ScalarOperation.Sine, angles), null, 0, 0, size.Value);
    }
}
