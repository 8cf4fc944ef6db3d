namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators that carry a memory from token to token, which the standard took over.</summary>
[Domain("com.microsoft")]
internal static class RecurrentMemories
{
    [Operator]
    public static (Value Output, Value PresentState) LinearAttention(
        Value query, Value key, Value value, long kvNumHeads, long qNumHeads, Value? pastState = null, Value? decay = null, Value? beta = null,
        long chunkSize = 64, double scale = 0, string updateRule = "gated_delta") =>
        LinearAttentions.LinearAttention(
            query, key, value, kvNumHeads, qNumHeads, pastState, decay, beta, null, chunkSize, scale, updateRule);

    [Operator(Widens = true)]
    public static (Value Output, Value PresentState) CausalConvWithState(
        Value input, [AtLeast(3)] Value weight, [Rank(1)] Value? bias = null, Value? pastState = null, string activation = "none", long ndim = 1) =>
        ndim == 1
            ? CausalConvolution.CausalConvWithState(input, weight, bias, pastState, activation)
            : throw new Import.ModelException("A causal convolution over several axes is not defined here.");
}
