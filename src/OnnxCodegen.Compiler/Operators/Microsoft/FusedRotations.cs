using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Rotations of pairs of elements by angles that grow with the position.</summary>
[Domain("com.microsoft")]
internal static class FusedRotations
{
    /// <param name="input">[N, L, heads · size] or [N, heads, L, size].</param>
    /// <param name="positionIds">[N, L], or [1] with the first position of every sample.</param>
    /// <param name="cosCache">Cosines by position, [positions, size / 2].</param>
    [Operator(Widens = true)]
    public static Value RotaryEmbedding(
        Value input, Value positionIds, Value cosCache, Value sinCache, long interleaved = 0, bool isPackedBatching = false, long numHeads = 0,
        long rotaryEmbeddingDim = 0, double scale = 1)
    {
        if (isPackedBatching)
            throw new ModelException("Samples of different lengths in one sequence are not defined here.");
        Dim length = input.Shape[input.Rank - 2];
        Value places = positionIds.Rank == 2 ? positionIds : MapOver(
            input.Scope, Shape.Of(input.Shape[0], length), new[] { Views.Reshape(Cast(positionIds, ElementType.Int64), Shape.Scalar) },
            e => e[0] + ScalarExpr.Index(1));
        bool isSplitBySize = input.Rank == 3 && numHeads == 0;
        Value heads = isSplitBySize ? Heads.SplitBySize(input, 2 * cosCache.Shape[1]) : input;
        Value rotated = RotaryEmbeddings.RotaryEmbedding(heads, cosCache, sinCache, places, interleaved, numHeads, rotaryEmbeddingDim);
        Value result = isSplitBySize ? Heads.Join(rotated) : rotated;
        return scale == 1 ? result : result * scale;
    }

    /// <summary>q · cos + q_rot · sin, and the same for k, by angles [N, L, size].</summary>
    [Operator]
    public static (Value Query, Value Key) GemmaRotaryEmbedding(Value emb, Value q, Value qRot, Value k, Value kRot)
    {
        Value angles = Views.Unsqueeze(emb, 1);
        Value cosine = Cast(Apply(ScalarOperation.Cosine, angles), q.ElementType);
        Value sine = Cast(Apply(ScalarOperation.Sine, angles), q.ElementType);
        return ((q * cosine) + (qRot * sine), (k * cosine) + (kRot * sine));
    }
}
