using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules on elementwise functions that change the type of their operand.</summary>
internal static class ConversionRules
{
    const long ConstantElements = 1 << 20;

    /// <summary>A permutation or reshape of a conversion is the conversion of that, so that it meets the function which follows.</summary>
    public static Value? BehindRearrangement(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not (Reshape or View { Permutation: not null }) || inputs[0].Producer is not { Primitive: Map map, Inputs: { Count: 1 } sources }
            || context.Uses(inputs[0]) > 1 || sources[0].ElementType == map.Expression.Type || !map.Shape.Equals(sources[0].Shape)
            || map.Expression.Nodes().Any(part => part is ScalarIndex))
        {
            return null;
        }
        node.Scope.Continue(node, inputs[0].Producer);
        Value rearranged = node.Scope.Add(node.Primitive, sources[0]);
        return node.Scope.Add(new Map(map.Expression, rearranged.Shape), rearranged);
    }

    /// <summary>Integer constants that a function of floats reads are floats, where these hold them.</summary>
    public static Value? ConstantsAsFloats(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map || !inputs.Any(i => i.ElementType == ElementType.Float))
            return null;
        for (int i = 0; i < inputs.Count; i++)
        {
            ElementType type = inputs[i].ElementType;
            if (!type.IsInteger() || inputs[i].Literal is not { Length: <= ConstantElements and > 0 } literal)
                continue;
            double largest = literal.Read().Longs.Max(element => Math.Abs((double)element));
            if (largest > FloatRange.Exact || type == ElementType.UInt64)
                continue;
            ScalarExpr bounded = Algebra.Minimum(Algebra.Maximum(ScalarExpr.Input(i, ElementType.Float), -largest), largest);
            ScalarExpr expression = map.Expression.Substitute(leaf =>
                leaf is ScalarInput input && input.Position == i ? ScalarExpr.Cast(bounded, type) : null);
            Value[] operands = inputs.ToArray();
            operands[i] = Algebra.Cast(inputs[i], ElementType.Float);
            return node.Scope.Add(new Map(expression, map.Shape), operands);
        }
        return null;
    }
}
