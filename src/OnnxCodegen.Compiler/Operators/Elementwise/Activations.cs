using System;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Activation functions of one element.</summary>
internal static class Activations
{
    [Operator(Widens = true), Since(1)]
    public static Value Relu(Value x) => Map(x, a => Maximum(a, 0));

    [Operator(Widens = true), Since(1)]
    public static Value LeakyRelu(Value x, double alpha = 0.01) => Map(x, a => Select(Less(a, 0), alpha * a, a));

    [Operator(Widens = true), Since(10)]
    public static Value ThresholdedRelu(Value x, double alpha = 1) =>
        Map(x, a => Select(Less(ScalarExpr.Literal(a.Type, alpha), a), a, ScalarExpr.Literal(a.Type, 0)));

    [Operator("ThresholdedRelu", Widens = true), Since(1)]
    public static Value ThresholdedRelu1(Value x, double alpha = 1) => ThresholdedRelu(x, alpha);

    [Operator("PRelu", Widens = true), Since(1)]
    public static Value PRelu1(Value x, Value slope) =>
        PRelu(x, slope.Rank == 1 && x.Rank > 1 ? LegacyBroadcast.Align(x, slope, 1, 1) : slope);

    [Operator(Widens = true), Since(7)]
    public static Value PRelu(Value x, Value slope) => Map(x, slope, (a, s) => Select(Less(a, 0), s * a, a));

    [Operator(Widens = true), Since(1)]
    public static Value Elu(Value x, double alpha = 1) => Map(x, a => Select(Less(a, 0), alpha * Expm1(a), a));

    [Operator("Selu", Widens = true), Since(1)]
    public static Value Selu1(Value x, double alpha = 1.6732, double gamma = 1.0507) => Selu(x, alpha, gamma);

    [Operator(Widens = true), Since(6)]
    public static Value Selu(Value x, double alpha = 1.67326319217681884765625, double gamma = 1.05070102214813232421875) =>
        Map(x, a => gamma * Select(Less(a, 0), alpha * Expm1(a), a));

    [Operator(Widens = true), Since(12)]
    public static Value Celu(Value x, double alpha = 1) => Map(x, a => Maximum(a, 0) + Minimum(alpha * Expm1(a / alpha), 0));

    [Operator("Sigmoid", Widens = true), Since(1)]
    public static Value Sigmoid(Value x) => Algebra.Sigmoid(x);

    [Operator(Widens = true), Since(1)]
    public static Value HardSigmoid(Value x, double alpha = 0.2, double beta = 0.5) => Map(x, a => HardSigmoid(a, alpha, beta));

    [Operator(Widens = true), Since(14)]
    public static Value HardSwish(Value x) => Map(x, a => a * HardSigmoid(a, 1 / 6.0, 0.5));

    [Operator(Widens = true), Since(1)]
    public static Value Softplus(Value x) => Map(x, Softplus);

    [Operator(Widens = true), Since(1)]
    public static Value Softsign(Value input) => Map(input, a => a / (1 + Abs(a)));

    /// <summary>x · tanh(softplus(x)).</summary>
    [Operator(Widens = true), Since(18)]
    public static Value Mish(Value x) => Map(x, a => a * Tanh(Softplus(a)));

    [Operator(Widens = true), Since(24)]
    public static Value Swish(Value x, double alpha = 1) => Map(x, a => Swish(a, alpha));

    [Operator(Widens = true), Since(28)]
    public static Value SwiGLU(Value a, Value b, double alpha = 1) => Map(a, b, (x, y) => Swish(x, alpha) * y);

    [Operator(Widens = true), Since(20)]
    public static Value Gelu(Value x, string approximate = "none") => approximate switch
    {
        "none" => Map(x, a => 0.5 * a * (1 + Erf(a * Math.Sqrt(0.5)))),
        "tanh" => Map(x, a => 0.5 * a * (1 + Tanh(Math.Sqrt(2 / Math.PI) * (a + (0.044715 * a * a * a))))),
        _ => throw new ModelException($"The approximation '{approximate}' of Gelu is neither none nor tanh."),
    };

    /// <summary>The elements beyond ±lambd, moved towards 0 by the bias; integers are computed as doubles.</summary>
    [Operator(Widens = true), Since(9)]
    public static Value Shrink(Value input, double bias = 0, double lambd = 0.5)
    {
        ElementType type = input.ElementType.IsFloating() ? input.ElementType : ElementType.Double;
        return Map(input, element =>
        {
            ScalarExpr a = Cast(element, type);
            ScalarExpr inner = Select(Less(a, -lambd), a + bias, ScalarExpr.Literal(type, 0));
            return Cast(Select(Less(ScalarExpr.Literal(type, lambd), a), a - bias, inner), input.ElementType);
        });
    }

    [Operator("Clip", Widens = true), Since(1)]
    public static Value Clip1(Value input, double min = float.MinValue, double max = float.MaxValue) =>
        Map(input, a => Minimum(Maximum(a, min), max));

    [Operator(Widens = true), Since(11)]
    public static Value Clip(Value input, Value? min = null, Value? max = null)
    {
        Value raised = min is null ? input : Maximum(input, Scalar(min));
        return max is null ? raised : Minimum(raised, Scalar(max));
    }

    static Value Scalar(Value x) => x.Rank == 0 ? x : Views.Reshape(x, Shape.Scalar);

    static ScalarExpr HardSigmoid(ScalarExpr x, double alpha, double beta) => Maximum(Minimum((alpha * x) + beta, 1), 0);

    public static ScalarExpr Softplus(ScalarExpr x) => Maximum(x, 0) + Log1p(Exp(-Abs(x)));

    static ScalarExpr Swish(ScalarExpr x, double alpha) => x * Algebra.Sigmoid(alpha == 1 ? x : alpha * x);
}
