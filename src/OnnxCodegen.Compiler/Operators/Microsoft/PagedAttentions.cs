using System;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention of sequences whose keys and values lie in blocks of a common memory.</summary>
[Domain("com.microsoft")]
internal static class PagedAttentions
{
    /// <param name="query">[tokens, num_heads · size], or with keys and values behind.</param>
    /// <param name="key">[tokens, kv_num_heads · size]; value alike.</param>
    /// <param name="keyCache">[blocks, block size, kv_num_heads, size], see <see cref="CacheForm"/>.</param>
    /// <param name="valueCache">As that of the keys; with kv_cache_layout LATENT the values are the first v_head_size elements of the keys.</param>
    /// <param name="cumulativeSequenceLength">Where each sequence's tokens begin, and where the last one's end, [N + 1].</param>
    /// <param name="pastSeqlens">How many keys each sequence has in the memory, [N].</param>
    /// <param name="blockTable">The blocks of each sequence, [N, most].</param>
    /// <param name="slotMapping">Where in the memory the keys and values of each token are written, −1 for nowhere, [tokens]; behind those of its
    /// sequence when missing.</param>
    /// <param name="headSink">For each head a further score, which takes weight from the values.</param>
    /// <param name="attentionMetadata">Bounds of lengths, which change no result.</param>
    /// <param name="rotaryOffset">The first element of a head that is rotated.</param>
    [Operator]
    public static (Value Output, Value KeyCacheOut, Value ValueCacheOut) PagedAttention(
        [Rank(2)] Value query, [Optional, Rank(2)] Value? key, [Optional, Rank(2)] Value? value, [Rank(4)] Value keyCache, [Optional, Rank(4)] Value? valueCache,
        [Rank(1), Indices] Value cumulativeSequenceLength, [Rank(1), Indices] Value pastSeqlens, [Rank(2), Indices] Value blockTable, [Rank(2)] Value? cosCache = null,
        [Rank(2)] Value? sinCache = null, [Rank(1), Indices] Value? slotMapping = null, [Rank(1)] Value? headSink = null, [Rank(1)] Value? qNormWeight = null,
        [Rank(1)] Value? kNormWeight = null, Value? kScale = null, Value? vScale = null, Value? attentionMetadata = null, bool doRotary = false, bool isCausal = true,
        string kCacheDtype = "", string kQuantType = "NONE", string kvCacheLayout = "SEPARATE", long kvNumHeads = 0, long localWindowSize = -1, long numHeads = 0,
        double qkNormEpsilon = 1e-6, bool rotaryInterleaved = false, long rotaryOffset = 0, double? scale = null, double softcap = 0, string vCacheDtype = "",
        long vHeadSize = 0, string vQuantType = "NONE")
    {
        bool isLatent = kvCacheLayout switch
        {
            "LATENT" => true,
            "SEPARATE" => false,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"A memory in the order '{kvCacheLayout}' is not defined."),
        };
        if (numHeads < 1 || kvNumHeads < 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, "The heads of queries, keys and values must be given.");
        if (isLatent != valueCache is null || (isLatent && (key is null || value is not null)))
            throw new ModelException($"The memory '{kvCacheLayout}' does not fit the keys and values that are given.");
        (Value q, Value k, Value? v) = Parts(query, key, value, numHeads, kvNumHeads, isLatent);
        if (qNormWeight is not null && kNormWeight is not null)
            (q, k) = (Normed(q, qNormWeight, qkNormEpsilon), Normed(k, kNormWeight, qkNormEpsilon));
        var ragged = RaggedTokens.Of(cumulativeSequenceLength, query.Shape[0]);
        Value before = Cast(pastSeqlens, ElementType.Int64);
        (Value samples, Value places) = ragged.Places();
        Value positions = places + Indexing.Take(before, samples, 0, OutsideMode.Zero);
        if (doRotary)
        {
            if (cosCache is null || sinCache is null)
                throw new ModelException("A rotation needs the cosines and sines of its angles.");
            (q, k) = (Rotated(q), Rotated(k));
        }
        var pages = new Pages(Cast(blockTable, ElementType.Int64), keyCache.Shape[1]);
        Value slots = slotMapping is null ? pages.Slots(samples, positions) : Cast(slotMapping, ElementType.Int64);
        Dim total = query.Scope.Let(DimVectors.Scalar(Reductions.Max(before + ragged.Counts, 0)));
        var keyForm = CacheForm.Of(kCacheDtype, keyCache, kQuantType, PerHead(kScale));
        Value keyMemory = Pages.Write(keyCache, slots, keyForm.Store(k));
        Value keys = keyForm.Load(pages.Read(keyMemory, total));
        Value values = keys, valueMemory = keyMemory;
        if (v is not null)
        {
            var valueForm = CacheForm.Of(vCacheDtype, valueCache!, vQuantType, PerHead(vScale));
            valueMemory = Pages.Write(valueCache!, slots, valueForm.Store(v));
            values = valueForm.Load(pages.Read(valueMemory, total));
        }
        else if (vHeadSize > 0)
        {
            values = Views.Slice(values, 3, 0, vHeadSize);
        }
        Value scores = AttentionForm.Products(ByHeads(ragged.Pad(q)), ByHeads(keys), scale);
        if (softcap > 0)
            scores = Map(scores, a => softcap * Tanh(a / softcap));
        scores = Hide(scores, before, ragged.Counts, isCausal, localWindowSize);
        Value? sink = headSink is null ? null : Views.Reshape(Wide(headSink), 1, headSink.Shape[0], 1, 1);
        Value output = Heads.Product(GroupQueryAttentions.Softmax(scores, sink), ByHeads(values), axis: 2);
        Value packed = ragged.Pack(ByHeads(output));
        return (Cast(Views.Reshape(packed, packed.Shape[0], packed.Shape[1] * packed.Shape[2]), query.ElementType), keyMemory, valueMemory);

        Value Rotated(Value x)
        {
            Dim count = cosCache!.Shape[1] * 2, start = rotaryOffset;
            Value heads = Views.Permute(Views.Unsqueeze(Views.Slice(x, 2, start, count), 0), [0, 2, 1, 3]);
            Value turned = RotaryEmbeddings.RotaryEmbedding(heads, Wide(cosCache), Wide(sinCache!), Views.Unsqueeze(positions, 0), rotaryInterleaved ? 1 : 0, 0, 0);
            Value middle = Views.Squeeze(Views.Permute(turned, [0, 2, 1, 3]), 0);
            return x.Scope.Add(new Concat(2), Views.Slice(x, 2, 0, start), middle, Views.Slice(x, 2, start + count, x.Shape[2] - start - count));
        }

        Value? PerHead(Value? scales) => scales is null || scales.Rank != 3 ? scales : Views.Squeeze(scales, 1);
    }

    /// <summary>[tokens, heads, size] each; no values where they are parts of the keys.</summary>
    static (Value Q, Value K, Value? V) Parts(Value query, Value? key, Value? value, long heads, long shared, bool isLatent)
    {
        if (key is not null)
            return (ByToken(query, heads), ByToken(key, shared), isLatent ? null : ByToken(value ?? throw new ModelException("The values are missing."), shared));
        Value all = ByToken(query, heads + (2 * shared));
        return (Views.Slice(all, 1, 0, heads), Views.Slice(all, 1, heads, shared), Views.Slice(all, 1, heads + shared, shared));

        static Value ByToken(Value x, long count) => Views.Reshape(Wide(x), x.Shape[0], count, x.Shape[1] / count);
    }

    static Value Normed(Value x, Value weight, double epsilon) => x * Normalizations.InverseRootMeanSquare(x, [2], epsilon) * Wide(weight);

    /// <summary>A query of the last ones sees the keys of its sequence, up to its own place where that is asked for, and no farther back than the window.</summary>
    static Value Hide(Value scores, Value before, Value counts, bool isCausal, long window) => MapOver(
        scores.Scope, scores.Shape, [scores, PerSample(before), PerSample(counts)], e =>
        {
            ScalarExpr key = ScalarExpr.Index(3), place = e[1] + ScalarExpr.Index(2);
            ScalarExpr sees = Less(key, e[1] + e[2]);
            if (isCausal)
                sees = And(sees, LessOrEqual(key, place));
            if (window >= 0)
                sees = And(sees, Less(place, key + ScalarExpr.Literal(ElementType.Int64, window)));
            return Select(sees, e[0], ScalarExpr.Literal(e[0].Type, double.NegativeInfinity));
        });

    static Value PerSample(Value counts) => Views.Reshape(counts, counts.Shape[0], 1, 1, 1);

    /// <summary>Between [N, L, heads, size] and [N, heads, L, size].</summary>
    static Value ByHeads(Value x) => Views.Permute(x, [0, 2, 1, 3]);

    static Value Wide(Value x) => x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);

    /// <summary>Where the keys of sequences lie.</summary>
    /// <param name="Table">The blocks of each sequence, [N, most].</param>
    /// <param name="Size">The number of keys in a block.</param>
    sealed record Pages(Value Table, Dim Size)
    {
        /// <summary>The places in the memory of keys by their sequences and places there.</summary>
        public Value Slots(Value samples, Value places)
        {
            ScalarExpr size = ScalarExpr.Of(Size);
            Value blocks = Table.Scope.Add(new Gather(0, OutsideMode.Zero), Table, samples, Map(places, place => place / size));
            return Map(blocks, places, (block, place) => (block * size) + ScalarExpr.Apply(ScalarOperation.Modulo, place, size));
        }

        /// <summary>The first keys of all sequences, [N, length, heads, size].</summary>
        public Value Read(Value memory, Dim length)
        {
            Shape shape = Shape.Of(Table.Shape[0], length);
            Value slots = Slots(Indexing.Coordinate(Table.Scope, shape, 0), Indexing.Coordinate(Table.Scope, shape, 1));
            return Indexing.Take(Flat(memory), slots, 0, OutsideMode.Zero);
        }

        /// <summary>The memory with keys [tokens, heads, size] at their places.</summary>
        public static Value Write(Value memory, Value slots, Value keys)
        {
            // What is written nowhere falls behind the last key.
            Value flat = Flat(memory);
            Value room = Windows.Border(flat, [0, 0, 0], [1, 0, 0], Like(flat, 0));
            Value places = Map(slots, slot => Select(Less(slot, ScalarExpr.Literal(ElementType.Int64, 0L)), ScalarExpr.Of(flat.Shape[0]), slot));
            Value written = memory.Scope.Add(new Scatter(0, ScatterOperation.Set), room, places, keys);
            return Views.Reshape(Views.Slice(written, 0, 0, flat.Shape[0]), memory.Shape);
        }

        static Value Flat(Value memory) => Views.Reshape(memory, memory.Shape[0] * memory.Shape[1], memory.Shape[2], memory.Shape[3]);
    }
}
