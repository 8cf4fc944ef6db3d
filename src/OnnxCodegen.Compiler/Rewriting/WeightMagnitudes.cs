using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Rewriting;

/// <summary>Sums of the magnitudes of weights.</summary>
internal static class WeightMagnitudes
{
    /// <summary>Larger weights are not read while compiling.</summary>
    const long MaximumElements = 1 << 24;

    const int TableBits = 8;

    /// <summary>The largest sum of magnitudes over the given axes, of a function of 8-bit weights; null where it is not known.</summary>
    public static double? Sum(Value weights, IReadOnlyList<int> summed)
    {
        if (weights.Producer.Primitive is not Map map || weights.Producer.Inputs.Count != 1)
            return null;
        Value source = weights.Producer.Inputs[0];
        Literal? literal = source.Literal;
        if (literal is null || !source.ElementType.IsInteger() || source.ElementType.Bits() > TableBits || literal.Length > MaximumElements
            || !map.Shape.Equals(source.Shape) || map.Expression.Nodes().Any(node => node is ScalarIndex or ScalarDim))
        {
            return null;
        }
        return Sum(literal.Read(), Magnitudes(map.Expression, source.ElementType), ElementConversion.Minimum(source.ElementType), summed);
    }

    /// <summary>The magnitude of the function for every value of a type.</summary>
    static double[] Magnitudes(ScalarExpr function, ElementType type)
    {
        var evaluator = new ScalarEvaluator(function, symbol => throw new InvalidOperationException($"The size {symbol} is not known."));
        return Enumerable.Range(0, 1 << type.Bits())
            .Select(i => evaluator.Evaluate(new object[] { ElementConversion.Minimum(type) + i }, Array.Empty<long>()))
            .Select(value => Math.Abs(value is double number ? number : (long)value))
            .ToArray();
    }

    static double Sum(Tensor weights, double[] magnitudes, long lowest, IReadOnlyList<int> summed)
    {
        // Strides in the sums: 0 along the summed axes.
        long[] kept = weights.Dims.Select((n, axis) => summed.Contains(axis) ? 1 : n).ToArray();
        long[] strides = Tensor.StridesOf(kept).Select((stride, axis) => summed.Contains(axis) ? 0 : stride).ToArray();
        var sums = new double[kept.Aggregate(1L, (a, b) => a * b)];
        var coordinate = new long[weights.Rank];
        long target = 0;
        foreach (long weight in weights.Longs)
        {
            sums[target] += magnitudes[weight - lowest];
            for (int axis = weights.Rank - 1; axis >= 0; axis--)
            {
                target += strides[axis];
                if (++coordinate[axis] < weights.Dims[axis])
                    break;
                target -= strides[axis] * weights.Dims[axis];
                coordinate[axis] = 0;
            }
        }
        return sums.DefaultIfEmpty(0).Max();
    }
}
