using System;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>Bounds of a <see cref="Dim"/>, found by interval arithmetic over the ranges of its symbols.</summary>
internal readonly struct DimRange
{
    const double Limit = long.MaxValue;

    DimRange(double minimum, double maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    public double Minimum { get; }

    public double Maximum { get; }

    public static DimRange Of(Dim dim) => dim.Range;

    internal static DimRange Compute(Dim dim)
    {
        double minimum = 0;
        double maximum = 0;
        foreach (DimTerm term in dim.Terms)
        {
            DimRange product = new(term.Coefficient, term.Coefficient);
            foreach (DimAtom factor in term.Factors)
                product = Multiply(product, Of(factor));
            minimum += product.Minimum;
            maximum += product.Maximum;
        }
        return new DimRange(minimum, maximum);
    }

    static DimRange Of(DimAtom atom)
    {
        if (atom is SymbolAtom { Symbol: var symbol })
            return new DimRange(symbol.Minimum, symbol.Maximum);
        if (atom is SumAtom { Sum: var sum })
            return Of(sum);
        var function = (FunctionAtom)atom;
        DimRange left = Of(function.Left);
        DimRange right = Of(function.Right);
        return function.Function switch
        {
            DimFunction.Minimum => new(Math.Min(left.Minimum, right.Minimum), Math.Min(left.Maximum, right.Maximum)),
            DimFunction.Maximum => new(Math.Max(left.Minimum, right.Minimum), Math.Max(left.Maximum, right.Maximum)),
            DimFunction.Broadcast => new(Math.Min(left.Minimum, right.Minimum), Math.Max(left.Maximum, right.Maximum)),
            DimFunction.Modulo when right.Minimum > 0 => new(0, right.Maximum - 1),
            DimFunction.FloorDivide when right.Minimum > 0 => new(
                Math.Floor(left.Minimum / (left.Minimum < 0 ? right.Minimum : right.Maximum)),
                Math.Floor(left.Maximum / (left.Maximum < 0 ? right.Maximum : right.Minimum))),
            _ => new(-Limit, Limit),
        };
    }

    static DimRange Multiply(DimRange left, DimRange right)
    {
        double[] products =
        {
            left.Minimum * right.Minimum, left.Minimum * right.Maximum, left.Maximum * right.Minimum, left.Maximum * right.Maximum,
        };
        return new DimRange(products.Min(), products.Max());
    }
}
