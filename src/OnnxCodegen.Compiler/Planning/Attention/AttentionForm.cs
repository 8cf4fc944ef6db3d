using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Two contractions with a softmax over the last axis between them: product · map → max → exp → sum → quotient → product.</summary>
/// <param name="Scores">The first contraction.</param>
/// <param name="Reshapes">Reshapes of its result.</param>
/// <param name="Map">An elementwise function of the scores, such as a scale and a mask; null for none.</param>
/// <param name="Softmax">The nodes of the softmax, and reshapes of its result.</param>
/// <param name="Product">The second contraction.</param>
/// <param name="HiddenIsZero">Whether the softmax of −∞ alone is zero.</param>
internal sealed record AttentionForm(
    Node Scores, IReadOnlyList<Node> Reshapes, Node? Map, IReadOnlyList<Node> Softmax, Node Product, bool HiddenIsZero)
{
    public IEnumerable<Node> Nodes => new[] { Scores }.Concat(Reshapes).Concat(Map is null ? Array.Empty<Node>() : new[] { Map })
        .Concat(Softmax).Concat(new[] { Product });

    /// <summary>The scores as the map reads them.</summary>
    public Value Reshaped => Reshapes.Count > 0 ? Reshapes[Reshapes.Count - 1].Output : Scores.Output;

    public static AttentionForm? TryMatch(Node scores, Uses uses)
    {
        if (!MatMulPlans.Suit(scores) || scores.Output.Rank < 2)
            return null;
        var reshapes = new List<Node>();
        Value products = FollowReshapes(scores.Output, reshapes, uses);
        Node? map = MaximumOf(products, uses) is null
            ? uses.Of(products).FirstOrDefault(n => n.Primitive is Map m && m.Shape.Equals(products.Shape) && MaximumOf(n.Output, uses) is not null)
            : null;
        Value x = map?.Output ?? products;
        if (MaximumOf(x, uses) is not { } maximum)
            return null;

        Node? shift = uses.Single(maximum.Output) is { } first && IsShift(first, maximum.Output) ? first : null;
        Value subtracted = shift?.Output ?? maximum.Output;
        if (uses.Single(subtracted) is not { } exponential || !IsExponential(exponential, x, map, subtracted)
            || !uses.AreOnly(x, maximum, exponential) || (map is not null && !uses.AreOnly(products, map, exponential)))
            return null;
        Node? sum = uses.Of(exponential.Output).FirstOrDefault(n => IsFold(n, Reduction.Sum));
        if (sum is null || uses.Single(sum.Output) is not { } quotient || !IsQuotient(quotient, exponential.Output, sum.Output)
            || !uses.AreOnly(exponential.Output, sum, quotient))
            return null;

        var softmax = new List<Node> { maximum };
        if (shift is not null)
            softmax.Add(shift);
        softmax.AddRange(new[] { exponential, sum, quotient });
        Value weights = FollowReshapes(quotient.Output, softmax, uses);
        return uses.Single(weights) is { } product && Continues(scores, product, weights)
            ? new AttentionForm(scores, reshapes, map, softmax, product, shift is not null)
            : null;
    }

    static Value FollowReshapes(Value value, List<Node> reshapes, Uses uses)
    {
        while (uses.Single(value) is { Primitive: Reshape } reader && reader.Output.Rank > 0
            && reader.Output.Shape[reader.Output.Rank - 1] == value.Shape[value.Rank - 1])
        {
            reshapes.Add(reader);
            value = reader.Output;
        }
        return value;
    }

    /// <summary>Whether the second contraction sums over the keys, with the first one's batches and rows.</summary>
    static bool Continues(Node scores, Node product, Value weights)
    {
        if (product.Primitive is not Contract second || !MatMulPlans.Suit(product) || !ReferenceEquals(product.Inputs[0], weights)
            || ReferenceEquals(product.Inputs[1], weights) || !weights.Shape.Equals(scores.Output.Shape))
            return false;
        var first = (Contract)scores.Primitive;
        int batches = first.BatchA.Count;
        return first.FreeB(scores.Inputs[1].Rank).Count() == 1 && second.SumA.SequenceEqual(new[] { weights.Rank - 1 })
            && second.BatchA.SequenceEqual(Enumerable.Range(0, batches))
            && Enumerable.Range(0, batches).All(i => product.Output.Shape[i] == scores.Output.Shape[i]);
    }

    static Node? MaximumOf(Value value, Uses uses) => uses.Of(value).FirstOrDefault(n => IsFold(n, Reduction.Max));

    static bool IsFold(Node node, Reduction operation) => node.Primitive is Reduce reduce && reduce.Operation == operation
        && reduce.Axes is [var axis] && axis == node.Inputs[0].Rank - 1;

    /// <summary>Whether the map gives 0 for −∞ and else its input.</summary>
    static bool IsShift(Node node, Value maximum) => node.Primitive is Map map && node.Inputs.Count == 1
        && map.Expression.Equals(Where(ScalarExpr.Input(0, maximum.ElementType), double.NegativeInfinity, 0));

    /// <summary>Whether the map is exp(x − maximum); x may be written out as the function that gives it.</summary>
    static bool IsExponential(Node node, Value x, Node? producer, Value maximum)
    {
        if (node.Primitive is not Map map || !map.Shape.Equals(x.Shape))
            return false;
        int shift = IndexOf(node.Inputs, maximum);
        ScalarExpr direct = ScalarExpr.Input(IndexOf(node.Inputs, x), x.ElementType);
        if (IsExponential(map.Expression, direct, shift))
            return true;
        if (producer is null)
            return false;
        ScalarExpr written = ((Map)producer.Primitive).Expression.Substitute(leaf =>
            leaf is ScalarInput input ? ScalarExpr.Input(IndexOf(node.Inputs, producer.Inputs[input.Position]), input.Type) : null);
        return IsExponential(map.Expression, written, shift);
    }

    static bool IsExponential(ScalarExpr expression, ScalarExpr x, int shift) => expression.Equals(
        ScalarExpr.Apply(ScalarOperation.Exponential, x - ScalarExpr.Input(shift, x.Type)));

    /// <summary>Whether the map divides by the sum, or by 1 where the sum is 0.</summary>
    static bool IsQuotient(Node node, Value exponential, Value sum)
    {
        if (node.Primitive is not Map map || node.Inputs.Count != 2 || !map.Shape.Equals(exponential.Shape))
            return false;
        ScalarExpr dividend = ScalarExpr.Input(IndexOf(node.Inputs, exponential), exponential.ElementType);
        ScalarExpr divisor = ScalarExpr.Input(IndexOf(node.Inputs, sum), sum.ElementType);
        return map.Expression.Equals(dividend / divisor) || map.Expression.Equals(dividend / Where(divisor, 0, 1));
    }

    /// <summary>The value, or another one where it equals the given number.</summary>
    static ScalarExpr Where(ScalarExpr value, double number, double other) => ScalarExpr.Select(
        ScalarExpr.Apply(ScalarOperation.Equal, value, ScalarExpr.Literal(value.Type, number)),
        ScalarExpr.Literal(value.Type, other), value);

    static int IndexOf(IReadOnlyList<Value> values, Value value)
    {
        for (int i = 0; i < values.Count; i++)
            if (ReferenceEquals(values[i], value))
                return i;
        return -1;
    }
}
