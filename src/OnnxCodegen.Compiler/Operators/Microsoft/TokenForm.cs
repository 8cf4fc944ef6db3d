using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>How the tokens of sequences lie: [N, L, …], or [tokens, …] with as many for each sequence or with numbers of their own.</summary>
internal sealed record TokenForm(Dim Samples, Dim Length, bool IsFlat, RaggedTokens? Ragged)
{
    /// <param name="tokens">[N, L, heads, size] or [tokens, heads, size].</param>
    /// <param name="cumulative">See <see cref="RaggedTokens.Of"/>.</param>
    /// <param name="state">Tells the number of sequences, [N, …].</param>
    public static TokenForm Of(Value tokens, Value? cumulative, Value? state)
    {
        if (tokens.Rank == 4)
        {
            return cumulative is null
                ? new TokenForm(tokens.Shape[0], tokens.Shape[1], false, null)
                : throw new ModelException("Sequences of different lengths lie one behind the other, on one axis.");
        }
        if (cumulative is not null)
        {
            var ragged = RaggedTokens.Of(cumulative, tokens.Shape[0]);
            return new TokenForm(ragged.Samples, ragged.Length, true, ragged);
        }
        Dim samples = state?.Shape[0] ?? throw new ModelException("The number of sequences is that of the first state, which is missing.");
        return new TokenForm(samples, tokens.Shape[0] / samples, true, null);
    }

    /// <summary>The number of tokens of each sequence, [N] or a scalar.</summary>
    public Value Counts(Scope scope) => Ragged is not null ? Ragged.Counts : scope.Scalar(Length);

    /// <summary>The tokens as [L, N, …].</summary>
    public Value ByTime(Value x)
    {
        Value padded = Ragged is not null ? Ragged.Pad(x) : IsFlat ? Views.Reshape(x, new Shape(new[] { Samples, Length }.Concat(x.Shape.Skip(1)))) : x;
        return Views.MoveAxis(padded, 1, 0);
    }

    /// <summary>[L, N, …] in the form of the tokens.</summary>
    public Value Restore(Value byTime)
    {
        Value padded = Views.MoveAxis(byTime, 1, 0);
        return Ragged is not null ? Ragged.Pack(padded)
            : IsFlat ? Views.Reshape(padded, new Shape(new[] { Samples * Length }.Concat(padded.Shape.Skip(2)))) : padded;
    }
}
