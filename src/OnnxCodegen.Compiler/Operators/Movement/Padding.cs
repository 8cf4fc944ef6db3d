using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Borders of constants or of the tensor's own elements.</summary>
internal static class Padding
{
    [Operator("Pad"), Since(1)]
    public static Value Pad1(Value data, long[] paddings, string mode = "constant", double value = 0) => Pad2(data, paddings, mode, value);

    [Operator("Pad"), Since(2)]
    public static Value Pad2(Value data, long[] pads, string mode = "constant", double value = 0) =>
        Pad(data, DimVectors.Of(pads), DimVectors.AllAxes(data.Rank), Like(data, value), mode);

    [Operator, Since(11)]
    public static Value Pad(Value data, Value pads, Value? constantValue = null, Value? axes = null, string mode = "constant") =>
        Pad(
            data, DimVectors.Of(pads), axes is null ? DimVectors.AllAxes(data.Rank) : DimVectors.Of(axes),
            constantValue is null ? Zero(data) : Views.Reshape(constantValue, Shape.Scalar), mode);

    /// <summary>The default element of a tensor's type.</summary>
    public static Value Zero(Value x) => x.Scope.Constant(Tensor.New(x.ElementType, Array.Empty<long>()));

    static Value Pad(Value data, Dim[] pads, Dim[] axes, Value value, string mode)
    {
        Dim[] none = DimVectors.Repeat(0, data.Rank);
        Dim[] low = DimVectors.OnAxes(data.Rank, axes, pads.Take(pads.Length / 2).ToArray(), none).Select(data.Scope.Let).ToArray();
        Dim[] high = DimVectors.OnAxes(data.Rank, axes, pads.Skip(pads.Length / 2).ToArray(), none).Select(data.Scope.Let).ToArray();
        if (mode == "constant")
            return Windows.Border(data, low, high, value);
        Value result = data;
        for (int axis = 0; axis < data.Rank; axis++)
            result = Extend(result, axis, low[axis], high[axis], mode);
        return result;
    }

    /// <summary>Continues an axis by its own elements; negative amounts crop first.</summary>
    static Value Extend(Value x, int axis, Dim low, Dim high, string mode)
    {
        if (low == Dim.Zero && high == Dim.Zero)
            return x;
        Dim cropped = x.Scope.Let(Dim.Max(-low, 0));
        Dim n = x.Shape[axis] - cropped - x.Scope.Let(Dim.Max(-high, 0));
        Value core = Views.Slice(x, axis, cropped, n);
        Dim before = x.Scope.Let(Dim.Max(low, 0));
        Value places = Map(Iota(x.Scope, before + n + x.Scope.Let(Dim.Max(high, 0))), i => Source(i - ScalarExpr.Of(before), ScalarExpr.Of(n), mode));
        return Indexing.Take(core, places, axis);
    }

    /// <summary>The element of 0 … n − 1 that stands at a place beyond them.</summary>
    static ScalarExpr Source(ScalarExpr place, ScalarExpr n, string mode)
    {
        switch (mode)
        {
            case "edge":
                return Maximum(Minimum(place, n - 1), 0);
            case "wrap":
                return ScalarExpr.Apply(ScalarOperation.Modulo, place, n);
            case "reflect":
                ScalarExpr period = 2 * (n - 1);
                ScalarExpr phase = ScalarExpr.Apply(ScalarOperation.Modulo, place, period);
                return Minimum(phase, period - phase);
            default:
                throw new ModelException($"The padding mode '{mode}' is none of constant, edge, reflect and wrap.");
        }
    }
}
