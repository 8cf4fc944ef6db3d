using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Dropout: the input itself, but for training, which sets elements to 0 at random and scales the others up.</summary>
internal static class Dropouts
{
    [Operator("Dropout"), Since(1)]
    public static (Value Output, Value Mask) Dropout1(Value data, bool isTest = false, double ratio = 0.5)
    {
        if (isTest)
            return (data, Ones(data, data.ElementType));
        (Value output, Value mask) = Drop(data, Like(data, ratio), null);
        return (output, Cast(mask, data.ElementType));
    }

    [Operator("Dropout"), Since(7)]
    public static (Value Output, Value Mask) Dropout7(Value data, double ratio = 0.5) => (data, Ones(data, data.ElementType));

    [Operator("Dropout"), Since(10)]
    public static (Value Output, Value Mask) Dropout10(Value data, double ratio = 0.5) => (data, Ones(data, ElementType.Bool));

    [Operator, Since(12)]
    public static (Value Output, Value Mask) Dropout(Value data, Value? ratio = null, Value? trainingMode = null, long? seed = null)
    {
        if (trainingMode is null || trainingMode.Elements is [{ IsConstant: true, Value: 0 }])
            return (data, Ones(data, ElementType.Bool));
        Value rate = Views.Reshape(ratio ?? data.Scope.Constant(ElementType.Float, 0.5), Shape.Scalar);
        Value training = Views.Reshape(trainingMode, Shape.Scalar);
        return Drop(data, Map(training, rate, (t, r) => Select(t, Cast(r, ElementType.Float), ScalarExpr.Literal(ElementType.Float, 0))), seed);
    }

    static (Value Output, Value Mask) Drop(Value data, Value ratio, long? seed)
    {
        if (ratio.Literal is { } literal && literal.Read().Doubles[0] == 0)
            return (data, Ones(data, ElementType.Bool));
        ElementType wide = data.ElementType == ElementType.Double ? ElementType.Double : ElementType.Float;
        Value rate = Cast(ratio, wide);
        Value mask = Map(RandomNumbers.Uniform(data.Scope, data.Shape, seed), rate, (u, r) => LessOrEqual(r, Cast(u, wide)));
        Value output = Map(mask, data, rate, (kept, x, r) =>
            Cast(Select(kept, Cast(x, wide) / (1 - r), ScalarExpr.Literal(wide, 0)), data.ElementType));
        return (output, mask);
    }

    static Value Ones(Value x, ElementType type) => Fill(x.Scope, x.Shape, ScalarExpr.Literal(type, 1));
}
