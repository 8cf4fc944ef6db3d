using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Parts of images, brought to a common size.</summary>
[Domain("com.microsoft")]
internal static class Crops
{
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="rois">The first and last row and column, y1, x1, y2, x2 from 0 to 1, [boxes, 4].</param>
    /// <param name="batchIndices">The image of each box.</param>
    /// <param name="cropSize">Height and width of the results.</param>
    /// <param name="extrapolationValue">What stands outside of an image.</param>
    [Operator(Widens = true)]
    public static Value CropAndResize(
        [Rank(4)] Value x, [Rank(2)] Value rois, [Rank(1), Indices] Value batchIndices, Value cropSize, double extrapolationValue = 0, string mode = "bilinear")
    {
        Dim[] size = DimVectors.Of(cropSize);
        Shape shape = Shape.Of(rois.Shape[0], size[0], size[1]);
        Value rows = Places(rois, 0, x.Shape[2], shape, 1);
        Value columns = Places(rois, 1, x.Shape[3], shape, 2);
        Value images = MapOver(x.Scope, shape, new[] { Views.Reshape(Cast(batchIndices, ElementType.Int64), rois.Shape[0], 1, 1) }, e => e[0]);
        Value pixels = Views.Permute(x, new[] { 0, 2, 3, 1 });
        Value result = mode switch
        {
            "nearest" => At(pixels, images, Map(rows, Round), Map(columns, Round)),
            "bilinear" => Between(pixels, images, rows, columns),
            _ => throw new ModelException($"The mode '{mode}' is neither bilinear nor nearest."),
        };
        Value inside = Map(rows, columns, (r, c) => And(Inside(r, x.Shape[2]), Inside(c, x.Shape[3])));
        Value filled = Map(Views.Unsqueeze(inside, 3), result, (i, p) => Select(i, p, ScalarExpr.Literal(p.Type, extrapolationValue)));
        return Views.MoveAxis(filled, 3, 1);
    }

    /// <summary>Where the rows or columns of each result lie in its image.</summary>
    static Value Places(Value rois, int first, Dim length, Shape shape, int axis)
    {
        Value begin = Views.Reshape(Views.Slice(rois, 1, first, 1), rois.Shape[0], 1, 1);
        Value end = Views.Reshape(Views.Slice(rois, 1, first + 2, 1), rois.Shape[0], 1, 1);
        ScalarExpr last = Cast(ScalarExpr.Of(length - 1), rois.ElementType);
        ScalarExpr steps = Cast(ScalarExpr.Of(Dim.Max(shape[axis] - 1, 1)), rois.ElementType);
        ScalarExpr single = Equal(ScalarExpr.Of(shape[axis]), ScalarExpr.Literal(ElementType.Int64, 1L));
        return MapOver(rois.Scope, shape, new[] { begin, end }, e => Select(
            single, 0.5 * (e[0] + e[1]) * last, (e[0] * last) + (Cast(ScalarExpr.Index(axis), e[0].Type) * ((e[1] - e[0]) * last / steps))));
    }

    static Value Between(Value pixels, Value images, Value rows, Value columns)
    {
        Value top = Map(rows, Floor);
        Value left = Map(columns, Floor);
        Value bottom = Map(rows, Ceiling);
        Value right = Map(columns, Ceiling);
        Value down = Views.Unsqueeze(rows - top, 3);
        Value across = Views.Unsqueeze(columns - left, 3);
        Value upper = Mix(At(pixels, images, top, left), At(pixels, images, top, right), across);
        Value lower = Mix(At(pixels, images, bottom, left), At(pixels, images, bottom, right), across);
        return Mix(upper, lower, down);
    }

    static Value Mix(Value a, Value b, Value share) => Map(a, b, share, (x, y, s) => x + ((y - x) * s));

    /// <summary>The pixels [boxes, height, width, C] at the given places, kept inside of the image.</summary>
    static Value At(Value pixels, Value images, Value rows, Value columns) => pixels.Scope.Add(
        new Gather(0, OutsideMode.Clamp), pixels, images, Cast(rows, ElementType.Int64), Cast(columns, ElementType.Int64));

    static ScalarExpr Inside(ScalarExpr place, Dim length) => And(
        LessOrEqual(ScalarExpr.Literal(place.Type, 0), place), LessOrEqual(place, Cast(ScalarExpr.Of(length - 1), place.Type)));
}
