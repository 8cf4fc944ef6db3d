using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>A dequantised tensor: whole numbers times a scale.</summary>
/// <param name="Whole">The whole numbers, as floats.</param>
/// <param name="Scale">A number, or a tensor that broadcasts to the whole numbers.</param>
internal sealed record ScaledWholes(Value Whole, Value Scale)
{
    /// <summary>How many rearrangements are followed back.</summary>
    const int MaximumDepth = 4;

    /// <summary>The factors of a tensor; null where it is no such product.</summary>
    public static ScaledWholes? Of(Value x, RewriteContext context, int depth = 0)
    {
        if (x.ElementType != ElementType.Float || depth > MaximumDepth)
            return null;
        Node node = x.Producer;
        if (node.Primitive is Map map)
            return Product(node, map, context);
        if (node.Primitive is not (View or Reshape or Pad { }) || Of(node.Inputs[0], context, depth + 1) is not { Scale.Rank: 0 } source
            || (node.Primitive is Pad && !IsZero(node.Inputs[1])))
        {
            return null;
        }
        return source with { Whole = x.Scope.Add(node.Primitive, new[] { source.Whole }.Concat(node.Inputs.Skip(1)).ToArray()) };
    }

    /// <summary>The part of a product that is whole and the other one, which is a scale; null where an expression has another form.</summary>
    public static (ScalarExpr Whole, ScalarExpr Scale)? Split(Map map, Node node, RewriteContext context)
    {
        if (map.Expression is not ScalarApply { Operation: ScalarOperation.Multiply, Type: ElementType.Float } product)
            return null;
        return IsScale(product.Arguments[1], node, context) && IsWhole(product.Arguments[0], node) ? (product.Arguments[0], product.Arguments[1])
            : IsScale(product.Arguments[0], node, context) && IsWhole(product.Arguments[1], node) ? (product.Arguments[1], product.Arguments[0])
            : null;
    }

    static ScaledWholes? Product(Node node, Map map, RewriteContext context)
    {
        if (Split(map, node, context) is not var (whole, scale))
            return null;
        Value factor = scale is ScalarInput input ? node.Inputs[input.Position] : node.Scope.Constant(ElementType.Float, (double)((ScalarLiteral)scale).Value);
        bool isThere = whole is ScalarInput there && node.Inputs[there.Position].Shape.Equals(map.Shape);
        return new ScaledWholes(
            isThere ? node.Inputs[((ScalarInput)whole).Position] : node.Scope.Add(new Map(whole, map.Shape), node.Inputs.ToArray()),
            factor);
    }

    static bool IsScale(ScalarExpr part, Node node, RewriteContext context) => part switch
    {
        ScalarLiteral { Value: double number } => number > 0 && !double.IsInfinity(number),
        ScalarInput input => context.IsWeight(node.Inputs[input.Position]) && !node.Inputs[input.Position].Shape.Equals(node.Output.Shape),
        _ => false,
    };

    static bool IsWhole(ScalarExpr part, Node node) =>
        FloatForm.Of(part, position => ValueRange.Of(node.Inputs[position])) is { IsExact: true, Range.IsExactWhole: true };

    static bool IsZero(Value fill) => fill.Literal is { Length: 1 } literal && literal.Read().Doubles[0] == 0;
}
