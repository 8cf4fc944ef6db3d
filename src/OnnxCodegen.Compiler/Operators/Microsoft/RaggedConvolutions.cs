using System.Collections.Generic;
using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Causal convolutions of sequences of different lengths.</summary>
[Domain("com.microsoft")]
internal static class RaggedConvolutions
{
    /// <param name="input">[tokens, C].</param>
    /// <param name="weight">[C, 1, k].</param>
    /// <param name="cumulativeSequenceLength">Where each sequence begins, and where the last one ends, [N + 1].</param>
    /// <param name="initialState">What came before, [N, C, (k − 1) · dilation].</param>
    /// <param name="captureCount">The number of first tokens of each sequence that the last result holds.</param>
    [Operator(Widens = true)]
    public static IReadOnlyList<Value> VarlenCausalConvWithState(
        [Rank(2)] Value input, [Rank(3)] Value weight, [Rank(1), Indices] Value cumulativeSequenceLength, [Optional, Rank(1)] Value? bias,
        [Rank(3)] Value initialState, [Rank(1), Indices] Value? captureCount = null, string activation = "none", long dilation = 1,
        long stateUpdateCapacity = 0)
    {
        StateWindow.Check(stateUpdateCapacity, "state_update_capacity");
        if (dilation < 1)
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"The attribute 'dilation' is {dilation}; at least 1 is expected.");
        if (captureCount is null != (stateUpdateCapacity == 0))
            throw new ModelException("The input 'capture_count' stands with an attribute 'state_update_capacity' above 0 alone.");
        RaggedTokens tokens = RaggedTokens.Of(cumulativeSequenceLength, input.Shape[0]);
        Value padded = tokens.Pad(input);
        (Value output, Value whole, Dim memory) = CausalConvolution.Convolve(
            Views.Permute(padded, new[] { 0, 2, 1 }), weight, bias, initialState, activation, dilation);
        var results = new List<Value> { tokens.Pack(Views.Permute(output, new[] { 0, 2, 1 })), Last(whole, tokens, memory) };
        if (captureCount is not null)
            results.Add(First(padded, tokens, captureCount, stateUpdateCapacity));
        return results;
    }

    /// <summary>What a sequence of [N, C, memory + longest] has in memory behind its last token.</summary>
    static Value Last(Value whole, RaggedTokens tokens, Dim memory)
    {
        Value places = MapOver(
            whole.Scope, Shape.Of(tokens.Samples, memory), new[] { Views.Unsqueeze(tokens.Counts, 1) }, e => e[0] + ScalarExpr.Index(1));
        Value gathered = whole.Scope.Add(new Gather(1, OutsideMode.Error), Views.Permute(whole, new[] { 0, 2, 1 }), places);
        return Views.Permute(gathered, new[] { 0, 2, 1 });
    }

    /// <summary>The first tokens of each sequence, zeros behind them: [N, capacity, C].</summary>
    static Value First(Value padded, RaggedTokens tokens, Value count, long capacity)
    {
        Value kept = Map(Cast(count, ElementType.Int64), tokens.Counts, Minimum);
        Value places = MapOver(padded.Scope, Shape.Of(tokens.Samples, capacity), new[] { Views.Unsqueeze(kept, 1) }, e =>
            Select(Less(ScalarExpr.Index(1), e[0]), ScalarExpr.Index(1), ScalarExpr.Literal(ElementType.Int64, -1L)));
        return padded.Scope.Add(new Gather(1, OutsideMode.Zero), padded, places);
    }
}
