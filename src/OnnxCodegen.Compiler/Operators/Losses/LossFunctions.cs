using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Losses of classification.</summary>
internal static class LossFunctions
{
    [Operator(Widens = true), Since(12)]
    public static Value NegativeLogLikelihoodLoss(
        [AtLeast(2)] Value input, [AtLeast(1), Indices] Value target, [Rank(1)] Value? weight = null, long? ignoreIndex = null, string reduction = "mean")
    {
        Value? counted = ignoreIndex is { } ignored
            ? Map(target, t => Not(Equal(t, ScalarExpr.Literal(t.Type, ignored))))
            : null;
        Value classes = counted is null ? target : Map(target, counted, (t, c) => Select(c, t, ScalarExpr.Literal(t.Type, 0)));
        Value? weights = WeightsOf(classes, counted, weight, input.ElementType);
        Value losses = -LikelihoodOf(input, classes);
        if (weights is not null)
            losses *= weights;
        return reduction switch
        {
            "none" => losses,
            "sum" => Total(losses),
            "mean" => weights is null ? Total(losses) / Count(losses) : Total(losses) / Total(weights),
            _ => throw new ModelException($"The reduction '{reduction}' is unknown."),
        };
    }

    /// <summary>The loss and the logarithms of the probabilities.</summary>
    [Operator(Widens = true), Since(12)]
    public static (Value Loss, Value LogProbabilities) SoftmaxCrossEntropyLoss(
        [AtLeast(2)] Value scores, [AtLeast(1), Indices] Value labels, [Rank(1)] Value? weights = null, long? ignoreIndex = null, string reduction = "mean")
    {
        Value logarithms = SoftmaxOperators.LogSoftmax(scores, 1);
        return (NegativeLogLikelihoodLoss(logarithms, labels, weights, ignoreIndex, reduction), logarithms);
    }

    /// <summary>The input [N, C, d…] at the classes [N, d…].</summary>
    static Value LikelihoodOf(Value input, Value classes)
    {
        int[] classesLast = Enumerable.Range(0, input.Rank).Where(axis => axis != 1).Append(1).ToArray();
        return input.Scope.Add(
            new Gather(input.Rank - 1, OutsideMode.Error), Views.Permute(input, classesLast), Cast(classes, ElementType.Int64));
    }

    /// <summary>What each element counts for: its class's weight, 0 where it is ignored; null where all count the same.</summary>
    static Value? WeightsOf(Value classes, Value? counted, Value? weight, ElementType type)
    {
        if (weight is null)
            return counted is null ? null : Cast(counted, type);
        Value weights = Cast(classes.Scope.Add(new Gather(0, OutsideMode.Error), weight, Cast(classes, ElementType.Int64)), type);
        return counted is null ? weights : Map(counted, weights, (c, w) => Select(c, w, ScalarExpr.Literal(w.Type, 0)));
    }

    static Value Total(Value x) => Views.Reshape(Reductions.Sum(x, Enumerable.Range(0, x.Rank).ToArray()), Shape.Scalar);

    static Value Count(Value x) => Reductions.Count(x, Enumerable.Range(0, x.Rank).ToArray());
}
