using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Poolings: folds over windows.</summary>
internal static class Pools
{
    /// <summary>The maxima, and their places in the whole input as row-major (storage_order 0) or column-major (1) numbers.</summary>
    [Operator(Widens = true), Since(1)]
    public static (Value Y, Value Indices) MaxPool(
        [AtLeast(3)] Value x, long[] kernelShape, string autoPad = "NOTSET", long ceilMode = 0, long[]? dilations = null, long[]? pads = null,
        long storageOrder = 0, long[]? strides = null)
    {
        WindowGeometry geometry = Geometry(x, kernelShape, autoPad, pads, strides, dilations, ceilMode);
        Value windows = geometry.Slide(x, Lowest(x));
        return (Fold(Reduction.Max, windows, geometry), PoolIndices.Of(x, windows, geometry, columnMajor: storageOrder != 0));
    }

    [Operator(Widens = true), Since(1)]
    public static Value AveragePool(
        [AtLeast(3)] Value x, long[] kernelShape, string autoPad = "NOTSET", long ceilMode = 0, long countIncludePad = 0, long[]? dilations = null,
        long[]? pads = null, long[]? strides = null)
    {
        WindowGeometry geometry = Geometry(x, kernelShape, autoPad, pads, strides, dilations, ceilMode);
        Value sum = Fold(Reduction.Sum, geometry.Slide(x, Like(x, 0)), geometry);
        return sum / PoolDivisor.Of(x, geometry, includeBorder: countIncludePad != 0);
    }

    [Operator("LpPool", Widens = true), Since(1)]
    public static Value LpPool1(
        [AtLeast(3)] Value x, long[] kernelShape, string autoPad = "NOTSET", double p = 2, long[]? pads = null, long[]? strides = null) =>
        LpPool(x, Geometry(x, kernelShape, autoPad, pads, strides, null, 0), p);

    [Operator(Widens = true), Since(2)]
    public static Value LpPool(
        [AtLeast(3)] Value x, long[] kernelShape, string autoPad = "NOTSET", long ceilMode = 0, long[]? dilations = null, long p = 2, long[]? pads = null,
        long[]? strides = null) =>
        LpPool(x, Geometry(x, kernelShape, autoPad, pads, strides, dilations, ceilMode), p);

    [Operator(Widens = true), Since(1)]
    public static Value GlobalAveragePool([AtLeast(2)] Value x) => Reductions.Mean(x, Spatial(x));

    [Operator(Widens = true), Since(1)]
    public static Value GlobalMaxPool([AtLeast(2)] Value x) => Reductions.Max(x, Spatial(x));

    [Operator("GlobalLpPool", Widens = true), Since(1)]
    public static Value GlobalLpPool1([AtLeast(2)] Value x, double p = 2) => Root(Reductions.Sum(Power(x, p), Spatial(x)), p);

    [Operator(Widens = true), Since(2)]
    public static Value GlobalLpPool([AtLeast(2)] Value x, long p = 2) => GlobalLpPool1(x, p);

    static Value LpPool(Value x, WindowGeometry geometry, double p) =>
        Root(Fold(Reduction.Sum, geometry.Slide(Power(x, p), Like(x, 0)), geometry), p);

    /// <summary>Folds windows [b…, o…, k…] to [b…, o…].</summary>
    static Value Fold(Reduction operation, Value windows, WindowGeometry geometry)
    {
        int[] kernel = Enumerable.Range(windows.Rank - geometry.Axes, geometry.Axes).ToArray();
        return Views.Squeeze(Reductions.Fold(operation, windows, kernel), kernel);
    }

    static WindowGeometry Geometry(
        Value x, long[] kernelShape, string autoPad, long[]? pads, long[]? strides, long[]? dilations, long ceilMode) =>
        x.Rank < 3 ? throw new ModelException($"A pooling of {x.Shape} is not defined.")
        : WindowGeometry.Of(
            x.Shape.Skip(2).ToArray(), kernelShape.Select(Dim.Constant).ToArray(), autoPad, pads, strides, dilations, ceilMode != 0);

    /// <summary>The identity of the maximum.</summary>
    static Value Lowest(Value x) => x.ElementType.IsFloating()
        ? Like(x, double.NegativeInfinity)
        : x.Scope.Constant(new Tensor(x.ElementType, Array.Empty<long>(), new[] { ElementConversion.Minimum(x.ElementType) }));

    static int[] Spatial(Value x) => Enumerable.Range(2, x.Rank - 2).ToArray();

    static Value Power(Value x, double p) => Map(x, a => p switch
    {
        1 => Abs(a),
        2 => a * a,
        _ => Pow(Abs(a), ScalarExpr.Literal(a.Type, p)),
    });

    static Value Root(Value x, double p) => p switch
    {
        1 => x,
        2 => Sqrt(x),
        _ => Map(x, a => Pow(a, ScalarExpr.Literal(a.Type, 1 / p))),
    };
}
