using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Convolutions: contractions over windows.</summary>
internal static class Convolutions
{
    [Operator(Widens = true), Since(1)]
    public static Value Conv(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, [Rank(1)] Value? b = null, string autoPad = "NOTSET", long[]? dilations = null, long group = 1,
        long[]? kernelShape = null, long[]? pads = null, long[]? strides = null) =>
        Channels.Biased(Convolve(x, w, group, Geometry(x, w, autoPad, dilations, kernelShape, pads, strides)), b);

    /// <summary>A convolution of 8-bit numbers less their zero points, summed as int32; the border is a real zero.</summary>
    [Operator, Since(10)]
    public static Value ConvInteger(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, Value? xZeroPoint = null, Value? wZeroPoint = null, string autoPad = "NOTSET", long[]? dilations = null,
        long group = 1, long[]? kernelShape = null, long[]? pads = null, long[]? strides = null) => Convolve(
            Quantized.Centered(x, xZeroPoint),
            Quantized.Centered(w, wZeroPoint is null ? null : PerOutput(wZeroPoint, w.Rank)),
            group,
            Geometry(x, w, autoPad, dilations, kernelShape, pads, strides));

    [Operator, Since(10)]
    public static Value QLinearConv(
        [AtLeast(3)] Value x, Value xScale, Value xZeroPoint, [AtLeast(3)] Value w, Value wScale, Value wZeroPoint, Value yScale, Value yZeroPoint, [Rank(1)] Value? b = null,
        string autoPad = "NOTSET", long[]? dilations = null, long group = 1, long[]? kernelShape = null, long[]? pads = null,
        long[]? strides = null)
    {
        Value sums = ConvInteger(x, w, xZeroPoint, wZeroPoint, autoPad, dilations, group, kernelShape, pads, strides);
        Value factor = Map(xScale, wScale, yScale, (a, c, y) => a * c / y);
        return Quantized.Requantize(Channels.Biased(sums, b), Channels.Align(factor, x), yZeroPoint);
    }

    /// <summary>x [N, C, s…] and w [M, C / group, k…] give [N, M, o…].</summary>
    public static Value Convolve(Value x, Value w, long group, WindowGeometry geometry)
    {
        int spatial = geometry.Axes;
        if (group == 1)
        {
            int[] summed = new[] { 1 }.Concat(Enumerable.Range(spatial + 2, spatial)).ToArray();
            Value product = Contractions.Contract(
                geometry.Slide(x, Like(x, 0)), w,
                Array.Empty<int>(), Array.Empty<int>(), summed, Enumerable.Range(1, spatial + 1).ToArray());
            return Views.Permute(product, new[] { 0, spatial + 1 }.Concat(Enumerable.Range(1, spatial)).ToArray());
        }
        Dim outputs = w.Shape[0];
        (Value padded, WindowGeometry inside) = geometry.Surround(x, Like(x, 0));
        Value grouped = Views.Reshape(padded, new Shape(new[] { x.Shape[0], group, x.Shape[1] / group }.Concat(padded.Shape.Skip(2))));
        Value kernels = Views.Reshape(w, new Shape(new[] { group, outputs / group }.Concat(w.Shape.Skip(1))));
        return Ungroup(ContractGroups(inside.Slide(grouped, Like(x, 0)), kernels, outputAxis: 1), outputs);
    }

    /// <summary>Windows [N, g, C / g, o…, k…] and kernels [g, M / g, C / g, k…] (or with these two exchanged) give [g, N, o…, M / g].</summary>
    public static Value ContractGroups(Value windows, Value kernels, int outputAxis)
    {
        int spatial = (windows.Rank - 3) / 2;
        return Contractions.Contract(
            windows, kernels, new[] { 1 }, new[] { 0 },
            new[] { 2 }.Concat(Enumerable.Range(spatial + 3, spatial)).ToArray(),
            new[] { 3 - outputAxis }.Concat(Enumerable.Range(3, spatial)).ToArray());
    }

    /// <summary>[g, N, o…, M / g] as [N, M, o…].</summary>
    public static Value Ungroup(Value product, Dim outputs)
    {
        int spatial = product.Rank - 3;
        Value permuted = Views.Permute(product, new[] { 1, 0, spatial + 2 }.Concat(Enumerable.Range(2, spatial)).ToArray());
        return Views.Reshape(permuted, new Shape(new[] { permuted.Shape[0], outputs }.Concat(permuted.Shape.Skip(3))));
    }

    static WindowGeometry Geometry(
        Value x, Value w, string autoPad, long[]? dilations, long[]? kernelShape, long[]? pads, long[]? strides)
    {
        if (x.Rank < 3 || w.Rank != x.Rank)
            throw new ModelException($"A convolution of {x.Shape} with weights {w.Shape} is not defined.");
        IReadOnlyList<Dim> kernel = kernelShape is null ? w.Shape.Skip(2).ToArray() : kernelShape.Select(Dim.Constant).ToArray();
        return WindowGeometry.Of(x.Shape.Skip(2).ToArray(), kernel, autoPad, pads, strides, dilations);
    }

    /// <summary>One number per output channel in a shape that broadcasts to the weights.</summary>
    static Value PerOutput(Value vector, int rank) => vector.Rank == 0 ? vector
        : Views.Reshape(vector, new Shape(new[] { vector.Shape[0] }.Concat(Enumerable.Repeat(Dim.One, rank - 1))));
}
