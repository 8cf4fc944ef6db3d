using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler;

/// <summary>Elementwise functions of values and of scalar expressions, under the same names, so that a lowering reads like its formula.</summary>
internal static class Algebra
{
    /// <summary>An elementwise function of one value.</summary>
    public static Value Map(Value x, Func<ScalarExpr, ScalarExpr> function) => Map(new[] { x }, e => function(e[0]));

    /// <summary>An elementwise function of two values that broadcast.</summary>
    public static Value Map(Value x, Value y, Func<ScalarExpr, ScalarExpr, ScalarExpr> function) =>
        Map(new[] { x, y }, e => function(e[0], e[1]));

    /// <summary>An elementwise function of three values that broadcast.</summary>
    public static Value Map(Value x, Value y, Value z, Func<ScalarExpr, ScalarExpr, ScalarExpr, ScalarExpr> function) =>
        Map(new[] { x, y, z }, e => function(e[0], e[1], e[2]));

    /// <summary>An elementwise function of values that broadcast. Scalar constants become literals of the expression.</summary>
    public static Value Map(IReadOnlyList<Value> inputs, Func<ScalarExpr[], ScalarExpr> function)
    {
        Shape shape = BroadcastShape(inputs);
        return MapOver(inputs[0].Scope, shape, inputs, function);
    }

    /// <summary>An elementwise function of values and coordinates over a given shape, to which the inputs broadcast.</summary>
    public static Value MapOver(Scope scope, Shape shape, IReadOnlyList<Value> inputs, Func<ScalarExpr[], ScalarExpr> function)
    {
        var operands = new List<Value>();
        ScalarExpr[] leaves = inputs.Select(input => LeafOf(input, operands)).ToArray();
        return scope.Add(new Map(function(leaves), shape), operands.ToArray());
    }

    /// <summary>One scalar operation, elementwise.</summary>
    public static Value Apply(ScalarOperation operation, Value x) => Map(x, a => ScalarExpr.Apply(operation, a));

    /// <summary>One scalar operation of two values that broadcast.</summary>
    public static Value Apply(ScalarOperation operation, Value x, Value y) => Map(x, y, (a, b) => ScalarExpr.Apply(operation, a, b));

    /// <summary>A tensor of the given shape whose elements are all the same.</summary>
    public static Value Fill(Scope scope, Shape shape, ScalarExpr element) => scope.Add(new Map(element, shape));

    /// <summary>0, 1, …, n − 1 as int64.</summary>
    public static Value Iota(Scope scope, Dim n) => scope.Add(new Map(ScalarExpr.Index(0), Shape.Of(n)));

    /// <summary>A scalar constant of the type of <paramref name="x"/>.</summary>
    public static Value Like(Value x, double value) => x.Scope.Constant(x.ElementType, value);

    public static Value Add(Value x, Value y) => Map(x, y, (a, b) => a + b);

    public static Value Subtract(Value x, Value y) => Map(x, y, (a, b) => a - b);

    public static Value Multiply(Value x, Value y) => Map(x, y, (a, b) => a * b);

    public static Value Divide(Value x, Value y) => Map(x, y, (a, b) => a / b);

    public static Value Negate(Value x) => Map(x, a => -a);

    public static Value Cast(Value x, ElementType type) => x.ElementType == type ? x : Map(x, a => ScalarExpr.Cast(a, type));

    public static ScalarExpr Cast(ScalarExpr x, ElementType type) => ScalarExpr.Cast(x, type);

    public static Value Select(Value condition, Value then, Value otherwise) => Map(condition, then, otherwise, ScalarExpr.Select);

    public static ScalarExpr Select(ScalarExpr condition, ScalarExpr then, ScalarExpr otherwise) => ScalarExpr.Select(condition, then, otherwise);

    public static Value Exp(Value x) => Map(x, Exp);

    public static ScalarExpr Exp(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Exponential, x);

    public static Value Log(Value x) => Map(x, Log);

    public static ScalarExpr Log(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Logarithm, x);

    public static Value Sqrt(Value x) => Map(x, Sqrt);

    public static ScalarExpr Sqrt(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.SquareRoot, x);

    public static Value Abs(Value x) => Map(x, Abs);

    public static ScalarExpr Abs(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Absolute, x);

    public static Value Tanh(Value x) => Map(x, Tanh);

    public static ScalarExpr Tanh(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.HyperbolicTangent, x);

    public static Value Sigmoid(Value x) => Map(x, Sigmoid);

    public static ScalarExpr Sigmoid(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Sigmoid, x);

    public static Value Erf(Value x) => Map(x, Erf);

    public static ScalarExpr Erf(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.ErrorFunction, x);

    public static ScalarExpr Floor(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Floor, x);

    public static ScalarExpr Ceiling(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Ceiling, x);

    public static ScalarExpr Round(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Round, x);

    public static ScalarExpr Log1p(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.LogarithmOnePlus, x);

    public static ScalarExpr Expm1(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.ExponentialMinusOne, x);

    public static Value Pow(Value x, Value y) => Map(x, y, Pow);

    public static ScalarExpr Pow(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.Power, x, y);

    public static Value Minimum(Value x, Value y) => Map(x, y, Minimum);

    public static ScalarExpr Minimum(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.Minimum, x, y);

    public static ScalarExpr Minimum(ScalarExpr x, double y) => Minimum(x, ScalarExpr.Literal(x.Type, y));

    public static Value Maximum(Value x, Value y) => Map(x, y, Maximum);

    public static ScalarExpr Maximum(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.Maximum, x, y);

    public static ScalarExpr Maximum(ScalarExpr x, double y) => Maximum(x, ScalarExpr.Literal(x.Type, y));

    public static ScalarExpr Equal(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.Equal, x, y);

    public static ScalarExpr Less(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.Less, x, y);

    public static ScalarExpr Less(ScalarExpr x, double y) => Less(x, ScalarExpr.Literal(x.Type, y));

    public static ScalarExpr LessOrEqual(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.LessOrEqual, x, y);

    public static ScalarExpr And(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.And, x, y);

    public static ScalarExpr Or(ScalarExpr x, ScalarExpr y) => ScalarExpr.Apply(ScalarOperation.Or, x, y);

    public static ScalarExpr Not(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Not, x);

    public static ScalarExpr IsNaN(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.IsNaN, x);

    static Shape BroadcastShape(IReadOnlyList<Value> inputs)
    {
        Shape shape = Shape.Broadcast(inputs.Select(i => i.Shape));
        foreach (Value input in inputs)
            for (int axis = 0; axis < input.Rank; axis++)
                input.Scope.RequireBroadcast(input.Shape[axis], shape[shape.Rank - input.Rank + axis], "The shapes do not broadcast", inputs.ToArray());
        return shape;
    }

    static ScalarExpr LeafOf(Value input, List<Value> operands)
    {
        if (input.Literal is { Length: 1 } literal)
        {
            return literal.Read().Data.GetValue(0) switch
            {
                double number => ScalarExpr.Literal(literal.Type, number),
                long number => ScalarExpr.Literal(literal.Type, number),
                string text => ScalarExpr.Literal(text),
                _ => throw new InvalidOperationException("A tensor holds doubles, longs or strings."),
            };
        }
        if (input.Producer.Primitive is DimValues { Type: ElementType.Int64, Values: { Count: 1 } values })
            return ScalarExpr.Of(values[0]);
        int position = operands.IndexOf(input);
        if (position < 0)
        {
            position = operands.Count;
            operands.Add(input);
        }
        return ScalarExpr.Input(position, input.ElementType);
    }
}
