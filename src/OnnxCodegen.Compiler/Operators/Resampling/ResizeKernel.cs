using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>The weight of an element by its distance from the coordinate; 0 from <paramref name="Radius"/> on.</summary>
internal sealed record ResizeKernel(int Radius, Func<ScalarExpr, ScalarExpr> Weight)
{
    public static ResizeKernel Of(string mode, double cubicCoefficient) => mode switch
    {
        "linear" or "bilinear" => new(1, distance => Maximum(1 - distance, 0)),
        "cubic" => new(2, distance => Interpolation.CubicWeight(distance, cubicCoefficient)),
        _ => throw new ModelException($"The interpolation '{mode}' is unknown."),
    };
}
