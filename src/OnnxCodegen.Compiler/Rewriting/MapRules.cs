using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules on elementwise functions.</summary>
internal static class MapRules
{
    const int MaximumOperations = 64;
    const int MaximumInputs = 8;
    const int CheapOperations = 2;

    /// <summary>A Map takes in the Maps that it reads, when nothing else reads them or they cost at most two operations of a cycle or so, and when
    /// they have the shape of the result or are a number everywhere.</summary>
    public static Value? Fuse(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        // What is narrowed or scaled for several readers stays apart from the wide value or the whole numbers, which most of them read instead.
        if (node.Primitive is not Map outer || (context.Uses(node.Output) > 1 && (NarrowingRules.IsNarrowing(outer) || DequantizedRules.IsHeld(outer, inputs))))
            return null;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Producer.Primitive is Map inner && CanFuse(outer, inner, inputs[i], context)
                && Merge(node, outer, inner, inputs, i) is { } fused)
            {
                return fused;
            }
        }
        return null;
    }

    /// <summary>Shortens the function of a Map, and drops the inputs that it does not read.</summary>
    public static Value? Simplify(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map)
            return null;
        ScalarExpr simple = ScalarSimplifier.Simplify(map.Expression, context.Precision);
        int[] read = simple.Nodes().OfType<ScalarInput>().Select(input => input.Position).OrderBy(position => position).ToArray();
        if (read.Length == inputs.Count && simple.Equals(map.Expression))
            return null;
        ScalarExpr expression = simple.Substitute(leaf => leaf is ScalarInput input
            ? ScalarExpr.Input(System.Array.IndexOf(read, input.Position), input.Type)
            : null);
        return node.Scope.Add(new Map(expression, map.Shape), read.Select(position => inputs[position]).ToArray());
    }

    /// <summary>A Map that gives its one input, of the same shape, unchanged.</summary>
    public static Value? Identity(Node node, IReadOnlyList<Value> inputs, RewriteContext context) =>
        node.Primitive is Map { Expression: ScalarInput } map && inputs.Count == 1 && inputs[0].Shape.Equals(map.Shape) ? inputs[0] : null;

    static bool CanFuse(Map outer, Map inner, Value value, RewriteContext context)
    {
        bool isCheap = inner.Expression.OperationCount <= CheapOperations && value.Producer.Inputs.Count <= 1
            && (!value.ElementType.IsFloating() || inner.Expression.FunctionCount == 0);
        if (context.Uses(value) > 1 && !isCheap)
            return false;
        // A smaller operand that costs anything is computed once, not for every element that it broadcasts to.
        return inner.Shape.Equals(outer.Shape) || (value.Producer.Inputs.Count == 0 && inner.Expression.Nodes().All(n => n is not ScalarIndex));
    }

    static Value? Merge(Node node, Map outer, Map inner, IReadOnlyList<Value> inputs, int position)
    {
        List<Value> operands = inputs.Where((_, i) => i != position).ToList();
        int[] places = inputs[position].Producer.Inputs.Select(input =>
        {
            int place = operands.IndexOf(input);
            if (place < 0)
            {
                place = operands.Count;
                operands.Add(input);
            }
            return place;
        }).ToArray();
        ScalarExpr inlined = inner.Expression.Substitute(leaf =>
            leaf is ScalarInput input ? ScalarExpr.Input(places[input.Position], input.Type) : null);
        ScalarExpr expression = outer.Expression.Substitute(leaf => leaf is not ScalarInput input ? null
            : input.Position == position ? inlined
            : ScalarExpr.Input(input.Position - (input.Position > position ? 1 : 0), input.Type));
        if (operands.Count > MaximumInputs || expression.OperationCount > MaximumOperations)
            return null;
        node.Scope.Continue(node, inputs[position].Producer);
        return node.Scope.Add(new Map(expression, outer.Shape), operands.ToArray());
    }
}
