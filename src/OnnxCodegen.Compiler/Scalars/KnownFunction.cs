using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>An elementwise function that the runtime has as a struct.</summary>
/// <param name="Name">The struct's name.</param>
/// <param name="Expression">Input 0 is the primary one; the others are the operands in the struct's order. Inputs from
/// <see cref="FirstNumber"/> on stand for literals, which the struct reads from the row of a further operand.</param>
internal sealed record KnownFunction(string Name, ScalarExpr Expression)
{
    /// <summary>More than the inputs that an expression has.</summary>
    public const int FirstNumber = 16;

    static readonly ScalarExpr X = Input(0);
    static readonly ScalarExpr Biased = X + Input(1);
    static readonly ScalarExpr Sum = Biased + Input(2);

    /// <summary>What mostly follows products and convolutions; all operands but the numbers are dense.</summary>
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
        new("Requantize", Between((X * Input(FirstNumber)) + Input(1), 1)),
        new("RequantizeChannels", Between((X * Input(1)) + Input(2), 0)),
    };

    /// <summary>The function that an expression is, but for the order of its operands and of terms and factors.</summary>
    /// <returns>The function, for each of its operands the number that the expression gives it, and the literals; null where there is none.</returns>
    public static (KnownFunction Function, IReadOnlyList<int> Operands, IReadOnlyList<double> Numbers)? Find(ScalarExpr expression)
    {
        foreach (KnownFunction function in Epilogues)
        {
            var leaves = new Dictionary<int, ScalarExpr>();
            if (function.Expression.OperationCount != expression.OperationCount || !Matches(function.Expression, expression, leaves))
                continue;
            ScalarExpr[] ordered = leaves.OrderBy(pair => pair.Key).Select(pair => pair.Value).ToArray();
            return (function, ordered.OfType<ScalarInput>().Where(input => input.Position > 0).Select(input => input.Position - 1).ToArray(),
                ordered.OfType<ScalarLiteral>().Select(literal => (double)literal.Value).ToArray());
        }
        return null;
    }

    /// <summary>Binds the inputs of a pattern to the leaves of an expression, as deep as the patterns above are.</summary>
    static bool Matches(ScalarExpr pattern, ScalarExpr expression, Dictionary<int, ScalarExpr> leaves)
    {
        switch (pattern, expression)
        {
            case (ScalarInput { Position: >= FirstNumber } own, ScalarLiteral { Value: double, Type: ElementType.Float }):
                return TryBind(own.Position, expression, leaves);
            case (ScalarInput { Position: < FirstNumber } own, ScalarInput other):
                bool isTaken = !leaves.ContainsKey(own.Position) && leaves.ContainsValue(other);
                return own.Position == 0 == (other.Position == 0) && !isTaken && TryBind(own.Position, other, leaves);
            case (ScalarApply own, ScalarApply other) when own.Operation == other.Operation && own.Arguments.Count == other.Arguments.Count:
                var before = leaves.ToArray();
                if (AllMatch(own.Arguments, other.Arguments, leaves))
                    return true;
                leaves.Clear();
                foreach (KeyValuePair<int, ScalarExpr> pair in before)
                    leaves.Add(pair.Key, pair.Value);
                return own.Operation is ScalarOperation.Add or ScalarOperation.Multiply && AllMatch(own.Arguments, other.Arguments.Reverse(), leaves);
            default:
                return pattern.Equals(expression);
        }
    }

    static bool TryBind(int position, ScalarExpr leaf, Dictionary<int, ScalarExpr> leaves)
    {
        if (leaves.TryGetValue(position, out ScalarExpr? bound))
            return bound.Equals(leaf);
        leaves.Add(position, leaf);
        return true;
    }

    static bool AllMatch(IEnumerable<ScalarExpr> patterns, IEnumerable<ScalarExpr> expressions, Dictionary<int, ScalarExpr> leaves) =>
        patterns.Zip(expressions, (pattern, expression) => (pattern, expression)).All(pair => Matches(pair.pattern, pair.expression, leaves));

    /// <summary>The nearest whole number between two literals.</summary>
    static ScalarExpr Between(ScalarExpr x, int firstNumber) => ScalarExpr.Apply(
        ScalarOperation.Minimum,
        ScalarExpr.Apply(ScalarOperation.Maximum, ScalarExpr.Apply(ScalarOperation.Round, x), Input(FirstNumber + firstNumber)),
        Input(FirstNumber + firstNumber + 1));

    static ScalarExpr Relu(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Maximum, x, Number(0));

    static ScalarExpr Input(int position) => ScalarExpr.Input(position, ElementType.Float);

    static ScalarExpr Number(double value) => ScalarExpr.Literal(ElementType.Float, value);
}
