using System;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Triangular filters that are equally wide on the mel scale, mel(f) = 2595·log10(1 + f / 700).</summary>
internal static class MelFilters
{
    [Operator, Since(17)]
    public static Value MelWeightMatrix(
        Value numMelBins, Value dftLength, Value sampleRate, Value lowerEdgeHertz, Value upperEdgeHertz, ElementType outputDatatype = ElementType.Float)
    {
        Scope scope = numMelBins.Scope;
        (Dim filters, Dim length) = (DimVectors.Scalar(numMelBins), DimVectors.Scalar(dftLength));
        Value bins = Bins(filters + 2, length, Real(sampleRate), Mel(Real(lowerEdgeHertz)), Mel(Real(upperEdgeHertz)));
        Value Edge(int number) => Views.Slice(bins, 0, number, filters);
        return MapOver(scope, Shape.Of((length / 2) + 1, filters), [Edge(0), Edge(1), Edge(2)],
            e => Cast(Weight(ScalarExpr.Index(0), e[0], e[1], e[2]), outputDatatype));
    }

    /// <summary>The places of the filters' edges in the spectrum.</summary>
    static Value Bins(Dim count, Dim length, Value rate, Value low, Value high) => MapOver(rate.Scope, Shape.Of(count), [low, high, rate], e =>
    {
        ScalarExpr step = (e[1] - e[0]) / Cast(ScalarExpr.Of(count), ElementType.Double);
        ScalarExpr mel = (Cast(ScalarExpr.Index(0), ElementType.Double) * step) + e[0];
        ScalarExpr hertz = 700 * (Pow(ScalarExpr.Literal(ElementType.Double, 10), mel / 2595) - 1);
        return Cast(Floor(Cast(ScalarExpr.Of(length + 1), ElementType.Double) * hertz / e[2]), ElementType.Int64);
    });

    /// <summary>1 at the centre, falling to 0 at the edge on either side.</summary>
    static ScalarExpr Weight(ScalarExpr place, ScalarExpr low, ScalarExpr centre, ScalarExpr high)
    {
        ScalarExpr zero = ScalarExpr.Literal(ElementType.Double, 0);
        ScalarExpr rising = Select(
            Equal(low, centre), ScalarExpr.Literal(ElementType.Double, 1), Ratio(place - low, centre - low));
        ScalarExpr isRising = And(LessOrEqual(low, place), LessOrEqual(place, centre));
        ScalarExpr isFalling = And(LessOrEqual(centre, place), Less(place, high));
        return Select(isFalling, Ratio(high - place, high - centre), Select(isRising, rising, zero));
    }

    static ScalarExpr Ratio(ScalarExpr part, ScalarExpr whole) => Cast(part, ElementType.Double) / Cast(whole, ElementType.Double);

    static Value Mel(Value hertz) => Map(hertz, f => Log(1 + (f / 700)) * (2595 / Math.Log(10)));

    static Value Real(Value scalar) => Views.Reshape(Cast(scalar, ElementType.Double), Shape.Scalar);
}
