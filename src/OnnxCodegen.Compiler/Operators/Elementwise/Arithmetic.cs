using System.Collections.Generic;
using System.Linq;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Sums, products, powers and roots.</summary>
internal static class Arithmetic
{
    [Operator("Add", Widens = true), Since(1)]
    public static Value Add1(Value a, Value b, long? axis = null, long broadcast = 0) => a + LegacyBroadcast.Align(a, b, broadcast, axis);

    [Operator(Widens = true), Since(7)]
    public static Value Add(Value a, Value b) => a + b;

    [Operator("Sub", Widens = true), Since(1)]
    public static Value Sub1(Value a, Value b, long? axis = null, long broadcast = 0) => a - LegacyBroadcast.Align(a, b, broadcast, axis);

    [Operator(Widens = true), Since(7)]
    public static Value Sub(Value a, Value b) => a - b;

    [Operator("Mul", Widens = true), Since(1)]
    public static Value Mul1(Value a, Value b, long? axis = null, long broadcast = 0) => a * LegacyBroadcast.Align(a, b, broadcast, axis);

    [Operator(Widens = true), Since(7)]
    public static Value Mul(Value a, Value b) => a * b;

    [Operator("Div", Widens = true), Since(1)]
    public static Value Div1(Value a, Value b, long? axis = null, long broadcast = 0) => a / LegacyBroadcast.Align(a, b, broadcast, axis);

    [Operator(Widens = true), Since(7)]
    public static Value Div(Value a, Value b) => a / b;

    [Operator("Pow"), Since(1)]
    public static Value Pow1(Value x, Value y, long? axis = null, long broadcast = 0) => Pow(x, LegacyBroadcast.Align(x, y, broadcast, axis));

    /// <summary>The power has the base's type; it is computed in the exponent's where that alone is floating.</summary>
    [Operator, Since(7)]
    public static Value Pow(Value x, Value y)
    {
        ElementType type = x.ElementType.IsFloating() || !y.ElementType.IsFloating() ? x.ElementType : y.ElementType;
        ElementType computed = type.IsFloating() && type.Bits() < 32 ? ElementType.Float : type;
        return Map(x, y, (a, b) => Cast(Algebra.Pow(Cast(a, computed), Cast(b, computed)), x.ElementType));
    }

    /// <summary>fmod = 1: the sign of the dividend, else that of the divisor.</summary>
    [Operator(Widens = true), Since(10)]
    public static Value Mod(Value a, Value b, long fmod = 0) =>
        Apply(fmod != 0 ? ScalarOperation.Remainder : ScalarOperation.Modulo, a, b);

    [Operator(Widens = true), Since(1)]
    public static Value Sum(IReadOnlyList<Value> data) => data.Aggregate((a, b) => a + b);

    [Operator(Widens = true), Since(1)]
    public static Value Mean(IReadOnlyList<Value> data) => data.Aggregate((a, b) => a + b) / data.Count;

    [Operator(Widens = true), Since(1)]
    public static Value Max(IReadOnlyList<Value> data) => data.Aggregate(Maximum);

    [Operator(Widens = true), Since(1)]
    public static Value Min(IReadOnlyList<Value> data) => data.Aggregate(Minimum);

    [Operator(Widens = true), Since(1)]
    public static Value Abs(Value x) => Algebra.Abs(x);

    [Operator(Widens = true), Since(1)]
    public static Value Neg(Value x) => -x;

    [Operator(Widens = true), Since(9)]
    public static Value Sign(Value input) => Apply(ScalarOperation.Sign, input);

    [Operator(Widens = true), Since(1)]
    public static Value Reciprocal(Value x) => 1 / x;

    [Operator(Widens = true), Since(1)]
    public static Value Sqrt(Value x) => Algebra.Sqrt(x);

    [Operator(Widens = true), Since(1)]
    public static Value Exp(Value input) => Algebra.Exp(input);

    [Operator(Widens = true), Since(1)]
    public static Value Log(Value input) => Algebra.Log(input);

    [Operator(Widens = true), Since(9)]
    public static Value Erf(Value input) => input.ElementType.IsInteger()
        ? Algebra.Cast(Algebra.Erf(Algebra.Cast(input, ElementType.Double)), input.ElementType)
        : Algebra.Erf(input);

    [Operator(Widens = true), Since(1)]
    public static Value Floor(Value x) => Apply(ScalarOperation.Floor, x);

    [Operator(Widens = true), Since(1)]
    public static Value Ceil(Value x) => Apply(ScalarOperation.Ceiling, x);

    [Operator(Widens = true), Since(11)]
    public static Value Round(Value x) => Apply(ScalarOperation.Round, x);
}
