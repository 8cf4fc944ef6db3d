using System;
using System.Linq;
using System.Reflection;
using System.Runtime.Intrinsics;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Scalars;
using OnnxCodegen.Simd;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Functions that emitted code finds in the runtime instead of printing them.</summary>
public sealed class KnownFunctionTests
{
    const double Tolerance = 1e-5;

    static readonly ScalarExpr X = ScalarExpr.Input(0, ElementType.Float), A = ScalarExpr.Input(1, ElementType.Float), B = ScalarExpr.Input(2, ElementType.Float);

    public static TheoryData<string> Names => [.. KnownFunction.Epilogues.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_struct_of_the_runtime_computes_the_expression_at_every_width(string name)
    {
        Type type = typeof(IMap).Assembly.GetType("OnnxCodegen.Simd." + name, throwOnError: true)!;
        MethodInfo check = typeof(KnownFunctionTests).GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
        check.Invoke(null, [KnownFunction.Epilogues.Single(function => function.Name == name).Expression]);
    }

    [Fact]
    public void The_order_of_terms_and_of_operands_does_not_matter()
    {
        AssertFound("Bias", A + X, 0);
        AssertFound("BiasSum", B + (X + A), 0, 1);
        AssertFound("BiasSum", A + (B + X), 1, 0);
        AssertFound("BiasSilu", ScalarExpr.Apply(ScalarOperation.Sigmoid, A + X) * (A + X), 0);
    }

    [Fact]
    public void Literals_that_differ_from_layer_to_layer_are_found()
    {
        ScalarExpr Between(ScalarExpr x) => Algebra.Minimum(Algebra.Maximum(Algebra.Round(x), -3), 4);
        AssertFound("Requantize", Between((X * 0.5) + A), 0);
        AssertFound("RequantizeChannels", Between(A + (B * X)), 1, 0);
        Assert.Equal([0.5, -3, 4], KnownFunction.Find(Between(A + (X * 0.5)))!.Value.Numbers);
        Assert.Null(KnownFunction.Find(Between((X * 0.5) + 1)));
    }

    [Fact]
    public void Another_number_or_another_operand_is_another_function()
    {
        Assert.Null(KnownFunction.Find(ScalarExpr.Apply(ScalarOperation.Maximum, X + A, ScalarExpr.Literal(ElementType.Float, 1.0))));
        Assert.Null(KnownFunction.Find(X + X));
        Assert.Null(KnownFunction.Find(X + A + A));
        Assert.Null(KnownFunction.Find((X + A) * ScalarExpr.Apply(ScalarOperation.Sigmoid, X + B)));
    }

    static void AssertFound(string name, ScalarExpr expression, params int[] operands)
    {
        (KnownFunction function, var order, _) = KnownFunction.Find(expression)!.Value;
        Assert.Equal(name, function.Name);
        Assert.Equal(operands, order);
    }

    static unsafe void Check<TMap>(ScalarExpr expression)
        where TMap : struct, IMap
    {
        const int Count = 16;
        float[] x = [.. Enumerable.Range(0, Count).Select(i => (i - 8) * 1.25f)], a = [.. x.Select(value => 0.5f - (value / 3))], b = [.. x.Select(value => value * value / 9)];
        x[3] = float.NaN;
        a[12] = float.PositiveInfinity;
        float[] numbers = [-0.75f, -0.5f, 2];
        int operands = expression.Nodes().OfType<ScalarInput>().Count(input => input.Position is > 0 and < KnownFunction.FirstNumber);
        var arguments = new object[KnownFunction.FirstNumber + numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            arguments[KnownFunction.FirstNumber + i] = (double)numbers[i];
        var evaluator = new ScalarEvaluator(expression, _ => 1);
        fixed (float* first = a, second = b, table = numbers)
        {
            Operands p = default;
            p.Set(0, first, 0);
            p.Set(1, second, 0);
            if (expression.Nodes().Any(part => part is ScalarInput { Position: >= KnownFunction.FirstNumber }))
                p.Set(operands, table, 0);
            for (int i = 0; i < Count; i++)
            {
                (arguments[0], arguments[1], arguments[2]) = ((double)x[i], (double)a[i], (double)b[i]);
                double expected = (double)evaluator.Evaluate(arguments, []);
                Assert.Equal(expected, TMap.Invoke(x[i], p, i), Tolerance);
                Assert.Equal(expected, TMap.Invoke(Vector128.Create(x, i & ~3), p, i & ~3)[i & 3], Tolerance);
                Assert.Equal(expected, TMap.Invoke(Vector256.Create(x, i & ~7), p, i & ~7)[i & 7], Tolerance);
                Assert.Equal(expected, TMap.Invoke(Vector512.Create(x), p, 0)[i], Tolerance);
            }
        }
    }
}
