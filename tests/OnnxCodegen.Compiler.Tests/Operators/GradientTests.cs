using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Operators;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using Xunit;
using static OnnxCodegen.Compiler.Algebra;
using static OnnxCodegen.Compiler.Tests.Operators.Lowered;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Derivatives against differences.</summary>
public class GradientTests
{
    const double Step = 1e-6;

    static readonly ScalarOperation[] Smooth =
    [
        ScalarOperation.SquareRoot, ScalarOperation.Exponential, ScalarOperation.Logarithm, ScalarOperation.ExponentialMinusOne,
        ScalarOperation.LogarithmOnePlus, ScalarOperation.Sine, ScalarOperation.Cosine, ScalarOperation.Tangent, ScalarOperation.ArcSine,
        ScalarOperation.ArcCosine, ScalarOperation.ArcTangent, ScalarOperation.HyperbolicSine, ScalarOperation.HyperbolicCosine,
        ScalarOperation.HyperbolicTangent, ScalarOperation.ArcHyperbolicSine, ScalarOperation.ArcHyperbolicTangent,
        ScalarOperation.ErrorFunction, ScalarOperation.InverseErrorFunction, ScalarOperation.Sigmoid, ScalarOperation.Absolute, ScalarOperation.Negate,
        ScalarOperation.Floor, ScalarOperation.Round,
    ];

    static readonly ScalarOperation[] Binary =
    [
        ScalarOperation.Add, ScalarOperation.Subtract, ScalarOperation.Multiply, ScalarOperation.Divide, ScalarOperation.Power,
        ScalarOperation.Minimum, ScalarOperation.Maximum, ScalarOperation.Remainder, ScalarOperation.Modulo,
    ];

    [Fact]
    public void Every_smooth_operation_has_its_derivative()
    {
        ScalarExpr a = ScalarExpr.Input(0, ElementType.Double), b = ScalarExpr.Input(1, ElementType.Double);
        foreach (ScalarOperation operation in Smooth)
            AssertDerivative(ScalarExpr.Apply(operation, a) * 2 + a, 0);
        foreach (ScalarOperation operation in Binary)
        {
            AssertDerivative(ScalarExpr.Apply(operation, a, b), 0);
            AssertDerivative(ScalarExpr.Apply(operation, a, b), 1);
        }
        AssertDerivative(Select(Less(a, b), a * b, Exp(a)), 0);
    }

    [Fact]
    public void Elementwise_functions_sum_over_what_they_repeat() =>
        AssertGradients(v => Map(v[0], v[1], (a, b) => a * Tanh(b)), Random(1, 2, 3, 4), Random(2, 3, 1));

    [Fact]
    public void Rearrangements_bring_gradients_back() =>
        AssertGradients(
            v =>
            {
                Value slices = Views.Slice(Views.Permute(v[0], [1, 2, 0]), 1, 1, 2, 2);
                Value repeated = Views.Expand(Views.Reshape(v[1], 2, 1), Shape.Of(2, 3));
                return Views.Reshape(slices, Shape.Of(3, 4)).Scope.Add(
                    new Concat(0), Views.Reshape(slices * slices, 3, 4), Views.Expand(Views.Reshape(repeated * repeated, 6, 1), Shape.Of(6, 4)));
            },
            Random(1, 2, 3, 5), Random(2, 2));

    [Fact]
    public void Convolutions_and_products_of_matrices_have_two_contractions_as_gradients()
    {
        AssertGradients(v => Convolutions.Conv(v[0], v[1], v[2], pads: [1, 0, 1, 1], strides: [2, 1]), Random(1, 2, 3, 5, 4), Random(2, 4, 3, 3, 2), Random(3, 4));
        AssertGradients(v => Convolutions.Conv(v[0], v[1], group: 2), Random(1, 1, 4, 4, 4), Random(2, 6, 2, 3, 3));
        AssertGradients(v => Contractions.MatMul(v[0], v[1]), Random(1, 2, 1, 3, 4), Random(2, 5, 4, 2));
    }

    [Fact]
    public void Folds_and_orders_give_gradients_to_what_they_choose()
    {
        AssertGradients(v => SoftmaxOperators.Softmax(v[0], 1) * v[1], Random(1, 3, 4), Random(2, 3, 4));
        AssertGradients(v => Pools.MaxPool(v[0], [2, 2], strides: [2, 2]).Y, Random(3, 1, 2, 4, 4));
        AssertGradients(v => Reductions.Fold(Reduction.Product, v[0], [1]), Random(4, 2, 3));
        AssertGradients(v => v[0].Scope.Add(new Cumulate(Reduction.Sum, 1, true, false), v[0] * v[0]), Random(5, 2, 4));
        AssertGradients(v => v[0].Scope.AddNode(new Sort(1, true, 2), v[0] * v[0])[0], Random(6, 3, 5));
    }

    [Fact]
    public void Elements_that_are_read_or_stored_at_places_take_their_gradients_along()
    {
        Value Places(Value like) => like.Scope.Constant(new Tensor(ElementType.Int64, [3], new long[] { 2, 0, 2 }));
        AssertGradients(v => Indexing.Take(v[0] * v[0], Places(v[0]), 1), Random(1, 2, 4));
        AssertGradients(v => v[0].Scope.Add(new Scatter(0, ScatterOperation.Add), v[0] * v[0], Places(v[0]), v[1] * v[1]), Random(1, 4, 2), Random(2, 3, 2));
    }

    [Fact]
    public void A_gradient_may_be_taken_at_other_values()
    {
        Tensor gradient = Run(
            v =>
            {
                Value y = v[0] * v[0];
                return Gradients.Gradient(name => name == "y" ? y : v[0], [v[1]], ["x"], "y")[0];
            },
            Doubles([2], 1, 2), Doubles([2], 5, 7));
        Equal([10, 14], gradient.Doubles);
    }

    static void AssertDerivative(ScalarExpr function, int input)
    {
        ScalarExpr? derivative = ScalarDerivative.Of(function, input);
        foreach (object[] at in new object[][] { [0.31, 0.77], [0.82, 0.45], [0.13, 0.07] })
        {
            object[] before = [.. at], after = [.. at];
            before[input] = (double)at[input] - Step;
            after[input] = (double)at[input] + Step;
            double difference = (Evaluate(function, after) - Evaluate(function, before)) / (2 * Step);
            Assert.Equal(difference, derivative is null ? 0 : Evaluate(derivative, at), 1e-5);
        }
    }

    static double Evaluate(ScalarExpr function, object[] inputs) =>
        (double)new ScalarEvaluator(function, _ => throw new InvalidOperationException()).Evaluate(inputs, []);

    /// <summary>Gradients of the sum of the results, weighted by their places.</summary>
    static void AssertGradients(Func<Value[], Value> function, params Tensor[] inputs)
    {
        Value Weighted(Value[] v)
        {
            Value y = function(v);
            return MapOver(y.Scope, y.Shape, [y], e => Enumerable.Range(0, y.Rank).Aggregate(e[0], (sum, axis) => sum * (1 + (0.1 * Cast(ScalarExpr.Index(axis), sum.Type)))));
        }
        string[] names = [.. inputs.Select((_, i) => $"x{i}")];
        IReadOnlyList<Tensor> gradients = RunAll(
            v =>
            {
                Value y = Weighted(v);
                return Gradients.Gradient(name => name == "y" ? y : v[Array.IndexOf(names, name)], v, names, "y");
            },
            false, inputs);
        for (int k = 0; k < inputs.Length; k++)
        {
            for (int i = 0; i < inputs[k].Length; i++)
            {
                double Sum(double step)
                {
                    Tensor[] moved = [.. inputs];
                    moved[k] = new Tensor(inputs[k].Type, inputs[k].Dims, (double[])inputs[k].Doubles.Clone());
                    moved[k].Doubles[i] += step;
                    return Run(Weighted, moved).Doubles.Sum();
                }
                Assert.Equal((Sum(Step) - Sum(-Step)) / (2 * Step), gradients[k].Doubles[i], 1e-5);
            }
        }
    }
}
