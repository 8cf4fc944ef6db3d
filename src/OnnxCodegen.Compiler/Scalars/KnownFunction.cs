using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>An elementwise function that the runtime has as a struct.</summary>
/// <param name="Name">The struct's name.</param>
/// <param name="Expression">Input 0 is the primary one; the others are the operands in the struct's order.</param>
internal sealed record KnownFunction(string Name, ScalarExpr Expression)
{
    static readonly ScalarExpr X = Input(0);
    static readonly ScalarExpr Biased = X + Input(1);
    static readonly ScalarExpr Sum = Biased + Input(2);

    /// <summary>What mostly follows products and convolutions; all operands are dense.</summary>
    public static IReadOnlyList<KnownFunction> Epilogues { get; } = new KnownFunction[]
    {
        new("Bias", Biased),
        new("BiasRelu", Relu(Biased)),
        new("BiasRelu6", ScalarExpr.Apply(ScalarOperation.Minimum, Relu(Biased), Number(6))),
        new("BiasSum", Sum),
        new("BiasSumRelu", Relu(Sum)),
        new("BiasSigmoid", ScalarExpr.Apply(ScalarOperation.Sigmoid, Biased)),
        new("BiasSilu", Biased * ScalarExpr.Apply(ScalarOperation.Sigmoid, Biased)),
        new("BiasTanh", ScalarExpr.Apply(ScalarOperation.HyperbolicTangent, Biased)),
        new("BiasGelu", Biased * (ScalarExpr.Apply(ScalarOperation.ErrorFunction, Biased / 1.4142135381698608) + 1) * 0.5),
    };

    /// <summary>The function that an expression is, but for the order of its operands and of terms and factors.</summary>
    /// <returns>The function, and for each of its operands the number that the expression gives it; null where there is none.</returns>
    public static (KnownFunction Function, IReadOnlyList<int> Operands)? Find(ScalarExpr expression)
    {
        foreach (KnownFunction function in Epilogues)
        {
            var operands = new Dictionary<int, int>();
            if (function.Expression.OperationCount == expression.OperationCount && Matches(function.Expression, expression, operands))
                return (function, operands.OrderBy(pair => pair.Key).Where(pair => pair.Key > 0).Select(pair => pair.Value - 1).ToArray());
        }
        return null;
    }

    /// <summary>Binds the inputs of a pattern, as deep as the patterns above are.</summary>
    static bool Matches(ScalarExpr pattern, ScalarExpr expression, Dictionary<int, int> inputs)
    {
        switch (pattern, expression)
        {
            case (ScalarInput own, ScalarInput other):
                if (inputs.TryGetValue(own.Position, out int bound))
                    return bound == other.Position;
                if (own.Position == 0 != (other.Position == 0) || inputs.ContainsValue(other.Position))
                    return false;
                inputs.Add(own.Position, other.Position);
                return true;
            case (ScalarApply own, ScalarApply other) when own.Operation == other.Operation && own.Arguments.Count == other.Arguments.Count:
                var before = inputs.ToArray();
                if (AllMatch(own.Arguments, other.Arguments, inputs))
                    return true;
                inputs.Clear();
                foreach (KeyValuePair<int, int> pair in before)
                    inputs.Add(pair.Key, pair.Value);
                return own.Operation is ScalarOperation.Add or ScalarOperation.Multiply && AllMatch(own.Arguments, other.Arguments.Reverse(), inputs);
            default:
                return pattern.Equals(expression);
        }
    }

    static bool AllMatch(IEnumerable<ScalarExpr> patterns, IEnumerable<ScalarExpr> expressions, Dictionary<int, int> inputs) =>
        patterns.Zip(expressions, (pattern, expression) => (pattern, expression)).All(pair => Matches(pair.pattern, pair.expression, inputs));

    static ScalarExpr Relu(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Maximum, x, Number(0));

    static ScalarExpr Input(int position) => ScalarExpr.Input(position, ElementType.Float);

    static ScalarExpr Number(double value) => ScalarExpr.Literal(ElementType.Float, value);
}
