using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators that carry a memory from token to token, which the standard took over.</summary>
[Domain("com.microsoft")]
internal static class RecurrentMemories
{
    /// <param name="query">[N, L, q_num_heads · d].</param>
    /// <param name="key">[N, L, kv_num_heads · d], or with fewer heads, which are shared.</param>
    /// <param name="pastState">[N, kv_num_heads, d, e], with a <see cref="StateWindow"/> in front where state_window is not 0.</param>
    [Operator]
    public static (Value Output, Value PresentState) LinearAttention(
        [Rank(3)] Value query, [Rank(3)] Value key, [Rank(3)] Value value, long kvNumHeads, long qNumHeads, Value? pastState = null,
        [Rank(3)] Value? decay = null, [Rank(3)] Value? beta = null, long chunkSize = 64, double scale = 0, long stateWindow = 0,
        string updateRule = "gated_delta")
    {
        StateWindow.Check(stateWindow, "state_window");
        Value? past = pastState is null ? null : StateWindow.Newest(pastState, stateWindow);
        (Value output, Value state, IReadOnlyList<Value> states) = LinearAttentions.Run(
            query, key, value, kvNumHeads, qNumHeads, past, decay, beta, null, scale, updateRule,
            (next, _) => stateWindow == 0 ? Array.Empty<Value>() : new[] { next });
        return (output, stateWindow == 0 ? state : Algebra.Cast(StateWindow.Of(states[0], stateWindow), state.ElementType));
    }

    /// <param name="input">[N, C, L], or with channels_last [N, L, …] where the axes behind are the channels.</param>
    /// <param name="weight">[C, 1, k].</param>
    /// <param name="pastState">What came before, in the order of the input, with a <see cref="StateWindow"/> in front where state_window is
    /// not 0; zeros when missing.</param>
    [Operator(Widens = true)]
    public static (Value Output, Value PresentState) CausalConvWithState(
        [AtLeast(3)] Value input, [AtLeast(3)] Value weight, [Rank(1)] Value? bias = null, Value? pastState = null, string activation = "none",
        bool channelsLast = false, long dilation = 1, long ndim = 1, long stateWindow = 0)
    {
        StateWindow.Check(stateWindow, "state_window");
        if (ndim != 1)
            throw new ModelException("What lies around the further axes of a causal convolution is not defined.");
        if (dilation < 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute 'dilation' is {dilation}; at least 1 is expected.");
        if (!channelsLast && input.Rank != 3)
            throw new ModelException($"A sequence has 3 axes, but the input is of type {input.Type}.");
        Value? past = pastState is null ? null : First(StateWindow.Newest(pastState, stateWindow));
        (Value output, Value whole, Dim memory) = CausalConvolution.Convolve(First(input), weight, bias, past, activation, dilation);
        Value present = stateWindow == 0
            ? Views.Slice(whole, 2, whole.Shape[2] - memory, memory)
            : StateWindow.Of(States(whole, memory), stateWindow);
        return (Last(output), Last(present));

        Value First(Value x) => channelsLast
            ? Views.Permute(Views.Reshape(x, x.Shape[0], x.Shape[1], Dim.Product(x.Shape.Skip(2))), new[] { 0, 2, 1 })
            : x;

        Value Last(Value x)
        {
            if (!channelsLast)
                return x;
            Value moved = Views.MoveAxis(x, x.Rank - 2, x.Rank - 1);
            return Views.Reshape(moved, new Shape(moved.Shape.Take(x.Rank - 1).Concat(input.Shape.Skip(2))));
        }
    }

    /// <summary>For each place of [N, C, memory + L] the memory behind it, [L, N, C, memory].</summary>
    static Value States(Value whole, Dim memory)
    {
        Value windows = Windows.Along(whole, 2, memory, 0, 0, whole);
        return Views.Permute(Views.Slice(windows, 2, 1, windows.Shape[2] - 1), new[] { 2, 0, 1, 3 });
    }
}
