using System.Runtime.InteropServices;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Gates of language models and what they let through.</summary>
[Domain("com.microsoft")]
internal static class Gates
{
    /// <summary>decay_scale · softplus(a + dt_bias), and sigmoid(b).</summary>
    /// <param name="a">[N, L, heads].</param>
    /// <param name="dtBias">[heads].</param>
    /// <param name="decayScale">[heads].</param>
    [Operator(Widens = true)]
    public static (Value Decay, Value Beta) LinearAttentionGate(Value a, [Rank(1)] Value dtBias, [Rank(1)] Value decayScale, Value? b = null)
    {
        Value decay = Map(a, dtBias, decayScale, (x, bias, scale) => scale * Activations.Softplus(x + bias));
        return (decay, Sigmoid(b ?? a));
    }

    /// <summary>gate · value with gate = sigmoid(sign(d) · √|d|), d = Σ RMSNorm(key) · RMSNorm(query) / √size; and its RMSNorm.</summary>
    /// <param name="key">[N, L, connections, size]; query alike.</param>
    /// <param name="value">[N, L, size].</param>
    /// <param name="keyNormScale">[connections, size]; the others alike.</param>
    [Operator(Widens = true)]
    public static (Value Output, Value Normed) EngramGate(
        [Rank(4)] Value key, [Rank(4)] Value query, [Rank(3)] Value value, [Rank(2)] Value keyNormScale, [Rank(2)] Value queryNormScale,
        [Rank(2)] Value? convNormScale = null, double epsilon = 1e-5)
    {
        Value product = Normed(key, keyNormScale, epsilon) * Normed(query, queryNormScale, epsilon);
        Value gate = Map(Reductions.Sum(product, 3), sum =>
        {
            ScalarExpr dot = sum / Sqrt(Cast(ScalarExpr.Of(key.Shape[3]), sum.Type));
            return Sigmoid(ScalarExpr.Apply(ScalarOperation.Sign, dot) * Sqrt(Maximum(Abs(dot), 1e-6)));
        });
        Value output = gate * Views.Unsqueeze(value, 2);
        return (output, convNormScale is null ? output : Normed(output, convNormScale, epsilon));
    }

    /// <summary>Positions' share of the scores, weighed by two gates of each query: (u · (r · eco_a − 1) + 2) · rel_pos.</summary>
    /// <param name="queryLayer">[N, L, heads · size], or [tokens, heads · size] with the tokens' offsets.</param>
    /// <param name="relPos">[1, heads, L, L].</param>
    /// <param name="weight">[size, D]; the sums of the halves of the product are the gates.</param>
    /// <param name="ecoA">[1, heads, 1, 1].</param>
    [Operator(Widens = true)]
    public static Value GatedRelativePositionBias(
        [AtLeast(2)] Value queryLayer, [Rank(1)] Value queryBias, [Rank(4)] Value relPos, [Rank(2)] Value weight, [Rank(1)] Value bias, [Rank(4)] Value ecoA,
        [Rank(2)] Value? tokenOffset = null, long numHeads = 0)
    {
        Value biased = queryLayer + queryBias;
        Value heads = Heads.Split(tokenOffset is null ? biased : PackedSequences.RestorePadding(biased, tokenOffset), numHeads);
        Value gates = Contractions.MatMul(heads, weight) + bias;
        Dim half = gates.Shape[3] / 2;
        Value update = Sigmoid(Reductions.Sum(Views.Slice(gates, 3, 0, half), 3));
        Value reset = Sigmoid(Reductions.Sum(Views.Slice(gates, 3, half, half), 3));
        return Map(update, reset, ecoA, (u, r, a) => (u * ((r * a) - 1)) + 2) * relPos;
    }

    static Value Normed(Value x, Value scale, double epsilon) => x * Normalizations.InverseRootMeanSquare(x, [3], epsilon) * scale;
}
