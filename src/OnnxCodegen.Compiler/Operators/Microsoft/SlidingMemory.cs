using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>A memory of the last keys or values of each sample, from its start on. Where it is full, as many are dropped as a window does not need.</summary>
/// <param name="Before">How many keys each sample had so far, [N].</param>
/// <param name="Length">The number of new keys of each sample, which stand behind the memory.</param>
/// <param name="Capacity">How many keys the memory has room for, at least those of the window.</param>
internal sealed record SlidingMemory(Value Before, Dim Length, Dim Capacity, long Window)
{
    /// <summary>What of the memory and the new keys [N, heads, capacity + length, size] is handed on, [N, heads, capacity, size].</summary>
    public Value Last(Value joined)
    {
        Shape shape = Shape.Of(joined.Shape[0], joined.Shape[1], Capacity);
        Value places = MapOver(joined.Scope, shape, [Views.Reshape(Before, Before.Shape[0], 1, 1)], e =>
        {
            ScalarExpr total = e[0] + ScalarExpr.Of(Length), place = ScalarExpr.Index(2), kept = Kept(total);
            ScalarExpr position = total - kept + place;
            ScalarExpr index = Select(Less(position, e[0]), position - e[0] + Kept(e[0]), ScalarExpr.Of(Capacity) + position - e[0]);
            return Select(Less(place, kept), index, Whole(-1));
        });
        return joined.Scope.Add(new Gather(2, OutsideMode.Zero), joined, places);
    }

    /// <summary>A query sees the keys of the window that ends at its own place.</summary>
    /// <param name="scores">[N, heads, length, capacity + length].</param>
    public Value Hide(Value scores) => MapOver(scores.Scope, scores.Shape, [scores, Own()], e =>
    {
        ScalarExpr position = Position(e[1], ScalarExpr.Index(3)), place = e[1] + ScalarExpr.Index(2);
        ScalarExpr sees = And(LessOrEqual(Whole(0), position), And(LessOrEqual(position, place), Less(place, position + Whole(Window))));
        return Select(sees, e[0], ScalarExpr.Literal(e[0].Type, double.NegativeInfinity));
    });

    /// <summary>The columns of a bias that belong to the keys, where it has one for each that there ever was, as [N, heads, length, capacity + length].</summary>
    public Value Columns(Value bias, Shape scores)
    {
        Value whole = Views.Expand(bias, scores.With(3, bias.Shape[3]));
        Value places = MapOver(bias.Scope, scores, [Own()], e => Position(e[0], ScalarExpr.Index(3)));
        return bias.Scope.Add(new Gather(3, OutsideMode.Zero), whole, places);
    }

    Value Own() => Views.Reshape(Before, Before.Shape[0], 1, 1, 1);

    /// <summary>The position of a key in its sample; −1 for what is none.</summary>
    ScalarExpr Position(ScalarExpr before, ScalarExpr column)
    {
        ScalarExpr kept = Kept(before), capacity = ScalarExpr.Of(Capacity);
        return Select(Less(column, capacity), Select(Less(column, kept), before - kept + column, Whole(-1)), before + column - capacity);
    }

    /// <summary>How many of all keys are in the memory.</summary>
    ScalarExpr Kept(ScalarExpr total)
    {
        ScalarExpr capacity = ScalarExpr.Of(Capacity), dropped = ScalarExpr.Of(Capacity - Window + 1);
        ScalarExpr times = (total - capacity + dropped - Whole(1)) / dropped;
        return Select(LessOrEqual(total, capacity), total, total - (dropped * times));
    }

    static ScalarExpr Whole(long number) => ScalarExpr.Literal(ElementType.Int64, number);
}
