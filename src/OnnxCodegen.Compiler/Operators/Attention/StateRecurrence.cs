using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>What linear attention reads, token by token: S ← decay · S + k ⊗ v. Several heads of queries may share a state.</summary>
/// <param name="Query">[L, N, heads of queries, d].</param>
/// <param name="Key">[L, N, heads, d].</param>
/// <param name="Value">[L, N, heads, e].</param>
/// <param name="Decay">Logarithms of the decay, [L, N, heads, d or 1].</param>
/// <param name="Beta">How much of what the state holds for a key is replaced, [L, N, heads or 1, 1]; then v is the difference.</param>
/// <param name="EraseGate">Factors of the keys with which the state is read before that, [L, N, heads, d].</param>
/// <param name="Scale">The factor of what is read; by the root of the keys' size when 0.</param>
internal sealed record StateRecurrence(Value Query, Value Key, Value Value, Value? Decay, Value? Beta, Value? EraseGate, double Scale)
{
    /// <summary>Which of decay and correction an update rule has.</summary>
    /// <exception cref="ModelException">The rule is unknown, or what it needs is not given.</exception>
    public static (Value? Decay, Value? Beta) Inputs(string updateRule, Value? decay, Value? beta)
    {
        bool decays = updateRule is "gated" or "gated_delta";
        bool corrects = updateRule is "delta" or "gated_delta";
        if (!decays && !corrects && updateRule != "linear")
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The update rule '{updateRule}' is unknown.");
        if ((decays && decay is null) || (corrects && beta is null))
            throw new ModelException($"The update rule '{updateRule}' does not fit the inputs that are given.");
        return (decays ? decay : null, corrects ? beta : null);
    }

    /// <summary>Takes all tokens.</summary>
    /// <param name="state">[N, heads, d, e].</param>
    /// <param name="traces">What else is kept of each token, from the next state and what was added for the key.</param>
    /// <returns>What each token reads [L, N, heads of queries, e], the last state, and the traces.</returns>
    public (Value Output, Value State, IReadOnlyList<Value> Traces) Run(Value state, System.Func<Value, Value, IReadOnlyList<Value>> traces)
    {
        Value?[] given = { Query, Key, Value, Decay, Beta, EraseGate };
        int[] present = Enumerable.Range(0, given.Length).Where(i => given[i] is not null).ToArray();
        (IReadOnlyList<Value> last, IReadOnlyList<Value> outputs) = Recurrence.Over(
            present.Select(i => given[i]!).ToArray(), false, new[] { state }, (_, slices, states) =>
            {
                var parts = new Value?[given.Length];
                for (int i = 0; i < present.Length; i++)
                    parts[present[i]] = slices[i];
                (Value next, Value added) = Update(states[0], parts[1]!, parts[2]!, parts[3], parts[4], parts[5]);
                return (new[] { next }, new[] { Read(parts[0]!, next) }.Concat(traces(next, added)).ToArray());
            });
        return (outputs[0], last[0], outputs.Skip(1).ToArray());
    }

    static (Value Next, Value Added) Update(Value state, Value key, Value value, Value? decay, Value? beta, Value? eraseGate)
    {
        if (decay is not null)
            state *= Views.Unsqueeze(Exp(decay), 3);
        if (beta is not null)
        {
            Value erased = eraseGate is null ? key : eraseGate * key;
            Value held = Contractions.Contract(state, erased, new[] { 0, 1 }, new[] { 0, 1 }, new[] { 2 }, new[] { 2 });
            value = beta * (value - held);
        }
        return (state + (Views.Unsqueeze(key, 3) * Views.Unsqueeze(value, 2)), value);
    }

    /// <summary>scale · qᵀS.</summary>
    Value Read(Value query, Value state)
    {
        Dim size = query.Shape[2];
        Value shared = Views.Reshape(query, query.Shape[0], state.Shape[1], query.Shape[1] / state.Shape[1], size);
        Value read = Contractions.Contract(shared, state, new[] { 0, 1 }, new[] { 0, 1 }, new[] { 3 }, new[] { 2 });
        Value heads = Views.Reshape(read, query.Shape[0], query.Shape[1], state.Shape[3]);
        return Scale != 0 ? heads * Scale : Map(heads, a => a / Sqrt(Cast(ScalarExpr.Of(size), a.Type)));
    }
}
