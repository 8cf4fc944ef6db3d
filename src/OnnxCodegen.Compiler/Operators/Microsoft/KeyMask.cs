using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>What is added to the scores [N, heads, L, S] so that keys are hidden. A mask is [N], the number of keys of each sample that count,
/// of which [3 · N + 2] has sums behind; [2 · N], the ends of those that count and then their beginnings; or 1 for keys that count, as [N, S], [N, L, S] or, for all keys that there may
/// be, [N, 1, M, M].</summary>
internal static class KeyMask
{
    public static Value Of(Value mask, Shape scores, double filter) => mask.Rank switch
    {
        1 => OfEnds(mask, scores, filter),
        2 => Additive(Views.Reshape(mask, mask.Shape[0], 1, 1, mask.Shape[1]), filter),
        3 => Additive(Views.Unsqueeze(mask, 1), filter),
        4 => Additive(Views.Slice(Views.Slice(mask, 2, scores[3] - scores[2], scores[2]), 3, 0, scores[3]), filter),
        _ => throw new ModelException($"A mask {mask.Shape} of keys is not defined."),
    };

    static Value OfEnds(Value mask, Shape scores, double filter)
    {
        Dim samples = scores[0];
        Value ends = PerSample(mask, 0, samples);
        bool hasStarts = mask.Shape[0] == 2 * samples;
        if (!hasStarts && mask.Shape[0] != (3 * samples) + 2)
            mask.Scope.Require(mask.Shape[0], samples, "A mask has one number for each sample", mask);
        Value starts = hasStarts ? PerSample(mask, samples, samples) : mask.Scope.Scalar(Dim.Zero);
        return MapOver(mask.Scope, Shape.Of(samples, 1, 1, scores[3]), new[] { ends, starts }, e =>
            Hide(And(Less(ScalarExpr.Index(3), e[0]), LessOrEqual(e[1], ScalarExpr.Index(3))), filter));
    }

    static Value PerSample(Value mask, Dim start, Dim samples) =>
        Cast(Views.Reshape(Views.Slice(mask, 0, start, samples), samples, 1, 1, 1), ElementType.Int64);

    static Value Additive(Value mask, double filter) => Map(mask, m => Hide(Less(ScalarExpr.Literal(m.Type, 0L), m), filter));

    static ScalarExpr Hide(ScalarExpr counts, double filter) =>
        Select(counts, ScalarExpr.Literal(ElementType.Float, 0), ScalarExpr.Literal(ElementType.Float, filter));
}
