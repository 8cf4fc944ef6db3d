using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler.Tests.Operators;

/// <summary>Runs lowerings on tensors whose shapes are known, unknown, and whose contents are known when compiling.</summary>
internal static class LoweredInAllForms
{
    public static Tensor Run(Func<Value[], Value> lowering, params Tensor[] inputs) => RunAll(x => [lowering(x)], inputs)[0];

    /// <summary>The results, which all forms must agree in.</summary>
    public static IReadOnlyList<Tensor> RunAll(Func<Value[], IReadOnlyList<Value>> lowering, params Tensor[] inputs)
    {
        Tensor[] known = Evaluate(lowering, inputs, (_, tensor) => Shape.Of(tensor.Dims));
        Same(known, Evaluate(lowering, inputs, Unknown));
        Same(known, Fold(lowering, inputs));
        return known;
    }

    public static Tensor Floats(long[] dims, params double[] values) => new(ElementType.Float, dims, values);

    /// <summary>A vector of floats.</summary>
    public static Tensor Floats(params double[] values) => Floats([values.Length], values);

    /// <summary>A tensor of the floats 0, 1, 2, ….</summary>
    public static Tensor Counting(params long[] dims) =>
        Floats(dims, Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(i => (double)i).ToArray());

    /// <summary>A vector of int64.</summary>
    public static Tensor Longs(params long[] values) => new(ElementType.Int64, [values.Length], values);

    public static Tensor Integers(ElementType type, params long[] values) => new(type, [values.Length], values);

    static Tensor[] Evaluate(Func<Value[], IReadOnlyList<Value>> lowering, Tensor[] inputs, Func<int, Tensor, Shape> shape)
    {
        var scope = new Scope();
        Value[] parameters = inputs
            .Select((tensor, i) => scope.Add(new Parameter("x" + i, new TensorType(tensor.Type, shape(i, tensor)))))
            .ToArray();
        IReadOnlyList<Value> results = lowering(parameters);
        var graph = new Graph("lowered", parameters, results.Select((result, i) => new GraphOutput("y" + i, result)).ToArray());
        return GraphEvaluator.Run(graph, inputs).ToArray();
    }

    /// <summary>Free dims, but for vectors, whose lengths may decide ranks.</summary>
    static Shape Unknown(int input, Tensor tensor) => tensor.Type == ElementType.Int64 || tensor.Rank == 0
        ? Shape.Of(tensor.Dims)
        : new Shape(tensor.Dims.Select((_, axis) => Dim.Of(new Symbol($"n{input}_{axis}", 0, Symbol.MaximumLength))));

    static Tensor[] Fold(Func<Value[], IReadOnlyList<Value>> lowering, Tensor[] inputs)
    {
        var scope = new Scope();
        IReadOnlyList<Value> results = lowering(inputs.Select(scope.Constant).ToArray());
        var graph = new Graph("folded", [], results.Select((result, i) => new GraphOutput("y" + i, result)).ToArray());
        return GraphEvaluator.Run(graph, []).ToArray();
    }

    static void Same(Tensor[] expected, Tensor[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Xunit.Assert.Equal(expected[i].Type, actual[i].Type);
            Xunit.Assert.Equal(expected[i].Dims, actual[i].Dims);
            Xunit.Assert.Equal(expected[i].Data, actual[i].Data);
        }
    }
}
