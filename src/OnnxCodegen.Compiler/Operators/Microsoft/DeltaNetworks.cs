using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Linear attention with its gates, whose sequences may have different lengths.</summary>
[Domain("com.microsoft")]
internal static class DeltaNetworks
{
    /// <summary>Keeps the norms of vanishing vectors from 0.</summary>
    const double Epsilon = 1e-6;

    /// <param name="query">[tokens, heads of keys, d] or [N, L, heads of keys, d]; without key and value these lie behind, on the last axis.</param>
    /// <param name="value">[tokens, heads, e] or [N, L, heads, e].</param>
    /// <param name="cuSeqlens">Where the tokens of each sequence begin and the last ones end, [N + 1]; as many for each when missing.</param>
    /// <param name="decay">Logarithms of the decay for each head, or for each element of its keys; before the activation, if there is one.</param>
    /// <param name="initialState">[N, heads, e, d].</param>
    /// <param name="captureCount">Of how many first tokens the changes of the state are given, [N].</param>
    /// <param name="stateUpdateActive">0 for no changes, [1].</param>
    /// <returns>What each token reads, in the form of the queries; the last states; and state_update_capacity times the decays, then as many keys
    /// and what was added for them [N, …].</returns>
    [Operator]
    public static (Value Output, Value FinalState, Value StateUpdate) GatedDeltaNet(
        [AtLeast(2)] Value query, [Optional] Value? key, [Optional] Value? value, [Rank(1), Indices] Value? cuSeqlens = null, Value? decay = null, Value? beta = null,
        [Rank(4)] Value? initialState = null, [Rank(1)] Value? aLog = null, [Rank(1)] Value? dtBias = null, [Rank(1), Indices] Value? captureCount = null,
        [Indices] Value? stateUpdateActive = null, string betaActivation = "none", long chunkSize = 64, string gateActivation = "none", bool qkL2Norm = false,
        double scale = 0, long stateUpdateCapacity = 0, string updateRule = "gated_delta")
    {
        StateWindow.Check(stateUpdateCapacity, "state_update_capacity");
        if (captureCount is null != (stateUpdateCapacity == 0))
            throw new ModelException("The capture_count is given where there is a state_update_capacity.");
        (Value q, Value k, Value v) = key is not null && value is not null ? (query, key, value) : Parts(query, initialState);
        if (q.Rank is not (3 or 4) || k.Rank != q.Rank || v.Rank != q.Rank)
            throw new ModelException($"Queries {q.Type}, keys {k.Type} and values {v.Type} have heads behind their tokens.");
        var form = TokenForm.Of(v, cuSeqlens, initialState);
        Dim heads = v.Shape[v.Rank - 2];
        (decay, beta) = StateRecurrence.Inputs(updateRule, decay, beta);
        Value? decays = decay is null ? null : Decays(decay, q.Rank - 2, aLog, dtBias, gateActivation);
        Value? rates = beta is null ? null : Views.Unsqueeze(betaActivation == "sigmoid" ? Sigmoid(Wide(beta)) : Wide(beta), q.Rank - 1);
        Value keys = form.ByTime(Normed(k, qkL2Norm));
        var recurrence = new StateRecurrence(
            Heads.Repeat(form.ByTime(Normed(q, qkL2Norm)), 2, heads), Heads.Repeat(keys, 2, heads), form.ByTime(Wide(v)),
            decays is null ? null : form.ByTime(decays), rates is null ? null : form.ByTime(rates), null, scale);
        Value state = initialState is null
            ? Fill(q.Scope, Shape.Of(keys.Shape[1], heads, keys.Shape[3], v.Shape[v.Rank - 1]), ScalarExpr.Literal(keys.ElementType, 0))
            : Views.Permute(Wide(initialState), [0, 1, 3, 2]);
        (Value outputs, Value last, IReadOnlyList<Value> traces) = recurrence.Run(
            state, (_, added) => stateUpdateCapacity == 0 ? Array.Empty<Value>() : [added]);
        Value final = Cast(Views.Permute(last, [0, 1, 3, 2]), initialState?.ElementType ?? ElementType.Float);
        Value output = Cast(form.Restore(outputs), query.ElementType);
        return (output, final, stateUpdateCapacity == 0 ? final : Updates());

        Value Updates()
        {
            if (recurrence.Decay is { } given && given.Shape[3] != Dim.One)
                throw new ModelException("Changes of the state are given for decays of whole heads.");
            Value added = traces[0];
            Value factors = recurrence.Decay is null ? Fill(added.Scope, added.Shape.With(3, 1), ScalarExpr.Literal(added.ElementType, 1)) : Exp(recurrence.Decay);
            Value counts = Map(Cast(captureCount!, ElementType.Int64), form.Counts(query.Scope), Minimum);
            if (stateUpdateActive is not null)
                counts = Map(counts, Views.Reshape(Cast(stateUpdateActive, ElementType.Int64), Shape.Scalar), (count, active) => Select(Equal(active, ScalarExpr.Literal(ElementType.Int64, 0L)), active, count));
            Value joined = added.Scope.Add(new Concat(1), new[] { factors, keys, added }.Select(x => First(x, stateUpdateCapacity, counts)).ToArray());
            return Cast(joined, final.ElementType);
        }
    }

    /// <summary>Of [L, N, heads, size] the first tokens that count, zeros behind them, [N, …].</summary>
    static Value First(Value x, long capacity, Value counts)
    {
        Value tokens = Views.Slice(Windows.Border(x, DimVectors.Repeat(0, 4), [capacity, 0, 0, 0], Like(x, 0)), 0, 0, capacity);
        Value rows = Views.Permute(tokens, [1, 0, 2, 3]);
        Value kept = MapOver(x.Scope, rows.Shape, [rows, Views.Reshape(counts, counts.Shape[0], 1, 1, 1)], e =>
            Select(Less(ScalarExpr.Index(1), e[1]), e[0], ScalarExpr.Literal(e[0].Type, 0)));
        return Views.Reshape(kept, rows.Shape[0], rows.Shape[1] * rows.Shape[2] * rows.Shape[3]);
    }

    /// <summary>Queries, keys and values that lie one behind the other, of the sizes of the state [N, heads, e, d].</summary>
    static (Value Q, Value K, Value V) Parts(Value joined, Value? state)
    {
        if (state is null)
            throw new ModelException("Queries, keys and values in one tensor have the sizes of the first state, which is missing.");
        int axis = joined.Rank - 1;
        (Dim heads, Dim e, Dim d) = (state.Shape[1], state.Shape[2], state.Shape[3]);
        Dim shared = (joined.Shape[axis] - (heads * e)) / (2 * d);
        return (Part(0, shared, d), Part(shared * d, shared, d), Part(2 * shared * d, heads, e));

        Value Part(Dim start, Dim count, Dim size) =>
            Views.Reshape(Views.Slice(joined, axis, start, count * size), new Shape(joined.Shape.Take(axis).Append(count).Append(size)));
    }

    /// <param name="lead">The number of axes of tokens.</param>
    static Value Decays(Value decay, int lead, Value? aLog, Value? dtBias, string activation)
    {
        Value wide = Wide(decay.Rank == lead + 1 ? Views.Unsqueeze(decay, lead + 1) : decay);
        if (activation == "none")
            return wide;
        if (activation != "qwen" || aLog is null)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The activation '{activation}' of the decay is unknown, or its a_log is missing.");
        Value rate = Views.Unsqueeze(Wide(aLog), 1);
        Value shifted = dtBias is null ? wide : wide + Views.Unsqueeze(Wide(dtBias), 1);
        return Map(shifted, rate, (x, a) => -Exp(a) * Activations.Softplus(x));
    }

    static Value Normed(Value x, bool normalizes)
    {
        Value wide = Wide(x);
        return normalizes ? Map(wide, Reductions.Sum(Map(wide, a => a * a), x.Rank - 1), (a, sum) => a / Sqrt(sum + Epsilon)) : wide;
    }

    static Value Wide(Value x) => x.ElementType == ElementType.Double ? x : Cast(x, ElementType.Float);
}
