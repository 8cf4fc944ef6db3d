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
    /// <param name="pastKey">[N, kv_num_heads, P, size], each sample's own from the start on, or with sliding_window_cache its last ones; see
    /// <see cref="CacheForm"/>.</param>
    /// <param name="seqlensK">For each sample the number of its keys, the new ones included, less 1.</param>
    /// <param name="totalSequenceLength">The largest of these numbers.</param>
    /// <param name="cosCache">Cosines by position, [positions, size / 2].</param>
    /// <param name="headSink">For each head a further score, which takes weight from the values.</param>
    /// <param name="kScale">[1], or [1, kv_num_heads, 1, size].</param>
    /// <returns>[N, L, num_heads · size], all keys and values, and (qk_output) the scores or the weights.</returns>
    [Operator]
    public static (Value Output, Value PresentKey, Value PresentValue, Value Scores) GroupQueryAttention(
        [Rank(3)] Value query, [Optional, Rank(3)] Value? key, [Optional, Rank(3)] Value? value, [Optional, Rank(4)] Value? pastKey, [Optional, Rank(4)] Value? pastValue,
        [AtLeast(1), Indices] Value seqlensK, [Indices] Value totalSequenceLength,
        [Rank(2)] Value? cosCache = null, [Rank(2)] Value? sinCache = null, [Rank(2), Indices] Value? positionIds = null, [Rank(4)] Value? attentionBias = null,
        [Rank(1)] Value? headSink = null, Value? kScale = null, Value? vScale = null, [Rank(1)] Value? qNormWeight = null, [Rank(1)] Value? kNormWeight = null,
        long numHeads = 0, long kvNumHeads = 0, bool causal = true, bool doRotary = false, bool rotaryInterleaved = false, long localWindowSize = -1,
        double? scale = null, double softcap = 0, long smoothSoftmax = 0, long qkOutput = 0, double qkNormEpsilon = 1e-6,
        long slidingWindowCache = 0, long kvCacheBitWidth = 0, string kQuantType = "NONE", string vQuantType = "NONE")
    {
        (Value q, Value k, Value v) = Parts(Wide(query), key is null ? null : Wide(key), value is null ? null : Wide(value), numHeads, kvNumHeads);
        if (qNormWeight is not null && kNormWeight is not null)
            (q, k) = (Normalized(q, Wide(qNormWeight), qkNormEpsilon), Normalized(k, Wide(kNormWeight), qkNormEpsilon));
        Dim length = q.Shape[2];
        Value before = SampleMemories.Before(Map(seqlensK, n => n + 1), length);
        if (doRotary && cosCache is not null && sinCache is not null)
        {
            Value places = positionIds ?? SampleMemories.Positions(before, length);
            q = SampleMemories.Rotated(q, Wide(cosCache), Wide(sinCache), places, rotaryInterleaved);
            k = SampleMemories.Rotated(k, Wide(cosCache), Wide(sinCache), places, rotaryInterleaved);
        }
        Dim total = DimVectors.Scalar(totalSequenceLength);
        var keyForm = CacheForm.OfBits(pastKey, query.ElementType, kvCacheBitWidth, kQuantType, kScale);
        var valueForm = CacheForm.OfBits(pastValue, query.ElementType, kvCacheBitWidth, vQuantType, vScale);
        SlidingMemory? sliding = slidingWindowCache == 0 ? null
            : pastKey is not null && pastValue is not null && causal && localWindowSize > 0 ? new SlidingMemory(before, length, pastKey.Shape[2], localWindowSize)
            : throw new ModelException("A memory of the last keys has a window and goes from call to call.");
        (Value keys, Value presentKey) = Remember(pastKey, keyForm, k);
        (Value values, Value presentValue) = Remember(pastValue, valueForm, v);
        Value scores = AttentionForm.Products(q, keys, scale);
        if (softcap > 0)
            scores = Map(scores, a => softcap * Tanh(a / softcap));
        if (attentionBias is not null)
            scores = sliding is null ? AttentionMask.Apply(scores, Wide(attentionBias)) : scores + sliding.Columns(Wide(attentionBias), scores.Shape);
        scores = sliding is not null ? sliding.Hide(scores)
            : causal ? Hide(scores, before, localWindowSize)
            : AttentionMask.HidePadding(scores, Map(seqlensK, n => n + 1));
        Value? sink = headSink is not null ? Views.Reshape(Wide(headSink), 1, headSink.Shape[0], 1, 1) : smoothSoftmax == 1 ? Like(scores, 0) : null;
        Value weights = Softmax(scores, sink);
        Value output = Heads.Join(Heads.Product(weights, values, axis: 2));
        return (Cast(output, query.ElementType), presentKey, presentValue, Cast(qkOutput == 2 ? weights : scores, query.ElementType));

        (Value All, Value Present) Remember(Value? past, CacheForm form, Value current)
        {
            if (sliding is not null)
            {
                Value joined = current.Scope.Add(new Concat(2), past!, form.Store(current));
                return (form.Load(joined), sliding.Last(joined));
            }
            Value stored = SampleMemories.Store(past, form.Store(current), before, total);
            return (form.Load(stored), stored);
        }
    }

    static Value Wide(Value x) => x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);

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
