using System.Collections.Generic;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention of decoders, with the projections of queries, keys and values.</summary>
[Domain("com.microsoft")]
internal static class DecoderAttentions
{
    /// <summary>Bytes that lie together where keys are ordered for vectors.</summary>
    const int VectorBytes = 16;

    /// <summary>Attention of one token of each sample to itself and those before.</summary>
    /// <param name="input">[N, 1, features].</param>
    /// <param name="weights">[features, of queries + of keys + of values].</param>
    /// <param name="maskIndex">1 for keys that count, 0 for others, [N, P + 1].</param>
    /// <param name="past">Keys and values before, [2, N, heads, P, size]. Where the memory is shared, the first past_sequence_length of P count
    /// and the keys are ordered as [N, heads, size / x, P, x] with x elements in 16 bytes.</param>
    /// <param name="doRotary">Whether queries and keys are rotated, see <see cref="StandardAngles"/>.</param>
    [Operator]
    public static (Value Output, Value Present) DecoderMaskedSelfAttention(
        [Rank(3)] Value input, [Rank(2)] Value weights, [Rank(1)] Value bias, [Optional, Rank(2)] Value? maskIndex, [Rank(5)] Value past,
        [Optional, Rank(4)] Value? attentionBias, Value pastSequenceLength, Value? beamWidth = null, [Rank(3), Indices] Value? cacheIndirection = null,
        bool doRotary = false, double maskFilterValue = -10000, long numHeads = 0, bool pastPresentShareBuffer = false, double? scale = null)
    {
        Value joined = Contractions.MatMul(Wide(input), Wide(weights)) + Wide(bias);
        Value q = Turned(Part(0)), k = Turned(Part(1)), v = Part(2);
        Dim together = VectorBytes * 8 / past.ElementType.Bits();
        Value pastKey = Wide(Half(0)), pastValue = Wide(Half(1));
        (Value output, Value presentKey, Value presentValue, _) = FusedAttentions.MultiHeadAttention(
            q, k, v, null, maskIndex, attentionBias is null ? null : Wide(attentionBias), pastPresentShareBuffer ? Together(pastKey, together, fromVectors: true) : pastKey,
            pastValue, pastPresentShareBuffer ? pastSequenceLength : null, cacheIndirection, numHeads, maskFilterValue, scale);
        Value handed = pastPresentShareBuffer ? Together(presentKey, together, fromVectors: false) : presentKey;
        Value present = input.Scope.Add(new Concat(0), Views.Unsqueeze(handed, 0), Views.Unsqueeze(presentValue, 0));
        return (Cast(output, input.ElementType), Cast(present, past.ElementType));

        Value Turned(Value x)
        {
            Dim start = pastPresentShareBuffer ? input.Scope.Let(DimVectors.Scalar(pastSequenceLength)) : past.Shape[3];
            return doRotary ? Heads.Join(StandardAngles.Rotate(Heads.Split(x, numHeads), start, 0)) : x;
        }

        Value Half(int which) => Views.Squeeze(Views.Slice(past, 0, which, 1), 0);

        Value Part(int index) => Views.Slice(joined, 2, joined.Shape[2] / 3 * index, joined.Shape[2] / 3);

        Value Wide(Value x) => x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);
    }

    /// <summary>Between keys [N, heads, P, size] and their memory of the same shape in the order [N, heads, size / x, P, x].</summary>
    static Value Together(Value keys, Dim count, bool fromVectors)
    {
        Shape shape = keys.Shape;
        Dim groups = shape[3] / count;
        Value apart = fromVectors
            ? Views.Reshape(keys, shape[0], shape[1], groups, shape[2], count)
            : Views.Reshape(keys, shape[0], shape[1], shape[2], groups, count);
        return Views.Reshape(Views.Permute(apart, [0, 1, 3, 2, 4]), shape);
    }

    /// <summary>Attention of a decoder to itself or (static_kv) to an encoder.</summary>
    /// <param name="query">[L, N, features].</param>
    /// <param name="key">The results of the encoder, [S, N, features].</param>
    /// <param name="qWeight">[features, features].</param>
    /// <param name="kvWeight">[features, 2 · features].</param>
    /// <param name="bias">[3 · features].</param>
    /// <param name="keyPaddingMask">True for keys that do not count, [N, S].</param>
    /// <param name="keyCache">[N, heads, P, size]; what came before, or all keys of the encoder.</param>
    /// <param name="usePast">Whether, with has_layer_state, there is something in the caches.</param>
    [Operator(Widens = true)]
    public static (Value Output, Value NewKeyCache, Value NewValueCache) DecoderAttention(
        [Rank(3)] Value query, [Rank(3)] Value key, [Rank(2)] Value qWeight, [Rank(2)] Value kvWeight, [Rank(1)] Value bias, [Optional, Rank(2)] Value? keyPaddingMask,
        [Optional, Rank(4)] Value? keyCache, [Optional, Rank(4)] Value? valueCache, Value staticKv, Value usePast, Value hasLayerState, Value hasKeyPaddingMask,
        long numHeads, double maskFilterValue = -10000)
    {
        Dim features = query.Shape[2];
        Value q = ByHeads(Contractions.MatMul(query, qWeight) + Views.Slice(bias, 0, 0, features));
        Value usesPast = keyCache is null || valueCache is null
            ? query.Scope.Constant(ElementType.Bool, 0)
            : Map(Single(usePast), Single(hasLayerState), (used, has) => And(used, has));
        IReadOnlyList<Value> memory = Conditional.Of(
            Single(staticKv),
            inner => Conditional.Of(inner.Capture(usesPast), _ => [keyCache!, valueCache!], scope => Projected(scope.Capture(key))),
            inner => Conditional.Of(inner.Capture(usesPast), Appended, scope => Projected(scope.Capture(query))));
        Value scores = AttentionForm.Products(q, memory[0], null);
        if (keyPaddingMask is not null)
        {
            Value hides = Map(Views.Reshape(keyPaddingMask, keyPaddingMask.Shape[0], 1, 1, keyPaddingMask.Shape[1]), Single(hasKeyPaddingMask), (m, has) => And(m, has));
            scores = AttentionMask.Apply(scores, Map(hides, Not));
        }
        Value output = Heads.Product(AttentionMask.Softmax(scores), memory[1], axis: 2);
        return (Views.Permute(Heads.Join(output), [1, 0, 2]), memory[0], memory[1]);

        IReadOnlyList<Value> Appended(Scope scope)
        {
            IReadOnlyList<Value> current = Projected(scope.Capture(query));
            return [scope.Add(new Concat(2), keyCache!, current[0]), scope.Add(new Concat(2), valueCache!, current[1])];
        }

        Value[] Projected(Value x)
        {
            Value joined = Contractions.MatMul(x, kvWeight) + Views.Slice(bias, 0, features, 2 * features);
            return [ByHeads(Views.Slice(joined, 2, 0, features)), ByHeads(Views.Slice(joined, 2, features, features))];
        }

        Value ByHeads(Value x) => Heads.Split(Views.Permute(x, [1, 0, 2]), numHeads);
    }

    static Value Single(Value flag) => Views.Reshape(flag, Shape.Scalar);
}
