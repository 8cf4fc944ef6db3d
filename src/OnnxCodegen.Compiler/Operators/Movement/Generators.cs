using System;
using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Primitives;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Tensors that are made from attributes, shapes and coordinates.</summary>
internal static class Generators
{
    [Operator, Since(1)]
    public static Value Constant(
        Scope scope, Literal? value = null, Literal? sparseValue = null, double? valueFloat = null, double[]? valueFloats = null,
        long? valueInt = null, long[]? valueInts = null, string? valueString = null, string[]? valueStrings = null)
    {
        if ((value ?? sparseValue) is { } literal)
            return scope.Constant(literal);
        long[] none = Array.Empty<long>();
        return scope.Constant(
            valueFloat is { } number ? new Tensor(ElementType.Float, none, new[] { number })
            : valueFloats is not null ? new Tensor(ElementType.Float, new[] { valueFloats.LongLength }, valueFloats)
            : valueInt is { } integer ? new Tensor(ElementType.Int64, none, new[] { integer })
            : valueInts is not null ? Tensor.Vector(valueInts)
            : valueString is not null ? new Tensor(ElementType.String, none, new[] { valueString })
            : valueStrings is not null ? new Tensor(ElementType.String, new[] { valueStrings.LongLength }, valueStrings)
            : throw new ModelException("The constant has no value."));
    }

    [Operator, Since(9)]
    public static Value ConstantOfShape(Value input, Tensor? value = null)
    {
        ScalarExpr element = value is null ? ScalarExpr.Literal(ElementType.Float, 0)
            : value.Type.IsFloating() ? ScalarExpr.Literal(value.Type, value.Doubles[0])
            : ScalarExpr.Literal(value.Type, value.Longs[0]);
        return Fill(input.Scope, new Shape(DimVectors.Of(input)), element);
    }

    [Operator, Since(11)]
    public static Value Range(Value start, Value limit, Value delta, ElementType stashType = ElementType.Float)
    {
        ElementType type = start.ElementType;
        ElementType computed = type.IsFloating() && type.Bits() < 32 ? stashType : type;
        Value first = Cast(start, computed);
        Value step = Cast(delta, computed);
        return MapOver(start.Scope, Shape.Of(start.Scope.Let(Dim.Max(0, Count(start, limit, delta)))), new[] { Scalar(first), Scalar(step) },
            x => Cast(x[0] + (Cast(ScalarExpr.Index(0), computed) * x[1]), type));
    }

    [Operator, Since(9)]
    public static Value EyeLike(Value input, ElementType? dtype = null, long k = 0)
    {
        ElementType type = dtype ?? input.ElementType;
        ScalarExpr onDiagonal = Equal(ScalarExpr.Index(1) - ScalarExpr.Index(0), ScalarExpr.Of(k));
        return Fill(input.Scope, input.Shape, Cast(onDiagonal, type));
    }

    /// <summary>Negative indices count from the end; those outside the depth give a vector of off values.</summary>
    [Operator, Since(9)]
    public static Value OneHot(Value indices, Value depth, Value values, long axis = -1)
    {
        Dim length = DimVectors.Scalar(Cast(depth, ElementType.Int64));
        int along = Views.Axis(axis, indices.Rank + 1);
        Value hot = Views.Unsqueeze(Indexing.Wrap(Cast(indices, ElementType.Int64), length), along);
        Value off = Scalar(Views.Slice(values, 0, 0, 1));
        Value on = Scalar(Views.Slice(values, 0, 1, 1));
        return MapOver(indices.Scope, hot.Shape.With(along, length), new[] { hot, on, off },
            x => Select(Equal(x[0], ScalarExpr.Index(along)), x[1], x[2]));
    }

    [Operator, Since(17)]
    public static Value HannWindow(Value size, ElementType outputDatatype = ElementType.Float, bool periodic = true) =>
        CosineWindow(size, outputDatatype, periodic, 0.5, 0.5, 0);

    [Operator, Since(17)]
    public static Value HammingWindow(Value size, ElementType outputDatatype = ElementType.Float, bool periodic = true) =>
        CosineWindow(size, outputDatatype, periodic, 25 / 46.0, 21 / 46.0, 0);

    [Operator, Since(17)]
    public static Value BlackmanWindow(Value size, ElementType outputDatatype = ElementType.Float, bool periodic = true) =>
        CosineWindow(size, outputDatatype, periodic, 0.42, 0.5, 0.08);

    /// <summary>a₀ − a₁·cos(2πi/n) + a₂·cos(4πi/n), where n is the size, less one when the window is symmetric.</summary>
    static Value CosineWindow(Value size, ElementType type, bool periodic, double a0, double a1, double a2)
    {
        Dim n = DimVectors.Scalar(size);
        ScalarExpr period = Cast(ScalarExpr.Of(periodic ? n : n - 1), ElementType.Float);
        ScalarExpr angle = 2 * Math.PI * Cast(ScalarExpr.Index(0), ElementType.Float) / period;
        ScalarExpr window = a0 - (a1 * Cosine(angle));
        return Fill(size.Scope, Shape.Of(n), Cast(a2 == 0 ? window : window + (a2 * Cosine(2 * angle)), type));
    }

    static ScalarExpr Cosine(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.Cosine, x);

    /// <summary>The length of a range; that of a range of floating numbers is computed when it runs.</summary>
    static Dim Count(Value start, Value limit, Value delta)
    {
        if (start.ElementType.IsInteger())
        {
            Scope scope = start.Scope;
            return Dim.CeilingDivide(scope.At(limit, 0) - scope.At(start, 0), scope.At(delta, 0));
        }
        ElementType wide = start.ElementType == ElementType.Double ? ElementType.Double : ElementType.Float;
        Value count = Map(Scalar(start), Scalar(limit), Scalar(delta), (a, b, d) =>
            Cast(Ceiling((Cast(b, wide) - Cast(a, wide)) / Cast(d, wide)), ElementType.Int64));
        return start.Scope.At(count, 0);
    }

    static Value Scalar(Value x) => Views.Reshape(x, Shape.Scalar);
}
