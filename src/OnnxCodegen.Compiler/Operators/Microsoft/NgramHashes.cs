using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Numbers that stand for the last few tokens up to each one.</summary>
[Domain("com.microsoft")]
internal static class NgramHashes
{
    /// <summary>For each number n of tokens from 2 to max_ngram_size, the exclusive or of their products with the multipliers, modulo the size of
    /// each head's vocabulary.</summary>
    /// <param name="inputIds">[N, L].</param>
    /// <param name="multipliers">[max_ngram_size] or more, the current token's first.</param>
    /// <param name="vocabSizes">[(max_ngram_size − 1) · heads].</param>
    /// <param name="pastIds">The tokens before, [N, max_ngram_size − 1].</param>
    /// <param name="headOffsets">Added to the numbers of each head.</param>
    /// <param name="eosTokenId">Stands for tokens that are not there, in place of pad_id; with reset_on_eos what comes up to it is not there.</param>
    /// <param name="segmentIds">What comes before a change of these is not there, [N, L].</param>
    /// <returns>[N, L, (max_ngram_size − 1) · heads], and the last tokens [N, max_ngram_size − 1].</returns>
    [Operator]
    public static (Value HashIds, Value PresentIds) NGramHashMapping(
        [Rank(2), Indices] Value inputIds, [Rank(1), Indices] Value multipliers, [Rank(1), Indices] Value vocabSizes, [Rank(2), Indices] Value? pastIds = null,
        [Rank(1), Indices] Value? headOffsets = null, [Indices] Value? eosTokenId = null, [Rank(2), Indices] Value? segmentIds = null, long maxNgramSize = 0,
        long nHeadPerNgram = 0, long padId = 0, bool resetOnEos = false)
    {
        var form = new NgramForm(maxNgramSize, nHeadPerNgram, padId, resetOnEos && eosTokenId is not null);
        form.Check();
        Value whole = form.Whole(inputIds, pastIds, eosTokenId);
        Value? segments = segmentIds is null ? null : NgramForm.Changes(segmentIds, form.Memory);
        return (form.Hash(whole, multipliers, vocabSizes, headOffsets, eosTokenId, segments), Views.Slice(whole, 1, whole.Shape[1] - form.Memory, form.Memory));
    }

    /// <summary>NGramHashMapping of sequences of different lengths, one behind the other.</summary>
    /// <param name="inputIds">[tokens].</param>
    /// <param name="cumulativeSequenceLength">Where each sequence begins, and where the last one ends, [N + 1].</param>
    /// <param name="segmentIds">[tokens].</param>
    /// <param name="pastSegmentIds">Those of the tokens before, [N, max_ngram_size − 1].</param>
    [Operator]
    public static (Value HashIds, Value PresentIds, Value PresentSegmentIds) VarlenNGramHashMapping(
        [Rank(1), Indices] Value inputIds, [Rank(1), Indices] Value multipliers, [Rank(1), Indices] Value vocabSizes, [Rank(1), Indices] Value cumulativeSequenceLength,
        [Rank(2), Indices] Value? pastIds = null, [Rank(1), Indices] Value? headOffsets = null, [Indices] Value? eosTokenId = null,
        [Rank(1), Indices] Value? segmentIds = null, [Rank(2), Indices] Value? pastSegmentIds = null, long maxNgramSize = 0, long nHeadPerNgram = 0, long padId = 0,
        bool resetOnEos = false)
    {
        var form = new NgramForm(maxNgramSize, nHeadPerNgram, padId, resetOnEos && eosTokenId is not null);
        form.Check();
        var ragged = RaggedTokens.Of(cumulativeSequenceLength, inputIds.Shape[0]);
        Value whole = form.Whole(ragged.Pad(inputIds), pastIds, eosTokenId);
        Value padded = ragged.Pad(segmentIds ?? inputIds);
        Value allSegments = padded.Scope.Add(new Concat(1), pastSegmentIds ?? Views.Expand(Views.Slice(padded, 1, 0, 1), padded.Shape.With(1, form.Memory)), padded);
        Value? segments = segmentIds is null ? null : NgramForm.Changes(allSegments, 0);
        Value hashes = form.Hash(whole, multipliers, vocabSizes, headOffsets, eosTokenId, segments);
        return (ragged.Pack(hashes), Last(whole), Last(allSegments));

        Value Last(Value all)
        {
            Value places = MapOver(all.Scope, Shape.Of(all.Shape[0], form.Memory), [Views.Unsqueeze(ragged.Counts, 1)], e => e[0] + ScalarExpr.Index(1));
            return all.Scope.Add(new Gather(1, OutsideMode.Error), all, places);
        }
    }
}
