using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>Elementwise functions of types whose elements are floats exactly: their inputs are converted to float before the vector driver
/// runs, its result is converted behind it.</summary>
internal static class LaneConversion
{
    /// <summary>Whether every element of the type is a float, and a kernel converts both ways.</summary>
    public static bool IsConvertible(ElementType type) => type is ElementType.Float or ElementType.Float16 or ElementType.Bool
        or ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16;

    /// <summary>The function in lanes, with input k of the node as input k + 1; null where it has parts that floats do not hold.</summary>
    /// <remarks>Parts of type half stand for floats that were rounded to halves.</remarks>
    public static LaneExpression? TryMake(Node node)
    {
        var map = (Map)node.Primitive;
        if (!IsConvertible(map.Expression.Type) || !node.Inputs.All(i => IsConvertible(i.ElementType)))
            return null;
        ScalarExpr expression = FloatForm.Of(map.Expression, position => ValueRange.Of(node.Inputs[position])) is { IsExact: true } form ? form.Expression : map.Expression;
        var sizes = new List<Dim>();
        var lanes = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr part in expression.Nodes())
        {
            if (part is ScalarDim)
                continue;
            if (Lanes(part, lanes, node.Inputs.Count, sizes) is not { } lane)
                return null;
            lanes[part] = lane;
        }
        ScalarExpr result = lanes[expression];
        if (result.Type == ElementType.Bool)
            result = OneOrZero(result);
        // The conversion to the result's type rounds.
        if (result is ScalarApply { Operation: ScalarOperation.Cast, Type: ElementType.Float16 } rounded && map.Expression.Type == ElementType.Float16)
            result = rounded.Arguments[0];
        return new LaneExpression(result, node.Inputs, sizes);
    }

    static ScalarExpr? Lanes(ScalarExpr part, Dictionary<ScalarExpr, ScalarExpr> lanes, int inputs, List<Dim> sizes)
    {
        switch (part)
        {
            case ScalarInput input:
                ScalarExpr number = ScalarExpr.Input(input.Position + 1, ElementType.Float);
                return input.Type == ElementType.Bool ? Differs(number) : number;
            case ScalarLiteral { Type: ElementType.Bool }:
                return part;
            case ScalarLiteral literal when IsConvertible(literal.Type):
                return ScalarExpr.Literal(ElementType.Float, literal.Value is double real ? real : (long)literal.Value);
            case ScalarApply { Operation: ScalarOperation.Cast, Type: ElementType.Float } cast when cast.Arguments[0] is ScalarDim dim:
                if (!sizes.Contains(dim.Dim))
                    sizes.Add(dim.Dim);
                return ScalarExpr.Input(inputs + 1 + sizes.IndexOf(dim.Dim), ElementType.Float);
            case ScalarApply apply when apply.Arguments.All(lanes.ContainsKey):
                return Apply(apply, apply.Arguments.Select(a => lanes[a]).ToArray());
            default:
                return null;
        }
    }

    static ScalarExpr? Apply(ScalarApply apply, ScalarExpr[] arguments)
    {
        ElementType from = apply.Arguments[0].Type;
        switch (apply.Operation)
        {
            case ScalarOperation.BitCast:
                return null;
            case ScalarOperation.Cast when apply.Type == ElementType.Bool:
                return Differs(arguments[0]);
            case ScalarOperation.Cast when apply.Type is ElementType.Float or ElementType.Float16:
                ScalarExpr number = from == ElementType.Bool ? OneOrZero(arguments[0]) : arguments[0];
                return apply.Type == ElementType.Float || from is ElementType.Float16 or ElementType.Bool ? number : RoundToHalf(number);
            case ScalarOperation.SaturatingCast when from is ElementType.Float or ElementType.Float16 && apply.Type.IsInteger():
                return Bounded(arguments[0], apply.Type);
            case ScalarOperation.Cast or ScalarOperation.SaturatingCast:
                return null;
        }
        // Integers wrap around, floats do not.
        if (apply.Type.IsInteger() || (from.IsInteger() && apply.Operation != ScalarOperation.Select))
            return apply.Type == ElementType.Bool && apply.Operation is ScalarOperation.Equal or ScalarOperation.Less or ScalarOperation.LessOrEqual
                ? new ScalarApply(apply.Operation, ElementType.Bool, arguments)
                : null;
        if (from == ElementType.Bool && apply.Operation is not (ScalarOperation.And or ScalarOperation.Or or ScalarOperation.ExclusiveOr
            or ScalarOperation.Not or ScalarOperation.Select))
        {
            return null;
        }
        var lane = new ScalarApply(apply.Operation, apply.Type == ElementType.Bool ? ElementType.Bool : ElementType.Float, arguments);
        bool isExact = apply.Operation is ScalarOperation.Select or ScalarOperation.Minimum or ScalarOperation.Maximum or ScalarOperation.Negate
            or ScalarOperation.Absolute;
        return apply.Type == ElementType.Float16 && !isExact ? RoundToHalf(lane) : lane;
    }

    static ScalarExpr RoundToHalf(ScalarExpr number) => new ScalarApply(ScalarOperation.Cast, ElementType.Float16, number);

    static ScalarExpr Differs(ScalarExpr number) => new ScalarApply(
        ScalarOperation.Not, ElementType.Bool, new ScalarApply(ScalarOperation.Equal, ElementType.Bool, number, ScalarExpr.Literal(ElementType.Float, 0)));

    static ScalarExpr OneOrZero(ScalarExpr condition) => new ScalarApply(
        ScalarOperation.Select, ElementType.Float, condition, ScalarExpr.Literal(ElementType.Float, 1), ScalarExpr.Literal(ElementType.Float, 0));

    /// <summary>The whole part of the number, or the bound of the type that it exceeds; 0 for NaN.</summary>
    static ScalarExpr Bounded(ScalarExpr number, ElementType type)
    {
        ScalarExpr Of(ScalarOperation operation, params ScalarExpr[] arguments) => new ScalarApply(operation, ElementType.Float, arguments);
        ScalarExpr low = ScalarExpr.Literal(ElementType.Float, (double)ElementConversion.Minimum(type));
        ScalarExpr high = ScalarExpr.Literal(ElementType.Float, (double)ElementConversion.Maximum(type));
        ScalarExpr whole = Of(ScalarOperation.Truncate, Of(ScalarOperation.Minimum, Of(ScalarOperation.Maximum, number, low), high));
        var isNaN = new ScalarApply(ScalarOperation.IsNaN, ElementType.Bool, number);
        return Of(ScalarOperation.Select, isNaN, ScalarExpr.Literal(ElementType.Float, 0), whole);
    }
}
