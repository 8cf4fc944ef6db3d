using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler;

/// <summary>What is known of the elements of a tensor of floats or small integers, from what makes it.</summary>
internal static class ValueRange
{
    /// <summary>How many producers that compute are followed back.</summary>
    const int MaximumDepth = 4;

    /// <summary>How many rearrangements in a row are followed back.</summary>
    const int MaximumSteps = 16;

    /// <summary>Larger constants are not read.</summary>
    const long MaximumElements = 1 << 14;

    public static FloatRange Of(Value x) => Of(x, MaximumDepth);

    static FloatRange Of(Value x, int depth)
    {
        for (int step = 0; step < MaximumSteps && x.Producer.Primitive is View or Reshape; step++)
            x = x.Producer.Inputs[0];
        if (x.Type is not TensorType)
            return FloatRange.Any;
        FloatRange type = x.ElementType.IsInteger() ? FloatRange.Of(x.ElementType) : FloatRange.Any;
        if (depth == 0 || (x.ElementType != ElementType.Float && !x.ElementType.IsInteger()))
            return type;
        if (x.Literal is { } literal)
            return literal.Length <= MaximumElements ? Of(literal.Read()) : type;
        IReadOnlyList<Value> inputs = x.Producer.Inputs;
        FloatRange Input(int position) => Of(inputs[position], depth - 1);
        switch (x.Producer.Primitive)
        {
            case Map map:
                if (Constant(x, map) is { } constant)
                    return Of(constant);
                // Most quantised numbers are bounded whatever they are computed from.
                FloatRange? alone = FloatForm.Of(map.Expression)?.Range;
                return alone is { IsExactWhole: true } ? alone : FloatForm.Of(map.Expression, Input)?.Range ?? type;
            case Pad:
                return inputs.Select((_, position) => Input(position)).Aggregate((union, next) => union.Union(next));
            case Reduce { Operation: Reduction.Min or Reduction.Max } reduce when reduce.Axes is { } axes && axes.All(a => inputs[0].Shape[a] is { IsConstant: true, Value: > 0 }):
                return Input(0);
            case Contract { Accumulate: ElementType.Float } contract:
                return OfSums(contract, inputs[0].Shape, Input(0), Input(1));
            default:
                return type;
        }
    }

    /// <summary>The contents of a small tensor that is computed from constants; null for others.</summary>
    static Tensor? Constant(Value x, Map map)
    {
        if (map.Symbols.Any() || x.Shape.Elements.Value > MaximumElements)
            return null;
        Tensor?[] inputs = x.Producer.Inputs.Select(Constant).ToArray();
        return inputs.Length == 0 || inputs.Contains(null) ? null
            : map.Evaluate(inputs!, symbol => throw new InvalidOperationException($"The size {symbol} is not known."), x.Producer.Outputs)[0];
    }

    static Tensor? Constant(Value x)
    {
        Literal? literal = x.Literal ?? (x.Producer.Primitive is Reshape ? x.Producer.Inputs[0].Literal : null);
        return literal is null || literal.Length > MaximumElements || !x.Shape.IsConstant ? null
            : literal.Read().WithDims(x.Shape.Select(d => d.Value).ToArray());
    }

    static FloatRange Of(Tensor tensor)
    {
        if (tensor.Length == 0)
            return FloatRange.Any;
        return tensor.Type.IsInteger()
            ? new FloatRange(tensor.Longs.Min(), tensor.Longs.Max(), true, false)
            : new FloatRange(tensor.Doubles.Min(), tensor.Doubles.Max(), tensor.Doubles.All(e => Math.Truncate(e) == e), tensor.Doubles.Any(double.IsNaN));
    }

    /// <summary>Sums of products, which may be rounded on the way unless they must be exact.</summary>
    static FloatRange OfSums(Contract contract, Shape a, FloatRange left, FloatRange right)
    {
        if (contract.ExactBound is { } exact)
            return new FloatRange(-exact, exact, true, false);
        double terms = 1;
        foreach (int axis in contract.SumA)
            terms *= a[axis].IsConstant ? a[axis].Value : double.PositiveInfinity;
        // Twice the bound, since algorithms that round otherwise may exceed it.
        double bound = 2 * terms * left.Largest * right.Largest;
        return left.MayBeNaN || right.MayBeNaN || !(bound < float.MaxValue)
            ? FloatRange.Any
            : new FloatRange(-bound, bound, false, false).Rounded();
    }
}
