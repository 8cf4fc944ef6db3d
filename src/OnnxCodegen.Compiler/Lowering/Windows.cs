using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>Sliding windows over spatial axes, the common part of convolutions and poolings.</summary>
internal static class Windows
{
    /// <summary>Pads axes and views them as windows: x [b…, s₀, s₁, …] becomes [b…, o₀, o₁, …, k₀, k₁, …], where the windows of size k move
    /// over the last axes of x.</summary>
    /// <param name="value">The scalar that fills the border.</param>
    public static Value Slide(
        Value x, IReadOnlyList<Dim> kernel, IReadOnlyList<Dim> strides, IReadOnlyList<Dim> dilations,
        IReadOnlyList<Dim> low, IReadOnlyList<Dim> high, Value value)
    {
        int spatial = kernel.Count;
        int lead = x.Rank - spatial;
        Value padded = Border(x, low, high, value);
        Dim[] output = Enumerable.Range(0, spatial)
            .Select(i => ((padded.Shape[lead + i] - (dilations[i] * (kernel[i] - 1)) - 1) / strides[i]) + 1)
            .ToArray();
        var shape = new Shape(padded.Shape.Take(lead).Concat(output).Concat(kernel));
        var axes = new AxisMap[x.Rank];
        for (int axis = 0; axis < lead; axis++)
            axes[axis] = AxisMap.Along(axis, shape.Rank);
        for (int i = 0; i < spatial; i++)
        {
            Dim[] coefficients = Enumerable.Repeat(Dim.Zero, shape.Rank).ToArray();
            coefficients[lead + i] = strides[i];
            coefficients[lead + spatial + i] = dilations[i];
            axes[lead + i] = new AxisMap(Dim.Zero, coefficients);
        }
        return x.Scope.Add(new View(shape, axes), padded);
    }

    /// <summary>Windows of size k over one axis with stride 1: x [a…, n, b…] becomes [a…, o, b…, k].</summary>
    public static Value Along(Value x, int axis, Dim kernel, Dim low, Dim high, Value value)
    {
        Dim[] before = Enumerable.Repeat(Dim.Zero, x.Rank).ToArray();
        Dim[] after = Enumerable.Repeat(Dim.Zero, x.Rank).ToArray();
        before[axis] = low;
        after[axis] = high;
        Value padded = Border(x, before, after, value);
        var shape = new Shape(padded.Shape.With(axis, padded.Shape[axis] - kernel + 1).Append(kernel));
        AxisMap[] axes = Enumerable.Range(0, x.Rank).Select(a => AxisMap.Along(a, shape.Rank)).ToArray();
        Dim[] coefficients = axes[axis].Coefficients.ToArray();
        coefficients[x.Rank] = Dim.One;
        axes[axis] = new AxisMap(Dim.Zero, coefficients);
        return x.Scope.Add(new View(shape, axes), padded);
    }

    /// <summary>A constant border around the last axes; negative amounts crop.</summary>
    public static Value Border(Value x, IReadOnlyList<Dim> low, IReadOnlyList<Dim> high, Value value)
    {
        if (low.Concat(high).All(d => d == Dim.Zero))
            return x;
        Dim[] none = Enumerable.Repeat(Dim.Zero, x.Rank - low.Count).ToArray();
        return x.Scope.Add(
            new Pad(none.Concat(low).ToArray(), none.Concat(high).ToArray(), Enumerable.Repeat(Dim.Zero, x.Rank).ToArray()), x, value);
    }
}
