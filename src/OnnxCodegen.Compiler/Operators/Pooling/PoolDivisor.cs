using System;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>How many elements each window of an average counts.</summary>
internal static class PoolDivisor
{
    /// <summary>The counts over the output's spatial axes, or one number where all windows count the same.</summary>
    public static Value Of(Value x, WindowGeometry geometry, bool includeBorder)
    {
        bool overhangs = geometry.Overhang.Any(o => o != Dim.Zero);
        bool borders = geometry.Low.Concat(geometry.High).Any(d => d != Dim.Zero);
        if (!overhangs && (includeBorder || !borders))
            return Cast(x.Scope.Scalar(Dim.Product(geometry.Kernel)), x.ElementType);
        var output = new Shape(Enumerable.Range(0, geometry.Axes).Select(i => Positions(x, geometry, i)));
        return MapOver(x.Scope, output, Array.Empty<Value>(), _ => Cast(
            Enumerable.Range(0, geometry.Axes).Select(i => Count(x, geometry, i, includeBorder)).Aggregate((a, b) => a * b),
            x.ElementType));
    }

    static Dim Positions(Value x, WindowGeometry geometry, int i)
    {
        Dim extent = WindowGeometry.Extent(geometry.Kernel[i], geometry.Dilations[i]);
        Dim padded = x.Shape[i + 2] + geometry.Low[i] + geometry.High[i] + geometry.Overhang[i];
        return ((padded - extent) / geometry.Strides[i]) + 1;
    }

    /// <summary>The number of window elements that lie between the first and the last place that counts.</summary>
    static ScalarExpr Count(Value x, WindowGeometry geometry, int i, bool includeBorder)
    {
        Dim dilation = geometry.Dilations[i];
        Dim first = includeBorder ? -geometry.Low[i] : 0;
        Dim end = x.Shape[i + 2] + (includeBorder ? geometry.High[i] : 0);
        ScalarExpr start = (ScalarExpr.Index(i) * ScalarExpr.Of(geometry.Strides[i])) - ScalarExpr.Of(geometry.Low[i]);
        ScalarExpr before = Maximum(CeilingDivide(ScalarExpr.Of(first) - start, dilation), 0);
        ScalarExpr through = Minimum(CeilingDivide(ScalarExpr.Of(end) - start, dilation), ScalarExpr.Of(geometry.Kernel[i]));
        return through - before;
    }

    /// <summary>Exact for a dividend above −<paramref name="divisor"/>; one below gives at most 0.</summary>
    static ScalarExpr CeilingDivide(ScalarExpr dividend, Dim divisor) =>
        divisor == Dim.One ? dividend : (dividend + ScalarExpr.Of(divisor - 1)) / ScalarExpr.Of(divisor);
}
