using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>Logic on bools and on the bits of integers.</summary>
internal static class Bits
{
    [Operator("And"), Since(1)]
    public static Value And1(Value a, Value b, long? axis = null, long broadcast = 0) => And(a, LegacyBroadcast.Align(a, b, broadcast, axis));

    [Operator, Since(7)]
    public static Value And(Value a, Value b) => Apply(ScalarOperation.And, a, b);

    [Operator("Or"), Since(1)]
    public static Value Or1(Value a, Value b, long? axis = null, long broadcast = 0) => Or(a, LegacyBroadcast.Align(a, b, broadcast, axis));

    [Operator, Since(7)]
    public static Value Or(Value a, Value b) => Apply(ScalarOperation.Or, a, b);

    [Operator("Xor"), Since(1)]
    public static Value Xor1(Value a, Value b, long? axis = null, long broadcast = 0) => Xor(a, LegacyBroadcast.Align(a, b, broadcast, axis));

    [Operator, Since(7)]
    public static Value Xor(Value a, Value b) => Apply(ScalarOperation.ExclusiveOr, a, b);

    [Operator, Since(1)]
    public static Value Not(Value x) => Apply(ScalarOperation.Not, x);

    [Operator, Since(18)]
    public static Value BitwiseAnd(Value a, Value b) => Apply(ScalarOperation.And, a, b);

    [Operator, Since(18)]
    public static Value BitwiseOr(Value a, Value b) => Apply(ScalarOperation.Or, a, b);

    [Operator, Since(18)]
    public static Value BitwiseXor(Value a, Value b) => Apply(ScalarOperation.ExclusiveOr, a, b);

    [Operator, Since(18)]
    public static Value BitwiseNot(Value x) => Apply(ScalarOperation.Not, x);

    [Operator, Since(11)]
    public static Value BitShift(Value x, Value y, string direction) => direction switch
    {
        "LEFT" => Apply(ScalarOperation.ShiftLeft, x, y),
        "RIGHT" => Apply(ScalarOperation.ShiftRight, x, y),
        _ => throw new ModelException($"The direction '{direction}' of a shift is neither LEFT nor RIGHT."),
    };
}
