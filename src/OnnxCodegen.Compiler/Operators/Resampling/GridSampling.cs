using System;
using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Reading a tensor at places that another tensor gives, where −1 and 1 are the ends of an axis.</summary>
internal static class GridSampling
{
    const double CubicCoefficient = -0.75;

    /// <param name="x">[N, C, s…].</param>
    /// <param name="grid">[N, o…, axes], the last spatial axis first.</param>
    [Operator(Widens = true), Since(16)]
    public static Value GridSample([AtLeast(3)] Value x, [AtLeast(3)] Value grid, long alignCorners = 0, string mode = "linear", string paddingMode = "zeros")
    {
        int axes = x.Rank - 2;
        var borders = new GridBorders(x.Shape.Skip(2).ToArray(), alignCorners != 0, paddingMode);
        // As in PyTorch, where the operator comes from, linear interpolation alone brings the coordinates back into the axes; the others bring the elements.
        bool isLinear = mode is "linear" or "bilinear";
        Value[] coordinates = Enumerable.Range(0, axes)
            .Select(axis => borders.Denormalize(Component(grid, axes - 1 - axis), axis))
            .Select((coordinate, axis) => isLinear ? borders.Confine(coordinate, axis) : coordinate)
            .ToArray();
        Value channelsLast = Views.Permute(x, new[] { 0 }.Concat(Enumerable.Range(2, axes)).Append(1).ToArray());
        Value samples = mode switch
        {
            "linear" or "bilinear" => Interpolation.Linear(channelsLast, 1, coordinates, borders.Place),
            "cubic" or "bicubic" => Interpolation.Cubic(channelsLast, 1, coordinates, CubicCoefficient, borders.Place),
            "nearest" => Interpolation.Nearest(channelsLast, 1, Nearest(coordinates, borders)),
            _ => throw new ModelException($"The interpolation '{mode}' is unknown."),
        };
        int rank = samples.Rank;
        return Views.Permute(samples, new[] { 0, rank - 1 }.Concat(Enumerable.Range(1, rank - 2)).ToArray());
    }

    /// <summary>The coordinates that affine maps theta [N, axes, axes + 1] give to the points of a regular grid.</summary>
    [Operator(Widens = true), Since(20)]
    public static Value AffineGrid([Rank(3)] Value theta, Value size, long alignCorners = 0)
    {
        Dim[] spatial = DimVectors.Of(size).Skip(2).ToArray();
        int axes = spatial.Length;
        var shape = new Shape(spatial.Append(axes + 1));
        Value points = Fill(theta.Scope, shape, Enumerable.Range(0, axes)
            .Select(i => Point(axes - 1 - i, spatial[axes - 1 - i], theta.ElementType, alignCorners != 0))
            .Select((point, i) => (point, i))
            .Aggregate(ScalarExpr.Literal(theta.ElementType, 1), (rest, component) =>
                Select(Equal(ScalarExpr.Index(axes), ScalarExpr.Of(component.i)), component.point, rest)));
        Value mapped = Contractions.Contract(theta, points, Array.Empty<int>(), Array.Empty<int>(), new[] { 2 }, new[] { axes });
        return Views.Permute(mapped, new[] { 0 }.Concat(Enumerable.Range(2, axes)).Append(1).ToArray());
    }

    static Value[] Nearest(IReadOnlyList<Value> coordinates, GridBorders borders) => coordinates
        .Select((c, axis) => borders.Place(Map(c, a => Cast(Round(a), ElementType.Int64)), axis))
        .ToArray();

    static Value Component(Value grid, int index) => Views.Squeeze(Views.Slice(grid, grid.Rank - 1, index, 1), grid.Rank - 1);

    /// <summary>Where the elements of an axis lie between −1 and 1: the outermost ones at the ends, or half an element before.</summary>
    static ScalarExpr Point(int axis, Dim length, ElementType type, bool aligned)
    {
        ScalarExpr i = Cast(ScalarExpr.Index(axis), type);
        ScalarExpr n = Cast(ScalarExpr.Of(length), type);
        return aligned ? (2 * i / Maximum(n - 1, 1)) - 1 : (((2 * i) + 1) / n) - 1;
    }
}
