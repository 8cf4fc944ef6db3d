using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>A convolution whose windows read the input at displaced, interpolated places.</summary>
internal static class DeformableConvolution
{
    /// <param name="x">[N, C, s…].</param>
    /// <param name="w">[M, C / group, k…].</param>
    /// <param name="offset">[N, offset groups · Πk · axes, o…].</param>
    /// <param name="mask">[N, offset groups · Πk, o…]; ones when missing.</param>
    [Operator(Widens = true), Since(19)]
    public static Value DeformConv(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, [AtLeast(3)] Value offset, [Rank(1)] Value? b = null, [AtLeast(3)] Value? mask = null, long[]? dilations = null, long group = 1,
        long[]? kernelShape = null, long offsetGroup = 1, long[]? pads = null, long[]? strides = null)
    {
        int axes = x.Rank - 2;
        Dim[] kernel = w.Shape.Skip(2).ToArray();
        WindowGeometry geometry = WindowGeometry.Of(x.Shape.Skip(2).ToArray(), kernel, "NOTSET", pads, strides, dilations);
        Dim[] output = offset.Shape.Skip(2).ToArray();
        Dim batch = x.Shape[0];
        Dim channels = x.Shape[1] / offsetGroup;

        // Places and samples stand in the order N, offset group, k…, o….
        Value offsets = Views.Reshape(offset, new Shape(new[] { batch, offsetGroup }.Concat(kernel).Append(axes).Concat(output)));
        Value[] coordinates = Enumerable.Range(0, axes).Select(i => Coordinate(offsets, geometry, i)).ToArray();
        Value source = Views.Reshape(x, new Shape(new[] { batch, offsetGroup, channels }.Concat(x.Shape.Skip(2))));
        Value channelsLast = Views.Permute(source, new[] { 0, 1 }.Concat(Enumerable.Range(3, axes)).Append(2).ToArray());
        Value samples = Interpolation.Linear(channelsLast, 2, coordinates);
        if (mask is not null)
        {
            Value weights = Views.Reshape(mask, new Shape(new[] { batch, offsetGroup }.Concat(kernel).Concat(output).Append(1)));
            samples *= weights;
        }

        // [N, offset group, k…, o…, C / offset group] as windows [N, g, C / g, o…, k…].
        int[] order = new[] { 0, 1, (2 * axes) + 2 }.Concat(Enumerable.Range(axes + 2, axes)).Concat(Enumerable.Range(2, axes)).ToArray();
        Value windows = Views.Reshape(
            Views.Permute(samples, order), new Shape(new[] { batch, group, x.Shape[1] / group }.Concat(output).Concat(kernel)));
        Value kernels = Views.Reshape(w, new Shape(new[] { group, w.Shape[0] / group }.Concat(w.Shape.Skip(1))));
        return Channels.Biased(Convolutions.Ungroup(Convolutions.ContractGroups(windows, kernels, outputAxis: 1), w.Shape[0]), b);
    }

    /// <summary>Where the windows read along a spatial axis: o · stride − pad + k · dilation + offset.</summary>
    static Value Coordinate(Value offsets, WindowGeometry geometry, int i)
    {
        int axes = geometry.Axes;
        Value own = Views.Squeeze(Views.Slice(offsets, axes + 2, i, 1), axes + 2);
        return MapOver(own.Scope, own.Shape, new[] { own }, e =>
        {
            ScalarExpr place = (ScalarExpr.Index(axes + 2 + i) * ScalarExpr.Of(geometry.Strides[i]))
                + (ScalarExpr.Index(2 + i) * ScalarExpr.Of(geometry.Dilations[i])) - ScalarExpr.Of(geometry.Low[i]);
            return Cast(place, own.ElementType) + e[0];
        });
    }
}
