using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The adjoint of reading windows.</summary>
internal static class ColumnsToImage
{
    /// <summary>Adds blocks, which stand in columns [N, C·Πblock, L], into an image at the places that sliding windows have.</summary>
    [Operator(Widens = true), Since(18)]
    public static Value Col2Im(
        [AtLeast(2)] Value input, Value imageShape, Value blockShape, long[]? dilations = null, long[]? pads = null, long[]? strides = null)
    {
        Scope scope = input.Scope;
        Dim[] image = DimVectors.Of(imageShape);
        Dim[] block = DimVectors.Of(blockShape);
        int axes = image.Length;
        WindowGeometry geometry = WindowGeometry.Of(image, block, "NOTSET", pads, strides, dilations);
        Dim[] padded = image.Select((n, i) => n + geometry.Low[i] + geometry.High[i]).ToArray();
        Dim[] positions = padded
            .Select((n, i) => ((n - WindowGeometry.Extent(block[i], geometry.Dilations[i])) / geometry.Strides[i]) + 1)
            .ToArray();
        Dim channels = input.Shape[1] / Dim.Product(block);

        // [N, C, k…, o…] becomes updates [k…, o…, N, C], and each (k, o) has one place in the image.
        Value blocks = Views.Reshape(input, new Shape(new[] { input.Shape[0], channels }.Concat(block).Concat(positions)));
        Value updates = Views.Permute(blocks, Enumerable.Range(2, 2 * axes).Concat(new[] { 0, 1 }).ToArray());
        var places = new Shape(block.Concat(positions));
        Value[] indices = Enumerable.Range(0, axes).Select(i => Fill(scope, places,
            (ScalarExpr.Index(i) * ScalarExpr.Of(geometry.Dilations[i])) + (ScalarExpr.Index(axes + i) * ScalarExpr.Of(geometry.Strides[i]))))
            .ToArray();
        Value zeros = Fill(
            scope, new Shape(padded.Concat(new[] { input.Shape[0], channels })), ScalarExpr.Literal(input.ElementType, 0));
        Value sums = scope.Add(new Scatter(0, ScatterOperation.Add), new[] { zeros }.Concat(indices).Append(updates).ToArray());
        Value cropped = Enumerable.Range(0, axes).Aggregate(sums, (x, i) => Views.Slice(x, i, geometry.Low[i], image[i]));
        return Views.Permute(cropped, new[] { axes, axes + 1 }.Concat(Enumerable.Range(0, axes)).ToArray());
    }
}
