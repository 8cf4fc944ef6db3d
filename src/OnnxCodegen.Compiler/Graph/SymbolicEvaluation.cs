using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler;

/// <summary>Evaluates integer computations on tensors whose elements are Dims, as the shape arithmetic of exported models does.</summary>
internal static class SymbolicEvaluation
{
    const int MaximumElements = 64;

    public static IReadOnlyList<Dim>? TryEvaluate(Node node)
    {
        if (node.Outputs.Count != 1 || node.Output.Type is not TensorType output || (node.Primitive is not Map && node.Primitive.Symbols.Any())
            || !(output.Element.IsInteger() || output.Element == ElementType.Bool)
            || !output.Shape.IsConstant || output.Shape.Elements.Value > MaximumElements
            || node.Inputs.Any(i => i.Elements is null || !i.Shape.IsConstant))
        {
            return null;
        }
        if (node.Primitive.IsMovement)
            return Move(node);
        return node.Primitive switch
        {
            Map map => EvaluateMap(map, node),
            Reduce reduce => EvaluateReduce(reduce, node.Inputs[0]),
            _ => null,
        };
    }

    /// <summary>Moves numbers that stand for the elements, then puts the elements in their place.</summary>
    static IReadOnlyList<Dim>? Move(Node node)
    {
        var elements = new List<Dim>();
        var inputs = new List<Tensor>();
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            Value input = node.Inputs[i];
            long[] dims = input.Shape.ToConstants();
            if (node.Primitive is Gather && i > 0)
            {
                if (input.Elements!.Any(e => !e.IsConstant))
                    return null;
                inputs.Add(new Tensor(input.ElementType, dims, input.Elements!.Select(e => e.Value).ToArray()));
            }
            else
            {
                inputs.Add(new Tensor(ElementType.Int64, dims, input.Elements!.Select((_, k) => (long)(elements.Count + k)).ToArray()));
                elements.AddRange(input.Elements!);
            }
        }
        Tensor moved = node.Primitive.Evaluate(inputs, NoSizes, node.Outputs)[0];
        return moved.Longs.Select(index => elements[(int)index]).ToArray();
    }

    static IReadOnlyList<Dim>? EvaluateMap(Map map, Node node)
    {
        long[] dims = node.Output.Shape.ToConstants();
        var result = new List<Dim>();
        var arguments = new Dim[node.Inputs.Count];
        foreach (long[] coordinate in Coordinates.Of(dims))
        {
            for (int i = 0; i < arguments.Length; i++)
                arguments[i] = node.Inputs[i].Elements![(int)Coordinates.BroadcastOffset(coordinate, node.Inputs[i].Shape.ToConstants())];
            if (ScalarSymbolic.Evaluate(map.Expression, arguments, coordinate) is not { } element)
                return null;
            result.Add(element);
        }
        return result;
    }

    static IReadOnlyList<Dim>? EvaluateReduce(Reduce reduce, Value input)
    {
        if (input.Rank != 1 || reduce.Reduced[0] != Dim.One)
            return null;
        return reduce.Operation switch
        {
            Reduction.Sum => new[] { input.Elements!.Aggregate(Dim.Zero, (a, b) => a + b) },
            Reduction.Product => new[] { Dim.Product(input.Elements!) },
            Reduction.Max when input.Elements!.Count > 0 => new[] { input.Elements.Aggregate(Dim.Max) },
            Reduction.Min when input.Elements!.Count > 0 => new[] { input.Elements.Aggregate(Dim.Min) },
            _ => null,
        };
    }

    static long NoSizes(Symbol symbol) => throw new InvalidOperationException($"The size {symbol} is not known when compiling.");
}
