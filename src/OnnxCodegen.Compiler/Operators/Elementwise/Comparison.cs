using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Comparisons, tests and choices.</summary>
internal static class Comparison
{
    [Operator("Equal"), Since(1)]
    public static Value Equal1(Value a, Value b, long? axis = null, long broadcast = 0) => Equal(a, LegacyBroadcast.Align(a, b, broadcast, axis));

    [Operator, Since(7)]
    public static Value Equal(Value a, Value b) => Apply(ScalarOperation.Equal, a, b);

    [Operator("Less"), Since(1)]
    public static Value Less1(Value a, Value b, long? axis = null, long broadcast = 0) => Less(a, LegacyBroadcast.Align(a, b, broadcast, axis));

    [Operator, Since(7)]
    public static Value Less(Value a, Value b) => Apply(ScalarOperation.Less, a, b);

    [Operator("Greater"), Since(1)]
    public static Value Greater1(Value a, Value b, long? axis = null, long broadcast = 0) =>
        Greater(a, LegacyBroadcast.Align(a, b, broadcast, axis));

    [Operator, Since(7)]
    public static Value Greater(Value a, Value b) => Apply(ScalarOperation.Less, b, a);

    [Operator, Since(12)]
    public static Value LessOrEqual(Value a, Value b) => Apply(ScalarOperation.LessOrEqual, a, b);

    [Operator, Since(12)]
    public static Value GreaterOrEqual(Value a, Value b) => Apply(ScalarOperation.LessOrEqual, b, a);

    [Operator, Since(9)]
    public static Value Where(Value condition, Value x, Value y) => Select(condition, x, y);

    [Operator, Since(9)]
    public static Value IsNaN(Value x) => Apply(ScalarOperation.IsNaN, x);

    [Operator, Since(10)]
    public static Value IsInf(Value x, long detectNegative = 1, long detectPositive = 1) => (detectNegative != 0, detectPositive != 0) switch
    {
        (true, true) => Map(x, Infinite),
        (true, false) => Map(x, a => And(Infinite(a), Algebra.Less(a, 0))),
        (false, true) => Map(x, a => And(Infinite(a), Algebra.Less(-a, 0))),
        _ => Fill(x.Scope, x.Shape, ScalarExpr.Literal(ElementType.Bool, 0)),
    };

    static ScalarExpr Infinite(ScalarExpr x) => ScalarExpr.Apply(ScalarOperation.IsInfinite, x);
}
