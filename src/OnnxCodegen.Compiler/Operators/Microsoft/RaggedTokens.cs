using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tokens of sequences of different lengths, one behind the other.</summary>
/// <param name="Ends">Behind the last token of each sequence, [N].</param>
/// <param name="Starts">The first token of each sequence, [N].</param>
/// <param name="Tokens">The number of all tokens.</param>
/// <param name="Length">The number of tokens of the longest sequence.</param>
internal sealed record RaggedTokens(Value Ends, Value Starts, Dim Tokens, Dim Length)
{
    public Dim Samples => Ends.Shape[0];

    /// <summary>The number of tokens of each sequence, [N].</summary>
    public Value Counts => Ends - Starts;

    /// <param name="cumulative">Where each sequence begins, and where the last one ends, [N + 1].</param>
    public static RaggedTokens Of(Value cumulative, Dim tokens)
    {
        if (cumulative.Rank != 1)
            throw new ModelException($"The ends of sequences are a vector, but are of type {cumulative.Type}.");
        Value bounds = Cast(cumulative, ElementType.Int64);
        Dim samples = bounds.Shape[0] - 1;
        (Value ends, Value starts) = (Views.Slice(bounds, 0, 1, samples), Views.Slice(bounds, 0, 0, samples));
        Dim length = bounds.Scope.Let(DimVectors.Scalar(Reductions.Max(ends - starts, 0)));
        return new RaggedTokens(ends, starts, tokens, length);
    }

    /// <summary>[tokens, …] as [N, longest, …], zeros behind the tokens of a sequence.</summary>
    public Value Pad(Value x)
    {
        Value places = MapOver(
            x.Scope, Shape.Of(Samples, Length), [Views.Unsqueeze(Starts, 1), Views.Unsqueeze(Counts, 1)],
            e => Select(Less(ScalarExpr.Index(1), e[1]), e[0] + ScalarExpr.Index(1), ScalarExpr.Literal(ElementType.Int64, -1L)));
        return Indexing.Take(x, places, 0, OutsideMode.Zero);
    }

    /// <summary>[N, longest, …] as [tokens, …].</summary>
    public Value Pack(Value padded)
    {
        (Value samples, Value places) = Places();
        return padded.Scope.Add(new Gather(0, OutsideMode.Error), padded, samples, places);
    }

    /// <summary>The sequence that each token belongs to and its place there, [tokens] each.</summary>
    public (Value Samples, Value Places) Places()
    {
        Value endsBefore = MapOver(
            Ends.Scope, Shape.Of(Tokens, Samples), [Ends], e => Cast(LessOrEqual(e[0], ScalarExpr.Index(0)), ElementType.Int64));
        Value samples = Views.Squeeze(Reductions.Sum(endsBefore, 1), 1);
        Value starts = Indexing.Take(Starts, samples, 0, OutsideMode.Zero);
        return (samples, MapOver(Ends.Scope, samples.Shape, [starts], e => ScalarExpr.Index(0) - e[0]));
    }
}
