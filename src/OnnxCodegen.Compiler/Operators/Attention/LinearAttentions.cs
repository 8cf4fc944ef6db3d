using System;
using System.Collections.Generic;
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
        [Rank(3)] Value query, [Rank(3)] Value key, [Rank(3)] Value value, long kvNumHeads, long qNumHeads, Value? pastState = null,
        [Rank(3)] Value? decay = null, [Rank(3)] Value? beta = null, Value? eraseGate = null, long chunkSize = 64, double scale = 0,
        string updateRule = "gated_delta")
    {
        (Value output, Value state, _) = Run(
            query, key, value, kvNumHeads, qNumHeads, pastState, decay, beta, eraseGate, scale, updateRule, (_, _) => Array.Empty<Value>());
        return (output, state);
    }

    /// <summary>Linear attention that keeps more of each token, see <see cref="StateRecurrence.Run"/>.</summary>
    public static (Value Output, Value PresentState, IReadOnlyList<Value> Traces) Run(
        Value query, Value key, Value value, long kvNumHeads, long qNumHeads, Value? pastState, Value? decay, Value? beta, Value? eraseGate,
        double scale, string updateRule, Func<Value, Value, IReadOnlyList<Value>> traces)
    {
        (decay, beta) = StateRecurrence.Inputs(updateRule, decay, beta);
        Dim size = query.Shape[2] / qNumHeads;
        var recurrence = new StateRecurrence(
            Heads.Repeat(ByTime(query, qNumHeads), 2, kvNumHeads), Heads.Repeat(ByTime(key, key.Shape[2] / size), 2, kvNumHeads),
            ByTime(value, kvNumHeads), decay is null ? null : ByTime(decay, kvNumHeads), beta is null ? null : ByTime(beta, beta.Shape[2]),
            eraseGate is null ? null : ByTime(eraseGate, kvNumHeads), scale);
        Value keys = recurrence.Key;
        Value state = pastState is null
            ? Fill(query.Scope, Shape.Of(keys.Shape[1], kvNumHeads, keys.Shape[3], recurrence.Value.Shape[3]), ScalarExpr.Literal(keys.ElementType, 0))
            : Cast(pastState, keys.ElementType);
        (Value outputs, Value last, IReadOnlyList<Value> kept) = recurrence.Run(state, traces);
        Value output = Views.Permute(outputs, new[] { 1, 0, 2, 3 });
        Value joined = Views.Reshape(output, output.Shape[0], output.Shape[1], output.Shape[2] * output.Shape[3]);
        return (Cast(joined, query.ElementType), Cast(last, (pastState ?? query).ElementType), kept);
    }

    /// <summary>[N, L, heads · size] as [L, N, heads, size], in float or wider.</summary>
    static Value ByTime(Value x, Dim heads)
    {
        Value wide = x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);
        return Views.Permute(Views.Reshape(wide, x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads), new[] { 1, 0, 2, 3 });
    }
}
