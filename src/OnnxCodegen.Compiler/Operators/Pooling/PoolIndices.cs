using System.Linq;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Where in the input the maximum of each window lies.</summary>
internal static class PoolIndices
{
    /// <param name="x">The pooled tensor [N, C, s…].</param>
    /// <param name="windows">Its windows [N, C, o…, k…].</param>
    /// <returns>Numbers of elements of the whole of x; the spatial axes are numbered from the first on when column-major.</returns>
    public static Value Of(Value x, Value windows, WindowGeometry geometry, bool columnMajor)
    {
        int axes = geometry.Axes;
        var flat = new Shape(windows.Shape.Take(axes + 2).Append(Dim.Product(geometry.Kernel)));
        Value place = Views.Squeeze(
            x.Scope.Add(new ArgReduce(true, axes + 2, false), Views.Reshape(windows, flat)), axes + 2);
        Dim[] strides = columnMajor ? ColumnMajor(x.Shape) : x.Shape.Strides();
        return MapOver(x.Scope, place.Shape, new[] { place }, e =>
        {
            ScalarExpr index = (ScalarExpr.Index(0) * ScalarExpr.Of(strides[0])) + (ScalarExpr.Index(1) * ScalarExpr.Of(strides[1]));
            ScalarExpr rest = e[0];
            for (int i = axes - 1; i >= 0; i--)
            {
                ScalarExpr kernel = ScalarExpr.Of(geometry.Kernel[i]);
                ScalarExpr offset = ScalarExpr.Apply(ScalarOperation.Remainder, rest, kernel);
                rest /= kernel;
                ScalarExpr at = (ScalarExpr.Index(i + 2) * ScalarExpr.Of(geometry.Strides[i])) - ScalarExpr.Of(geometry.Low[i])
                    + (offset * ScalarExpr.Of(geometry.Dilations[i]));
                index += at * ScalarExpr.Of(strides[i + 2]);
            }
            return index;
        });
    }

    /// <summary>Strides by which the first spatial axis runs fastest.</summary>
    static Dim[] ColumnMajor(Shape shape)
    {
        Dim[] strides = shape.Strides();
        Dim stride = Dim.One;
        for (int axis = 2; axis < shape.Rank; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }
}
