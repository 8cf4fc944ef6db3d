using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>The meaning of expressions on single elements. Floating types are computed in double and rounded once at the end of each
/// operation's type, integers wrap.</summary>
internal sealed class ScalarEvaluator
{
    readonly IReadOnlyList<ScalarExpr> nodes;
    readonly Dictionary<ScalarExpr, int> positions;
    readonly object[] values;
    readonly Func<Symbol, long> sizes;

    public ScalarEvaluator(ScalarExpr expression, Func<Symbol, long> sizes)
    {
        nodes = expression.Nodes();
        positions = nodes.Select((node, index) => (node, index)).ToDictionary(p => p.node, p => p.index);
        values = new object[nodes.Count];
        this.sizes = sizes;
    }

    /// <summary>The value for the given input elements (double, long or string) at a coordinate of the result.</summary>
    public object Evaluate(object[] inputs, long[] coordinate)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            values[i] = nodes[i] switch
            {
                ScalarInput input => inputs[input.Position],
                ScalarLiteral literal => literal.Value,
                ScalarDim dim => dim.Dim.Evaluate(sizes),
                ScalarIndex index => coordinate[index.Axis],
                _ => Apply((ScalarApply)nodes[i]),
            };
        }
        return values[nodes.Count - 1];
    }

    object Apply(ScalarApply apply)
    {
        object a = Argument(apply, 0);
        ElementType operand = apply.Arguments[0].Type;
        switch (apply.Operation)
        {
            case ScalarOperation.Select:
                return (long)a != 0 ? Argument(apply, 1) : Argument(apply, 2);
            case ScalarOperation.Cast:
                return ScalarCast.Convert(a, operand, apply.Type, saturate: false);
            case ScalarOperation.SaturatingCast:
                return ScalarCast.Convert(a, operand, apply.Type, saturate: true);
            case ScalarOperation.BitCast:
                return ScalarCast.Reinterpret(a, operand, apply.Type);
        }
        object b = apply.Arguments.Count > 1 ? Argument(apply, 1) : a;
        return a switch
        {
            double x when apply.Type == ElementType.Bool => FloatArithmetic.Test(apply.Operation, x, (double)b) ? 1L : 0L,
            double x => ElementConversion.Round(FloatArithmetic.Apply(apply.Operation, x, (double)b), apply.Type),
            string x => Text(apply.Operation, x, (string)b),
            _ when apply.Type == ElementType.Bool && operand != ElementType.Bool =>
                IntegerArithmetic.Test(apply.Operation, (long)a, (long)b, operand) ? 1L : 0L,
            _ => ElementConversion.Wrap(IntegerArithmetic.Apply(apply.Operation, (long)a, (long)b, operand), apply.Type),
        };
    }

    object Argument(ScalarApply apply, int index) => values[positions[apply.Arguments[index]]];

    static object Text(ScalarOperation operation, string a, string b) => operation switch
    {
        ScalarOperation.Concatenate => a + b,
        ScalarOperation.Equal => string.Equals(a, b, StringComparison.Ordinal) ? 1L : 0L,
        ScalarOperation.Less => string.CompareOrdinal(a, b) < 0 ? 1L : 0L,
        ScalarOperation.LessOrEqual => string.CompareOrdinal(a, b) <= 0 ? 1L : 0L,
        _ => throw new InvalidOperationException($"{operation} is not defined on strings."),
    };
}
