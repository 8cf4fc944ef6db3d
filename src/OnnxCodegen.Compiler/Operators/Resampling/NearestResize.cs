using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Resizing by the nearest element.</summary>
internal static class NearestResize
{
    public static Value Along(Value x, ResizedAxis axis, ResizeCoordinates coordinates, string rounding)
    {
        bool repeats = (coordinates.StartsAtZero && rounding == "floor")
            || (coordinates.IsCentered && rounding is "round_prefer_floor" or "round_prefer_ceil");
        if (repeats && axis.Repeats(x.Shape[axis.Axis]) is { } count)
            return Repeat(x, axis.Axis, count);
        Value places = Map(coordinates.Value, c => Cast(Round(c, rounding), ElementType.Int64));
        return Indexing.Take(x, places, axis.Axis, OutsideMode.Clamp);
    }

    static Value Repeat(Value x, int axis, Dim count)
    {
        Value apart = Views.Unsqueeze(x, axis + 1);
        return Views.Reshape(Views.Expand(apart, apart.Shape.With(axis + 1, count)), x.Shape.With(axis, x.Shape[axis] * count));
    }

    static ScalarExpr Round(ScalarExpr coordinate, string rounding) => rounding switch
    {
        "round_prefer_floor" => Ceiling(coordinate - 0.5),
        "round_prefer_ceil" => Floor(coordinate + 0.5),
        "floor" => Floor(coordinate),
        "ceil" => Ceiling(coordinate),
        _ => throw new ModelException($"The rounding '{rounding}' is unknown."),
    };
}
