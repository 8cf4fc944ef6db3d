using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Attention through a state that each token changes: S ← decay · S + k ⊗ v.</summary>
internal static class LinearAttentions
{
    /// <param name="query">[N, L, q_num_heads · d].</param>
    /// <param name="key">[N, L, kv_num_heads · d].</param>
    /// <param name="value">[N, L, kv_num_heads · e].</param>
    /// <param name="pastState">[N, kv_num_heads, d, e]; zeros when missing.</param>
    /// <param name="decay">Logarithms of the decay, [N, L, kv_num_heads] or [N, L, kv_num_heads · d].</param>
    /// <param name="beta">How much of what the state holds for a key is replaced, [N, L, kv_num_heads] or [N, L, 1].</param>
    /// <param name="eraseGate">Factors of the keys with which the state is read before that, [N, L, kv_num_heads · d].</param>
    [Operator, Since(27)]
    public static (Value Output, Value PresentState) LinearAttention(
        Value query, Value key, Value value, long kvNumHeads, long qNumHeads, Value? pastState = null, Value? decay = null,
        Value? beta = null, Value? eraseGate = null, long chunkSize = 64, double scale = 0, string updateRule = "gated_delta")
    {
        bool decays = updateRule is "gated" or "gated_delta";
        bool corrects = updateRule is "delta" or "gated_delta";
        if (decays == decay is null || corrects == beta is null || (!decays && !corrects && updateRule != "linear"))
            throw new ModelException($"The update rule '{updateRule}' does not fit the inputs that are given.");
        Value[] sequences = new[]
            {
                ByTime(query, qNumHeads), ByTime(key, kvNumHeads), ByTime(value, kvNumHeads),
                decay is null ? null : ByTime(decay, kvNumHeads),
                beta is null ? null : ByTime(beta, beta.Shape[2]),
                eraseGate is null ? null : ByTime(eraseGate, kvNumHeads),
            }.OfType<Value>().ToArray();
        Value keys = sequences[1];
        Value state = pastState is null
            ? Fill(query.Scope, Shape.Of(keys.Shape[1], kvNumHeads, keys.Shape[3], sequences[2].Shape[3]), ScalarExpr.Literal(keys.ElementType, 0))
            : Cast(pastState, keys.ElementType);
        (IReadOnlyList<Value> last, Value outputs) = Recurrence.Over(sequences, false, new[] { state }, (_, slices, states) =>
        {
            Value next = Update(states[0], slices, decays, corrects);
            return (new[] { next }, Read(slices[0], next, scale));
        });
        Value output = Views.Permute(outputs, new[] { 1, 0, 2, 3 });
        Value joined = Views.Reshape(output, output.Shape[0], output.Shape[1], output.Shape[2] * output.Shape[3]);
        return (Cast(joined, query.ElementType), Cast(last[0], (pastState ?? query).ElementType));
    }

    static Value Update(Value state, IReadOnlyList<Value> slices, bool decays, bool corrects)
    {
        Value key = slices[1];
        Value value = slices[2];
        if (decays)
            state *= Views.Unsqueeze(Exp(slices[3]), 3);
        if (corrects)
        {
            int beta = decays ? 4 : 3;
            Value erased = slices.Count > beta + 1 ? slices[beta + 1] * key : key;
            Value held = Contractions.Contract(state, erased, new[] { 0, 1 }, new[] { 0, 1 }, new[] { 2 }, new[] { 2 });
            value = slices[beta] * (value - held);
        }
        return state + (Views.Unsqueeze(key, 3) * Views.Unsqueeze(value, 2));
    }

    /// <summary>scale · qᵀS; several heads of q may share a state.</summary>
    static Value Read(Value query, Value state, double scale)
    {
        Dim size = query.Shape[2];
        Value shared = Views.Reshape(query, query.Shape[0], state.Shape[1], query.Shape[1] / state.Shape[1], size);
        Value read = Contractions.Contract(shared, state, new[] { 0, 1 }, new[] { 0, 1 }, new[] { 3 }, new[] { 2 });
        Value heads = Views.Reshape(read, query.Shape[0], query.Shape[1], state.Shape[3]);
        return scale != 0 ? heads * scale : Map(heads, a => a / Sqrt(Cast(ScalarExpr.Of(size), a.Type)));
    }

    /// <summary>[N, L, heads · size] as [L, N, heads, size], in float or wider.</summary>
    static Value ByTime(Value x, Dim heads)
    {
        Value wide = x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);
        return Views.Permute(Views.Reshape(wide, x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads), new[] { 1, 0, 2, 3 });
    }
}
