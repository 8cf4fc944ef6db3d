using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using Xunit;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Runs lowerings on tensors, as inputs whose contents and lengths are known at run time alone.</summary>
internal static class Lowered
{
    /// <summary>The results for inputs whose lengths are known when compiling.</summary>
    public static Tensor Run(Func<Value[], Value> lowering, params Tensor[] inputs) => RunAll(v => [lowering(v)], false, inputs)[0];

    /// <summary>The results for inputs all of whose lengths are free.</summary>
    public static Tensor RunFree(Func<Value[], Value> lowering, params Tensor[] inputs) => RunAll(v => [lowering(v)], true, inputs)[0];

    public static IReadOnlyList<Tensor> RunAll(Func<Value[], IReadOnlyList<Value>> lowering, bool free, params Tensor[] inputs)
    {
        var scope = new Scope();
        Value[] values = inputs.Select((input, i) => scope.Add(new Parameter($"x{i}", new TensorType(input.Type, ShapeOf(scope, input, free))))).ToArray();
        IReadOnlyList<Value> results = lowering(values);
        var graph = new Graph("test", values, results.Select((value, i) => new GraphOutput($"y{i}", value)).ToArray());
        return GraphEvaluator.Run(graph, inputs);
    }

    public static Tensor Random(int seed, params long[] dims)
    {
        var random = new System.Random(seed);
        long count = dims.Aggregate(1L, (a, b) => a * b);
        return new Tensor(ElementType.Double, dims, Enumerable.Range(0, (int)count).Select(_ => (random.NextDouble() * 2) - 1).ToArray());
    }

    public static Tensor Doubles(long[] dims, params double[] elements) => new(ElementType.Double, dims, elements);

    public static Tensor Integers(params long[] elements) => Tensor.Vector(elements);

    public static void Equal(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Dims, actual.Dims);
        Equal(expected.Doubles, actual.Doubles);
    }

    public static void Equal(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-9);
    }

    static Shape ShapeOf(Scope scope, Tensor input, bool free) =>
        new(input.Dims.Select(dim => free ? Dim.Of(scope.Fresh("n")) : Dim.Constant(dim)));
}
