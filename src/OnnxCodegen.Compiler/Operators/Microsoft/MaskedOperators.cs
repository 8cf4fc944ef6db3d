using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Operators that read or give masks.</summary>
[Domain("com.microsoft")]
internal static class MaskedOperators
{
    const int WordBits = 32;

    /// <summary>Dropout whose mask has a bit for each element, the first in the lowest bit of the first word.</summary>
    [Operator(Widens = true)]
    public static (Value Output, Value Mask) BitmaskDropout(Value data, Value? ratio = null, Value? trainingMode = null, long? seed = null)
    {
        (Value output, Value mask) = Dropouts.Dropout(data, ratio, trainingMode, seed);
        return (output, Words(mask));
    }

    /// <summary>Dropout of data + bias, to which the residual is added, with a mask of bits.</summary>
    [Operator(Widens = true)]
    public static (Value Output, Value Mask) BitmaskBiasDropout(
        Value data, Value bias, Value? residual = null, Value? ratio = null, Value? trainingMode = null, long? seed = null)
    {
        (Value output, Value mask) = FusedActivations.BiasDropout(data, bias, residual, ratio, trainingMode, seed);
        return (output, Words(mask));
    }

    /// <summary>MaxPool of the elements whose mask is not 0; a window without any gives the smallest number.</summary>
    /// <param name="m">As x, or with fewer images and channels, which repeat.</param>
    [Operator]
    public static Value MaxpoolWithMask(
        [AtLeast(3)] Value x, [AtLeast(3), Indices] Value m, long[] kernelShape, string autoPad = "NOTSET", long[]? pads = null,
        long storageOrder = 0, long[]? strides = null)
    {
        Value lowest = x.Scope.Constant(x.ElementType, x.ElementType == ElementType.Double ? double.MinValue : float.MinValue);
        Value kept = Map(x, m, lowest, (a, mask, low) => Select(Equal(mask, ScalarExpr.Literal(mask.Type, 0)), low, a));
        x.Scope.Require(kept.Shape.Elements, x.Shape.Elements, "A mask must not be larger than what it hides", x, m);
        return Maximum(Pools.MaxPool(kept, kernelShape, autoPad, pads: pads, strides: strides).Y, lowest);
    }

    static Value Words(Value mask)
    {
        Value bits = Views.Reshape(mask, mask.Shape.Elements);
        Dim words = Dim.CeilingDivide(bits.Shape[0], WordBits);
        Value whole = Windows.Border(bits, new Dim[] { 0 }, new[] { (words * WordBits) - bits.Shape[0] }, bits.Scope.Constant(ElementType.Bool, 0));
        Value rows = Views.Reshape(whole, words, WordBits);
        Value values = MapOver(rows.Scope, rows.Shape, new[] { rows }, e => ScalarExpr.Apply(
            ScalarOperation.ShiftLeft, Cast(e[0], ElementType.UInt32), Cast(ScalarExpr.Index(1), ElementType.UInt32)));
        return Views.Squeeze(Reductions.Sum(values, 1), 1);
    }
}
