using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Circular and hyperbolic functions and their inverses.</summary>
internal static class Trigonometry
{
    [Operator(Widens = true), Since(7)]
    public static Value Sin(Value input) => Apply(ScalarOperation.Sine, input);

    [Operator(Widens = true), Since(7)]
    public static Value Cos(Value input) => Apply(ScalarOperation.Cosine, input);

    [Operator(Widens = true), Since(7)]
    public static Value Tan(Value input) => Apply(ScalarOperation.Tangent, input);

    [Operator(Widens = true), Since(7)]
    public static Value Asin(Value input) => Apply(ScalarOperation.ArcSine, input);

    [Operator(Widens = true), Since(7)]
    public static Value Acos(Value input) => Apply(ScalarOperation.ArcCosine, input);

    [Operator(Widens = true), Since(7)]
    public static Value Atan(Value input) => Apply(ScalarOperation.ArcTangent, input);

    [Operator(Widens = true), Since(9)]
    public static Value Sinh(Value input) => Apply(ScalarOperation.HyperbolicSine, input);

    [Operator(Widens = true), Since(9)]
    public static Value Cosh(Value input) => Apply(ScalarOperation.HyperbolicCosine, input);

    [Operator(Widens = true), Since(1)]
    public static Value Tanh(Value input) => Algebra.Tanh(input);

    [Operator(Widens = true), Since(9)]
    public static Value Asinh(Value input) => Apply(ScalarOperation.ArcHyperbolicSine, input);

    [Operator(Widens = true), Since(9)]
    public static Value Acosh(Value input) => Apply(ScalarOperation.ArcHyperbolicCosine, input);

    [Operator(Widens = true), Since(9)]
    public static Value Atanh(Value input) => Apply(ScalarOperation.ArcHyperbolicTangent, input);
}
