using System.Collections.Generic;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Where the axes of a sampled tensor end, and what places beyond stand for.</summary>
/// <param name="Aligned">Whether −1 and 1 are the centres of the outermost elements, not their outer ends.</param>
/// <param name="Padding">zeros, border or reflection.</param>
internal sealed record GridBorders(IReadOnlyList<Dim> Lengths, bool Aligned, string Padding)
{
    /// <summary>A coordinate between −1 and 1 in elements.</summary>
    public Value Denormalize(Value coordinate, int axis) => Map(coordinate, c =>
        Aligned ? (c + 1) / 2 * (Length(axis, c.Type) - 1) : (((c + 1) * Length(axis, c.Type)) - 1) / 2);

    /// <summary>A coordinate brought back into the axis, unless places outside are zeros.</summary>
    public Value Confine(Value coordinate, int axis) => Padding switch
    {
        "zeros" => coordinate,
        "border" => Map(coordinate, c => Maximum(Minimum(c, Length(axis, c.Type) - 1), 0)),
        "reflection" => Map(coordinate, c => Reflect(c, axis)),
        _ => throw new ModelException($"The padding '{Padding}' is unknown."),
    };

    /// <summary>The number of an element brought back into the axis, unless places outside are zeros.</summary>
    public Value Place(Value place, int axis) => Padding switch
    {
        "zeros" => place,
        "border" => Map(place, p => Clamp(p, axis)),
        _ => Map(place, p => Clamp(Cast(Reflect(Cast(p, ElementType.Double), axis), p.Type), axis)),
    };

    ScalarExpr Clamp(ScalarExpr place, int axis) => Maximum(Minimum(place, ScalarExpr.Of(Lengths[axis] - 1)), 0);

    /// <summary>Mirrors at both ends as often as needed.</summary>
    ScalarExpr Reflect(ScalarExpr coordinate, int axis)
    {
        double outer = Aligned ? 0 : 0.5;
        ScalarExpr range = Length(axis, coordinate.Type) - (1 - (2 * outer));
        ScalarExpr period = Maximum(2 * range, 1);
        ScalarExpr distance = Abs(coordinate + outer);
        ScalarExpr within = distance - (Floor(distance / period) * period);
        ScalarExpr mirrored = Minimum(within, (2 * range) - within) - outer;
        ScalarExpr inside = And(
            LessOrEqual(ScalarExpr.Literal(coordinate.Type, -outer), coordinate),
            LessOrEqual(coordinate, range - outer));
        return Select(inside, coordinate, mirrored);
    }

    ScalarExpr Length(int axis, ElementType type) => Cast(ScalarExpr.Of(Lengths[axis]), type);
}
