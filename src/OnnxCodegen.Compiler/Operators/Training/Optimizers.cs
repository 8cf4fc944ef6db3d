using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Steps of gradient descent. The tensors come in groups: all that are optimised, then their gradients, then their states; the
/// results are the new tensors, then the new states.</summary>
[Domain("ai.onnx.preview.training")]
internal static class Optimizers
{
    /// <summary>The learning rate of each element falls with the sum of its squared gradients.</summary>
    /// <param name="r">The learning rate at the start.</param>
    /// <param name="t">The number of steps before.</param>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> Adagrad(
        Value r, Value t, IReadOnlyList<Value> inputs, double decayFactor = 0, double epsilon = 1e-6, double normCoefficient = 0) =>
        Step(inputs, 3, group =>
        {
            (Value x, Value g, Value h) = (group[0], group[1], group[2]);
            Value gradient = Regularized(x, g, normCoefficient);
            Value squares = Map(h, gradient, (a, b) => a + (b * b));
            Value rate = Map(Like(r, x), Like(t, x), (a, n) => a / (1 + (n * decayFactor)));
            Value step = Map(gradient, squares, (a, s) => a / (Sqrt(s) + epsilon));
            return new[] { x - (rate * step), squares };
        });

    /// <summary>Running means of the gradient and of its square give the step.</summary>
    /// <param name="r">The learning rate.</param>
    /// <param name="t">The number of steps before, for which the means are corrected.</param>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> Adam(
        Value r, Value t, IReadOnlyList<Value> inputs, double alpha = 0.9, double beta = 0.999, double epsilon = 1e-6,
        double normCoefficient = 0, double normCoefficientPost = 0) =>
        Step(inputs, 4, group =>
        {
            (Value x, Value g, Value v, Value h) = (group[0], group[1], group[2], group[3]);
            Value gradient = Regularized(x, g, normCoefficient);
            Value mean = Map(v, gradient, (a, b) => (alpha * a) + ((1 - alpha) * b));
            Value squares = Map(h, gradient, (a, b) => (beta * a) + ((1 - beta) * (b * b)));
            Value rate = Map(Like(r, x), Like(t, x), (a, n) => Select(Less(ScalarExpr.Literal(n.Type, 0), n), a * Correction(n, alpha, beta), a));
            Value step = Map(mean, squares, (a, s) => a / (Sqrt(s) + epsilon));
            return new[] { (1 - normCoefficientPost) * (x - (rate * step)), mean, squares };
        });

    /// <summary>The step continues those before.</summary>
    /// <param name="r">The learning rate.</param>
    /// <param name="t">The number of steps before; the first takes the gradient whole.</param>
    [Operator, Since(1)]
    public static IReadOnlyList<Value> Momentum(
        Value r, Value t, IReadOnlyList<Value> inputs, double alpha, double beta, string mode, double normCoefficient)
    {
        if (mode is not ("standard" or "nesterov"))
            throw new ModelException($"The mode '{mode}' is neither standard nor nesterov.");
        return Step(inputs, 3, group =>
        {
            (Value x, Value g, Value v) = (group[0], group[1], group[2]);
            Value gradient = Regularized(x, g, normCoefficient);
            Value share = Map(Like(t, x), n => Select(Less(ScalarExpr.Literal(n.Type, 0), n), ScalarExpr.Literal(n.Type, beta), ScalarExpr.Literal(n.Type, 1)));
            Value momentum = Map(v, share, gradient, (a, s, b) => (alpha * a) + (s * b));
            Value step = mode == "standard" ? momentum : Map(gradient, momentum, (a, b) => a + (alpha * b));
            return new[] { x - (Like(r, x) * step), momentum };
        });
    }

    /// <summary>Runs the step of each tensor, whose members stand equally far apart in the list.</summary>
    static Value[] Step(IReadOnlyList<Value> inputs, int members, Func<Value[], Value[]> step)
    {
        if (inputs.Count == 0 || inputs.Count % members != 0)
            throw new ModelException($"{inputs.Count} tensors do not make groups of {members}.");
        int count = inputs.Count / members;
        Value[][] results = Enumerable.Range(0, count)
            .Select(i => step(Enumerable.Range(0, members).Select(k => inputs[(k * count) + i]).ToArray()))
            .ToArray();
        return Enumerable.Range(0, members - 1).SelectMany(k => results.Select(result => result[k])).ToArray();
    }

    /// <summary>The gradient with that of the squared norm.</summary>
    static Value Regularized(Value x, Value gradient, double coefficient) =>
        coefficient == 0 ? gradient : Map(x, gradient, (a, g) => (coefficient * a) + g);

    static ScalarExpr Correction(ScalarExpr steps, double alpha, double beta) =>
        Sqrt(1 - Pow(ScalarExpr.Literal(steps.Type, beta), steps)) / (1 - Pow(ScalarExpr.Literal(steps.Type, alpha), steps));

    static Value Like(Value number, Value x) => Cast(Views.Reshape(number, Shape.Scalar), x.ElementType);
}
