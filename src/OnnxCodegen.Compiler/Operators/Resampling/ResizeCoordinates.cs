using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Where on the old axis the elements of the new one lie, as doubles.</summary>
internal sealed class ResizeCoordinates
{
    readonly string mode;

    public ResizeCoordinates(ResizedAxis axis, string mode)
    {
        this.mode = mode;
        Scope scope = axis.Scale.Scope;
        Value[] operands = { axis.Scale, axis.InputLength, axis.Start ?? scope.Constant(ElementType.Double, 0), axis.End ?? scope.Constant(ElementType.Double, 1) };
        Value = MapOver(scope, Shape.Of(axis.Length), operands, e =>
            Place(Cast(ScalarExpr.Index(0), ElementType.Double), Cast(ScalarExpr.Of(axis.Length), ElementType.Double), e[0], e[1], e[2], e[3]));
    }

    public Value Value { get; }

    /// <summary>Whether a region of interest is read, beyond which nothing is.</summary>
    public bool Crops => mode == "tf_crop_and_resize";

    /// <summary>Whether a repetition of elements lies at their centres, up to half an element.</summary>
    public bool IsCentered => mode is "half_pixel" or "pytorch_half_pixel" or "half_pixel_symmetric";

    public bool StartsAtZero => mode == "asymmetric";

    ScalarExpr Place(ScalarExpr i, ScalarExpr length, ScalarExpr scale, ScalarExpr inputLength, ScalarExpr start, ScalarExpr end)
    {
        ScalarExpr width = scale * inputLength;
        ScalarExpr one = ScalarExpr.Literal(ElementType.Double, 1);
        ScalarExpr zero = ScalarExpr.Literal(ElementType.Double, 0);
        ScalarExpr halfPixel = ((i + 0.5) / scale) - 0.5;
        ScalarExpr last = inputLength - 1;
        return mode switch
        {
            "half_pixel" => halfPixel,
            "pytorch_half_pixel" => Select(LessOrEqual(length, one), zero, halfPixel),
            "half_pixel_symmetric" => (inputLength / 2 * (1 - (length / width))) + halfPixel,
            "asymmetric" => i / scale,
            "tf_half_pixel_for_nn" => (i + 0.5) / scale,
            "align_corners" => Select(Equal(width, one), zero, i * last / (width - 1)),
            "tf_crop_and_resize" =>
                Select(Equal(width, one), (end - start) * last / 2, i * (end - start) * last / (width - 1)) + (start * last),
            _ => throw new ModelException($"The coordinate transformation '{mode}' is unknown."),
        };
    }
}
