using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The inverse of a max pooling.</summary>
internal static class Unpooling
{
    /// <summary>Elements go back to the places they were taken from; the others are 0.</summary>
    [Operator(Widens = true), Since(9)]
    public static Value MaxUnpool(
        [AtLeast(3)] Value x, [AtLeast(3), Indices] Value i, Value? outputShape = null, long[]? kernelShape = null, long[]? pads = null, long[]? strides = null)
    {
        int spatial = x.Rank - 2;
        long[] kernel = kernelShape!;
        var shape = new Shape(x.Shape.Take(2).Concat(Enumerable.Range(0, spatial).Select(axis =>
            ((x.Shape[axis + 2] - 1) * (strides?[axis] ?? 1)) + kernel[axis] - (pads is null ? 0 : pads[axis] + pads[spatial + axis]))));
        Value zeros = Fill(x.Scope, Shape.Of(shape.Elements), ScalarExpr.Literal(x.ElementType, 0));
        Value filled = Views.Reshape(
            x.Scope.Add(
                new Scatter(0, ScatterOperation.Set),
                zeros, Views.Reshape(i, i.Shape.Elements), Views.Reshape(x, x.Shape.Elements)),
            shape);
        if (outputShape is null)
            return filled;
        Dim[] none = Enumerable.Repeat(Dim.Zero, x.Rank).ToArray();
        Dim[] high = Enumerable.Range(0, x.Rank).Select(axis => x.Scope.At(outputShape, axis) - shape[axis]).ToArray();
        return Windows.Border(filled, none, high, Like(x, 0));
    }
}
