using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>How the tokens are shared among experts.</summary>
/// <param name="Count">How many experts a token goes to.</param>
/// <param name="Normalizes">Whether the shares of these are made to sum up to 1.</param>
/// <param name="IsSparseMixer">Whether two experts are drawn one after the other, each with its share among those that are nearly as good.</param>
internal sealed record ExpertRouting(long Count, bool Normalizes, bool IsSparseMixer)
{
    /// <summary>How far below the best one, in parts of the larger magnitude, an expert counts as nearly as good (https://arxiv.org/abs/2310.00811).</summary>
    const double Tolerance = 0.02;

    /// <summary>How much of each expert a token takes, 0 for those that it does not go to, [tokens, experts].</summary>
    /// <param name="scores">What the router says of each expert, [tokens, experts].</param>
    /// <param name="weights">The shares themselves, of which those of the best experts count; the softmax of the scores when missing.</param>
    public Value Shares(Value scores, Value? weights = null)
    {
        if (IsSparseMixer)
        {
            return Count == 2 && weights is null
                ? SparseMixer(scores)
                : throw new ModelException(DiagnosticCode.InvalidAttribute, "The sparse mixer draws two experts by one tensor; other numbers and weights are not defined.");
        }
        Value shares = weights ?? SoftmaxOperators.Softmax(scores, 1);
        var best = scores.Scope.AddNode(new Sort(1, true, Count), weights is null ? shares : scores);
        Value kept = weights is null ? best[0] : Gathering.GatherElements(weights, best[1], 1);
        if (Normalizes)
            kept = Map(kept, Reductions.Sum(kept, 1), (share, sum) => Select(Equal(sum, ScalarExpr.Literal(sum.Type, 0)), sum, share / sum));
        Value zeros = Fill(scores.Scope, shares.Shape, ScalarExpr.Literal(shares.ElementType, 0));
        return scores.Scope.Add(new Scatter(1, ScatterOperation.Set), new[] { zeros }.Concat(Indexing.Elements(shares, best[1], 1)).Append(kept).ToArray());
    }

    static Value SparseMixer(Value scores)
    {
        Value first = Best(scores);
        Value rest = MapOver(scores.Scope, scores.Shape, new[] { scores, first }, e =>
            Select(Equal(ScalarExpr.Index(1), e[1]), ScalarExpr.Literal(e[0].Type, double.NegativeInfinity), e[0]));
        Value second = Best(rest);
        return MapOver(scores.Scope, scores.Shape, new[] { first, Share(scores), second, Share(rest) }, e => Select(
            Equal(ScalarExpr.Index(1), e[0]), e[1],
            Select(Equal(ScalarExpr.Index(1), e[2]), e[3], ScalarExpr.Literal(e[1].Type, 0))));
    }

    static Value Best(Value scores) => scores.Scope.Add(new ArgReduce(true, 1, false), scores);

    /// <summary>The share of the best one among those that are nearly as good.</summary>
    static Value Share(Value scores)
    {
        Value sum = Reductions.Sum(Map(scores, Reductions.Max(scores, 1), (score, best) => Select(
            Less(Tolerance * Maximum(Abs(score), best), best - score), ScalarExpr.Literal(score.Type, 0), Exp(score - best))), 1);
        return Map(sum, s => 1 / s);
    }
}
