using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>An elementwise float function in the form of the vector kernels: input 0 is the primary one, the others are operands.
/// Sizes that it mentions become operands of one number.</summary>
/// <param name="Inputs">The operands, in order; the primary input is not among them.</param>
/// <param name="Sizes">Sizes, converted to float, that are numbered after the operands.</param>
internal sealed record LaneExpression(ScalarExpr Expression, IReadOnlyList<Value> Inputs, IReadOnlyList<Dim> Sizes)
{
    /// <summary>The function of a Map with the given one of its inputs as the primary; null where it is not float throughout.</summary>
    public static LaneExpression? TryMake(Node node, Value? primary)
    {
        var map = (Map)node.Primitive;
        if (map.Expression.Type != ElementType.Float || node.Inputs.Any(i => i.ElementType != ElementType.Float)
            || FloatForm.Of(map.Expression, position => ValueRange.Of(node.Inputs[position]))?.Expression is not { } expression)
        {
            return null;
        }
        Value[] operands = node.Inputs.Where(i => !ReferenceEquals(i, primary)).ToArray();
        var sizes = new List<Dim>();
        // A size in an expression stands as a cast to float.
        var replaced = new Dictionary<ScalarExpr, ScalarExpr>();
        foreach (ScalarExpr part in expression.Nodes())
        {
            switch (part)
            {
                case ScalarInput input:
                    Value value = node.Inputs[input.Position];
                    replaced[part] = ScalarExpr.Input(ReferenceEquals(value, primary) ? 0 : System.Array.IndexOf(operands, value) + 1, ElementType.Float);
                    break;
                case ScalarLiteral { Type: ElementType.Float or ElementType.Bool }:
                    replaced[part] = part;
                    break;
                case ScalarDim:
                    break;
                case ScalarApply { Operation: ScalarOperation.Cast, Type: ElementType.Float } cast when cast.Arguments[0] is ScalarDim dim:
                    int position = sizes.IndexOf(dim.Dim);
                    if (position < 0)
                    {
                        position = sizes.Count;
                        sizes.Add(dim.Dim);
                    }
                    replaced[part] = ScalarExpr.Input(operands.Length + 1 + position, ElementType.Float);
                    break;
                case ScalarApply { Type: ElementType.Float or ElementType.Bool } apply
                    when apply.Arguments.All(replaced.ContainsKey) && apply.Operation is not (ScalarOperation.Cast or ScalarOperation.SaturatingCast or ScalarOperation.BitCast):
                    replaced[part] = new ScalarApply(apply.Operation, apply.Type, apply.Arguments.Select(a => replaced[a]).ToArray());
                    break;
                default:
                    return null;
            }
        }
        return operands.Length + sizes.Count > 7 ? null : new LaneExpression(replaced[expression], operands, sizes);
    }
}
