using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Reading between the elements of a tensor.</summary>
internal static class Interpolation
{
    /// <summary>Multilinear interpolation of x [b…, s…, r…] at coordinates, one tensor [b…, p…] per spatial axis; places outside are 0.</summary>
    /// <param name="place">Brings a neighbour's number back into the axis; by default places outside read 0.</param>
    public static Value Linear(Value x, int batch, IReadOnlyList<Value> coordinates, Func<Value, int, Value>? place = null) =>
        Neighbours(x, batch, coordinates, 0, 2, (t, step) => step == 0 ? 1 - t : t, place);

    /// <summary>Multicubic interpolation (Keys, coefficient a).</summary>
    public static Value Cubic(Value x, int batch, IReadOnlyList<Value> coordinates, double a, Func<Value, int, Value>? place = null) =>
        Neighbours(x, batch, coordinates, -1, 4, (t, step) => CubicWeight(Abs(t - step), a), place);

    /// <summary>The elements at whole-numbered coordinates.</summary>
    public static Value Nearest(Value x, int batch, IReadOnlyList<Value> places) =>
        x.Scope.Add(new Gather(batch, OutsideMode.Zero), new[] { x }.Concat(places).ToArray());

    /// <summary>Keys's cubic convolution at a distance of 0 or more; 0 from 2 on.</summary>
    public static ScalarExpr CubicWeight(ScalarExpr distance, double a)
    {
        ScalarExpr near = (((((a + 2) * distance) - (a + 3)) * distance) * distance) + 1;
        ScalarExpr far = (((((a * distance) - (5 * a)) * distance) + (8 * a)) * distance) - (4 * a);
        ScalarExpr zero = ScalarExpr.Literal(distance.Type, 0);
        return Select(Less(distance, 1), near, Select(Less(distance, 2), far, zero));
    }

    /// <summary>Σ over all combinations of neighbours, <paramref name="count"/> per axis from floor + <paramref name="first"/> on.</summary>
    /// <param name="weight">The weight of a neighbour, from the coordinate's fraction and the neighbour's distance from the floor.</param>
    static Value Neighbours(
        Value x, int batch, IReadOnlyList<Value> coordinates, int first, int count, Func<ScalarExpr, int, ScalarExpr> weight,
        Func<Value, int, Value>? place)
    {
        int axes = coordinates.Count;
        var places = new Value[axes, count];
        var weights = new Value[axes, count];
        for (int axis = 0; axis < axes; axis++)
        {
            for (int k = 0; k < count; k++)
            {
                int step = first + k;
                Value at = Map(coordinates[axis], c => Cast(Floor(c) + step, ElementType.Int64));
                places[axis, k] = place is null ? at : place(at, axis);
                weights[axis, k] = Map(coordinates[axis], c => weight(c - Floor(c), step));
            }
        }
        int rest = x.Rank - batch - axes;
        Value? sum = null;
        foreach (long[] choice in Coordinates.Of(Enumerable.Repeat((long)count, axes).ToArray()))
        {
            int[] chosen = choice.Select(c => (int)c).ToArray();
            Value sample = Nearest(x, batch, chosen.Select((k, axis) => places[axis, k]).ToArray());
            Value product = chosen.Select((k, axis) => weights[axis, k]).Aggregate((a, b) => a * b);
            Value term = sample * Cast(Trail(product, rest), x.ElementType);
            sum = sum is null ? term : sum + term;
        }
        return sum!;
    }

    /// <summary>Axes of length 1 at the end.</summary>
    static Value Trail(Value x, int count) => Views.Reshape(x, new Shape(x.Shape.Concat(Enumerable.Repeat(Dim.One, count))));
}
