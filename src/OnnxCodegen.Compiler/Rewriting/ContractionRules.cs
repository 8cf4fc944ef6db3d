using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Rules on contractions with weights: convolutions and layers of neurons.</summary>
internal static class ContractionRules
{
    const double SmallestScale = 1e-30;

    /// <summary>A scale per channel behind a contraction goes into its weights, shifts become one: this takes in the normalisations of
    /// batches. The new weights are nodes like others; they are computed once. Weights that are whole numbers stay so: their scales become one behind
    /// the contraction.</summary>
    public static Value? FoldScale(Node node, IReadOnlyList<Value> inputs, RewriteContext context)
    {
        if (node.Primitive is not Map map || context.Precision == Precision.Exact || map.Expression.Type is not (ElementType.Float or ElementType.Double))
            return null;
        for (int x = 0; x < inputs.Count; x++)
        {
            if (inputs[x].Shape.Equals(map.Shape) && ContractionChain.Of(inputs[x], context) is { } chain && Fold(node, map, inputs, x, chain, context) is { } folded)
                return folded;
        }
        return null;
    }

    static Value? Fold(Node node, Map map, IReadOnlyList<Value> inputs, int x, ContractionChain chain, RewriteContext context)
    {
        if (Affine.Largest(map.Expression, x, position => context.IsWeight(inputs[position])) is not { } affine)
            return null;
        bool varies = affine.Scale is { } scale && scale.Nodes().Any(part => part is ScalarInput);
        bool scales = varies && !chain.IsWhole;
        bool shifts = affine.Shift is { } shift && shift.Nodes().OfType<ScalarInput>().Count() > 1;
        bool shortens = IsPlain(affine.Scale) && affine.Part.OperationCount > (affine.Scale is null ? 0 : 1) + (affine.Shift is null ? 0 : 1);
        if (!scales && !shifts && !shortens)
            return null;
        Value? source = scales ? chain.Scaled(Of(affine.Scale!, inputs)) : inputs[x];
        if (source is null)
            return null;
        ScalarExpr rest = ScalarExpr.Input(x, affine.Part.Type);
        Value[] operands = inputs.ToArray();
        operands[x] = source;
        if (!scales && varies)
        {
            rest *= ScalarExpr.Input(operands.Length, affine.Part.Type);
            operands = operands.Append(Of(affine.Scale!, inputs)).ToArray();
        }
        else if (!scales && affine.Scale is not null)
        {
            rest *= affine.Scale;
        }
        if (affine.Shift is { } plain && !plain.Nodes().Any(part => part is ScalarInput))
        {
            rest += plain;
        }
        else if (affine.Shift is not null)
        {
            rest += ScalarExpr.Input(operands.Length, affine.Part.Type);
            operands = operands.Append(Of(affine.Shift, inputs)).ToArray();
        }
        node.Scope.Continue(node, chain.Contraction);
        return node.Scope.Add(new Map(map.Expression.Replace(affine.Part, rest), map.Shape), operands);
    }

    /// <summary>Whether a scale is no number beyond those that floats have in full precision, with room for products.</summary>
    static bool IsPlain(ScalarExpr? scale) => scale is null || ScalarSimplifier.Simplify(scale, Precision.Default) is not ScalarLiteral { Value: double number }
        || System.Math.Abs(number) is > SmallestScale and < 1 / SmallestScale;

    /// <summary>A function of weights as a value.</summary>
    static Value Of(ScalarExpr expression, IReadOnlyList<Value> inputs)
    {
        int[] read = expression.Nodes().OfType<ScalarInput>().Select(input => input.Position).OrderBy(position => position).ToArray();
        ScalarExpr compact = expression.Substitute(leaf => leaf is ScalarInput input ? ScalarExpr.Input(System.Array.IndexOf(read, input.Position), input.Type) : null);
        Value[] operands = read.Select(position => inputs[position]).ToArray();
        return inputs[0].Scope.Add(new Map(compact, Shape.Broadcast(operands.Select(o => o.Shape))), operands);
    }
}
