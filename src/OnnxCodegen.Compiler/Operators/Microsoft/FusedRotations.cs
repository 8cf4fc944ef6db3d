using System.Linq;
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
    /// <param name="isPackedBatching">Whether samples may lie one behind the other, so that there are more tokens than positions.</param>
    [Operator(Widens = true)]
    public static Value RotaryEmbedding(
        Value input, Value positionIds, Value cosCache, Value sinCache, long interleaved = 0, bool isPackedBatching = false, long numHeads = 0,
        long rotaryEmbeddingDim = 0, double scale = 1)
    {
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

    /// <summary>RotaryEmbedding by three positions of each token, in time, height and width, each of which gives a part of the angles.</summary>
    /// <param name="positionIds">[3, N, L].</param>
    /// <param name="mropeSection">How many of the angles each position gives.</param>
    /// <param name="mropeLayout">0: one part behind the other; 1: those of height and width in turn at every third place.</param>
    [Operator(Widens = true)]
    public static Value MRotaryEmbedding(
        Value input, [Rank(3), Indices] Value positionIds, [Rank(2)] Value cosCache, [Rank(2)] Value sinCache, long[] mropeSection, long interleaved = 0, bool isPackedBatching = false,
        long mropeLayout = 0, long numHeads = 0, long rotaryEmbeddingDim = 0, double scale = 1)
    {
        if (mropeSection.Length != 3)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "Positions are given in time, height and width.");
        bool isSplitBySize = input.Rank == 3 && numHeads == 0;
        Value heads = isSplitBySize ? Heads.SplitBySize(input, 2 * cosCache.Shape[1]) : input;
        Value rotated = RotaryEmbeddings.RotaryEmbedding(heads, Angles(cosCache), Angles(sinCache), null, interleaved, numHeads, rotaryEmbeddingDim);
        Value result = isSplitBySize ? Heads.Join(rotated) : rotated;
        return scale == 1 ? result : result * scale;

        Value Angles(Value cache)
        {
            Value[] parts = Enumerable.Range(0, 3).Select(i => Of(cache, i)).ToArray();
            return MapOver(cache.Scope, parts[0].Shape, parts, e => Select(IsOf(2), e[2], Select(IsOf(1), e[1], e[0])));
        }

        Value Of(Value cache, int position) =>
            Indexing.Take(cache, Indexing.Wrap(Views.Squeeze(Views.Slice(positionIds, 0, position, 1), 0), cache.Shape[0]), 0);

        ScalarExpr IsOf(int position)
        {
            ScalarExpr place = ScalarExpr.Index(2);
            long first = mropeSection.Take(position).Sum();
            if (mropeLayout == 0)
                return And(LessOrEqual(Whole(first), place), Less(place, Whole(first + mropeSection[position])));
            return And(
                Equal(ScalarExpr.Apply(ScalarOperation.Modulo, place, Whole(3)), Whole(position)), Less(place, Whole(3 * mropeSection[position])));
        }

        ScalarExpr Whole(long number) => ScalarExpr.Literal(ElementType.Int64, number);
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
