using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The adjoint of a convolution: a convolution of the input with zeros between its elements and the kernel reversed.</summary>
internal static class TransposedConvolution
{
    [Operator(Widens = true), Since(1)]
    public static Value ConvTranspose(
        [AtLeast(3)] Value x, [AtLeast(3)] Value w, [Rank(1)] Value? b = null, string autoPad = "NOTSET", long[]? dilations = null, long group = 1, long[]? kernelShape = null,
        long[]? outputPadding = null, long[]? outputShape = null, long[]? pads = null, long[]? strides = null) =>
        ConvTranspose(x, w, b, autoPad, dilations, group, outputPadding, outputShape, pads?.Select(Dim.Constant).ToArray(), strides);

    /// <summary>The same with borders that may be known at run time alone.</summary>
    public static Value ConvTranspose(
        Value x, Value w, Value? b, string autoPad, long[]? dilations, long group, long[]? outputPadding, long[]? outputShape, Dim[]? pads,
        long[]? strides)
    {
        int spatial = x.Rank - 2;
        long[] ones = Enumerable.Repeat(1L, spatial).ToArray();
        var axes = new Dim[spatial];
        var low = new Dim[spatial];
        var high = new Dim[spatial];
        long[] step = strides ?? ones;
        long[] dilation = dilations ?? ones;
        for (int i = 0; i < spatial; i++)
        {
            Dim reach = dilation[i] * (w.Shape[i + 2] - 1);
            Dim full = ((x.Shape[i + 2] - 1) * step[i]) + reach + 1;
            Dim extended = full + (outputPadding?[i] ?? 0);
            Dim? length = outputShape is not null ? outputShape[outputShape.Length - spatial + i]
                : IsSame(autoPad) ? x.Shape[i + 2] * step[i]
                : null;
            Dim cropped = length is null ? Given(autoPad, pads, i) : LowCrop(autoPad, Dim.Max(0, extended - length));
            length ??= extended - cropped - Given(autoPad, pads, spatial + i);
            low[i] = reach - cropped;
            high[i] = length - full + cropped + reach;
        }
        if (group == 1 && x.Shape.Skip(2).All(length => length == Dim.One))
            return Channels.Biased(OfPixel(x, w, low, high, dilation), b);
        Value spread = Spread(x, low, high, step);
        Value kernel = Enumerable.Range(2, spatial).Aggregate(w, Views.Flip);
        Dim[] unit = ones.Select(Dim.Constant).ToArray();
        Dim[] none = Enumerable.Repeat(Dim.Zero, spatial).ToArray();
        var geometry = new WindowGeometry(
            w.Shape.Skip(2).ToArray(), unit, dilation.Select(Dim.Constant).ToArray(), none, none, none);
        return Channels.Biased(Convolve(spread, kernel, group, geometry), b);
    }

    /// <summary>An image of one pixel: every tap gives a pixel of its own.</summary>
    static Value OfPixel(Value x, Value w, Dim[] low, Dim[] high, long[] dilation)
    {
        Value image = Contractions.Contract(
            Views.Reshape(x, x.Shape[0], x.Shape[1]), w, Array.Empty<int>(), Array.Empty<int>(), new[] { 1 }, new[] { 0 });
        Dim[] none = { 0, 0 };
        Dim[] reach = dilation.Select((step, i) => step * (w.Shape[i + 2] - 1)).ToArray();
        Dim[] before = low.Select((dim, i) => dim - reach[i]).ToArray();
        Dim[] after = high.Select((dim, i) => dim - reach[i]).ToArray();
        return before.Concat(after).All(dim => dim == Dim.Zero) && dilation.All(step => step == 1)
            ? image
            : image.Scope.Add(
                new Pad(none.Concat(before).ToArray(), none.Concat(after).ToArray(), none.Concat(dilation.Select(step => Dim.Constant(step - 1))).ToArray()),
                image, Like(image, 0));
    }

    /// <summary>x [N, C, s…] and w [C, M / group, k…] give [N, M, o…].</summary>
    static Value Convolve(Value x, Value w, long group, WindowGeometry geometry)
    {
        int spatial = geometry.Axes;
        if (group == 1)
        {
            int[] summed = new[] { 1 }.Concat(Enumerable.Range(spatial + 2, spatial)).ToArray();
            int[] weights = new[] { 0 }.Concat(Enumerable.Range(2, spatial)).ToArray();
            Value product = Contractions.Contract(
                geometry.Slide(x, Like(x, 0)), w, Array.Empty<int>(), Array.Empty<int>(), summed, weights);
            return Views.Permute(product, new[] { 0, spatial + 1 }.Concat(Enumerable.Range(1, spatial)).ToArray());
        }
        (Value padded, WindowGeometry inside) = geometry.Surround(x, Like(x, 0));
        Value grouped = Views.Reshape(padded, new Shape(new[] { x.Shape[0], group, x.Shape[1] / group }.Concat(padded.Shape.Skip(2))));
        Value kernels = Views.Reshape(w, new Shape(new[] { group, w.Shape[0] / group }.Concat(w.Shape.Skip(1))));
        return Convolutions.Ungroup(Convolutions.ContractGroups(inside.Slide(grouped, Like(x, 0)), kernels, outputAxis: 2), w.Shape[1] * group);
    }

    static Value Spread(Value x, Dim[] low, Dim[] high, long[] strides)
    {
        Dim[] none = { 0, 0 };
        IReadOnlyList<Dim> interior = none.Concat(strides.Select(s => Dim.Constant(s - 1))).ToArray();
        return x.Scope.Add(new Pad(none.Concat(low).ToArray(), none.Concat(high).ToArray(), interior), x, Like(x, 0));
    }

    static bool IsSame(string autoPad) => autoPad is "SAME_UPPER" or "SAME_LOWER";

    static Dim Given(string autoPad, Dim[]? pads, int index) => autoPad == "VALID" || pads is null ? 0 : pads[index];

    /// <summary>The part of the cropped elements that lies before the first one.</summary>
    static Dim LowCrop(string autoPad, Dim total) => autoPad == "SAME_UPPER" ? total / 2 : total - (total / 2);
}
