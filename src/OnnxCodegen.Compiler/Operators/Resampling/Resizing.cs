using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Changes the lengths of axes by reading between the elements.</summary>
internal static class Resizing
{
    [Operator("Upsample", Widens = true), Since(1)]
    public static Value Upsample1(Value x, double heightScale, double widthScale, string mode = "nearest") =>
        Upsample7(x, new[] { 1, 1, heightScale, widthScale }, mode);

    [Operator("Upsample", Widens = true), Since(7)]
    public static Value Upsample7(Value x, double[] scales, string mode = "nearest") =>
        Resize10(x, x.Scope.Constant(new Tensor(ElementType.Double, new long[] { scales.Length }, scales)), mode);

    [Operator(Widens = true), Since(9), Until(10)]
    public static Value Upsample(Value x, Value scales, string mode = "nearest") => Resize10(x, scales, mode);

    [Operator("Resize", Widens = true), Since(10)]
    public static Value Resize10(Value x, Value scales, string mode = "nearest") =>
        Resize(x, null, scales, coordinateTransformationMode: "asymmetric", mode: mode, nearestMode: "floor");

    [Operator(Widens = true), Since(11)]
    public static Value Resize(
        Value x, Value? roi = null, Value? scales = null, Value? sizes = null, long antialias = 0, long[]? axes = null,
        string coordinateTransformationMode = "half_pixel", double cubicCoeffA = -0.75, long excludeOutside = 0,
        double extrapolationValue = 0, string keepAspectRatioPolicy = "stretch", string mode = "nearest",
        string nearestMode = "round_prefer_floor")
    {
        int[] resized = axes?.Select(a => Views.Axis(a, x.Rank)).ToArray() ?? Enumerable.Range(0, x.Rank).ToArray();
        IReadOnlyList<ResizedAxis> targets = ResizedAxis.Of(x, resized, roi, scales, sizes, keepAspectRatioPolicy);
        return targets.Aggregate(x, (y, axis) =>
        {
            var coordinates = new ResizeCoordinates(axis, coordinateTransformationMode);
            if (axis.IsUnchanged && !coordinates.Crops)
                return y;
            Value result = mode == "nearest"
                ? NearestResize.Along(y, axis, coordinates, nearestMode)
                : KernelResize.Along(y, axis, coordinates, ResizeKernel.Of(mode, cubicCoeffA), antialias != 0, excludeOutside != 0);
            return coordinates.Crops ? Extrapolate(result, axis, coordinates, extrapolationValue) : result;
        });
    }

    /// <summary>A given number where the region of interest reaches beyond the axis.</summary>
    static Value Extrapolate(Value y, ResizedAxis axis, ResizeCoordinates coordinates, double value)
    {
        Value inside = Map(coordinates.Value, axis.InputLength, (c, n) =>
            And(LessOrEqual(ScalarExpr.Literal(c.Type, 0), c), LessOrEqual(c, n - 1)));
        Value aligned = Views.Reshape(inside, new Shape(Enumerable.Range(0, y.Rank).Select(a => a == axis.Axis ? axis.Length : Dim.One)));
        return Select(aligned, y, Like(y, value));
    }
}
