using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention of language models, whose samples have memories of different lengths.</summary>
[Domain("com.microsoft")]
internal static class GroupQueryAttentions
{
    /// <param name="query">[N, L, num_heads · size], or with keys and values behind.</param>
    /// <param name="key">[N, L, kv_num_heads · size].</param>
    /// <param name="pastKey">[N, kv_num_heads, P, size], each sample's own from the start on.</param>
    /// <param name="seqlensK">For each sample the number of its keys, the new ones included, less 1.</param>
    /// <param name="totalSequenceLength">The largest of these numbers.</param>
    /// <param name="cosCache">Cosines by position, [positions, size / 2].</param>
    /// <param name="headSink">For each head a further score, which takes weight from the values.</param>
    /// <returns>[N, L, num_heads · size], all keys and values, and (qk_output) the scores or the weights.</returns>
    [Operator(Widens = true)]
    public static (Value Output, Value PresentKey, Value PresentValue, Value Scores) GroupQueryAttention(
        Value query, [Optional] Value? key, [Optional] Value? value, [Optional] Value? pastKey, [Optional] Value? pastValue, Value seqlensK,
        Value totalSequenceLength,
        Value? cosCache = null, Value? sinCache = null, Value? positionIds = null, Value? attentionBias = null, Value? headSink = null,
        Value? kScale = null, Value? vScale = null, Value? qNormWeight = null, Value? kNormWeight = null,
        long numHeads = 0, long kvNumHeads = 0, bool causal = true, bool doRotary = false, bool rotaryInterleaved = false, long localWindowSize = -1,
        double? scale = null, double softcap = 0, long smoothSoftmax = 0, long qkOutput = 0, double qkNormEpsilon = 1e-6,
        long slidingWindowCache = 0, long kvCacheBitWidth = 0, string kQuantType = "NONE", string vQuantType = "NONE")
    {
        if (slidingWindowCache != 0 || kQuantType != "NONE" || vQuantType != "NONE" || kScale is not null || vScale is not null)
            throw new ModelException("Quantised or sliding memories of keys are not defined here.");
        (Value q, Value k, Value v) = Parts(query, key, value, numHeads, kvNumHeads);
        if (qNormWeight is not null && kNormWeight is not null)
            (q, k) = (Normalized(q, qNormWeight, qkNormEpsilon), Normalized(k, kNormWeight, qkNormEpsilon));
        Dim length = q.Shape[2];
        Value before = SampleMemories.Before(Map(seqlensK, n => n + 1), length);
        if (doRotary && cosCache is not null && sinCache is not null)
        {
            Value places = positionIds ?? SampleMemories.Positions(before, length);
            q = SampleMemories.Rotated(q, cosCache, sinCache, places, rotaryInterleaved);
            k = SampleMemories.Rotated(k, cosCache, sinCache, places, rotaryInterleaved);
        }
        Dim total = DimVectors.Scalar(totalSequenceLength);
        Value keys = SampleMemories.Store(pastKey, k, before, total);
        Value values = SampleMemories.Store(pastValue, v, before, total);
        Value scores = AttentionForm.Products(q, keys, scale);
        if (softcap > 0)
            scores = Map(scores, a => softcap * Tanh(a / softcap));
        if (attentionBias is not null)
            scores = AttentionMask.Apply(scores, attentionBias);
        scores = causal
            ? Hide(scores, before, localWindowSize)
            : AttentionMask.HidePadding(scores, Map(seqlensK, n => n + 1));
        Value? sink = headSink is not null ? Views.Reshape(headSink, 1, headSink.Shape[0], 1, 1) : smoothSoftmax == 1 ? Like(scores, 0) : null;
        Value weights = Softmax(scores, sink);
        return (Heads.Join(Heads.Product(weights, values, axis: 2)), keys, values, qkOutput == 2 ? weights : scores);
    }

    /// <summary>Queries, keys and values by heads, where those of keys and values may lie behind those of queries.</summary>
    public static (Value Q, Value K, Value V) Parts(Value query, Value? key, Value? value, long heads, long shared)
    {
        if (key is not null && value is not null)
            return (Heads.Split(query, heads), Heads.Split(key, shared), Heads.Split(value, shared));
        Value all = Heads.Split(query, heads + (2 * shared));
        return (Views.Slice(all, 1, 0, heads), Views.Slice(all, 1, heads, shared), Views.Slice(all, 1, heads + shared, shared));
    }

    static Value Normalized(Value x, Value weight, double epsilon) => x * Normalizations.InverseRootMeanSquare(x, new[] { 3 }, epsilon) * weight;

    /// <summary>A query sees the keys up to its own place, and of these the last ones alone where there is a window.</summary>
    static Value Hide(Value scores, Value before, long window)
    {
        Value own = Views.Reshape(before, before.Shape[0], 1, 1, 1);
        return MapOver(scores.Scope, scores.Shape, new[] { scores, own }, e =>
        {
            ScalarExpr place = e[1] + ScalarExpr.Index(2);
            ScalarExpr sees = LessOrEqual(ScalarExpr.Index(3), place);
            if (window >= 0)
                sees = And(sees, Less(place, ScalarExpr.Index(3) + window));
            return Select(sees, e[0], ScalarExpr.Literal(e[0].Type, double.NegativeInfinity));
        });
    }

    /// <summary>The softmax over the keys, with a further score that no key has.</summary>
    public static Value Softmax(Value scores, Value? sink)
    {
        if (sink is null)
            return AttentionMask.Softmax(scores);
        Value highest = Maximum(Reductions.Max(scores, 3), sink);
        Value exponentials = Exp(scores - highest);
        return exponentials / (Reductions.Sum(exponentials, 3) + Exp(sink - highest));
    }
}
