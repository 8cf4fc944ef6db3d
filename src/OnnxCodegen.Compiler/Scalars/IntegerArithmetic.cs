using System;

namespace OnnxCodegen.Compiler.Scalars;

/// <summary>The operations on integers and bools: wrapping, division by zero gives 0.</summary>
internal static class IntegerArithmetic
{
    public static long Apply(ScalarOperation operation, long a, long b, ElementType type) => unchecked(operation switch
    {
        ScalarOperation.Add => a + b,
        ScalarOperation.Subtract => a - b,
        ScalarOperation.Multiply => a * b,
        ScalarOperation.Divide => Divide(a, b, type),
        ScalarOperation.Remainder => a - (Divide(a, b, type) * b),
        ScalarOperation.Modulo => Modulo(a, b, type),
        ScalarOperation.Power => Power(a, b),
        ScalarOperation.Minimum => ElementConversion.Compare(a, b, type) <= 0 ? a : b,
        ScalarOperation.Maximum => ElementConversion.Compare(a, b, type) >= 0 ? a : b,
        ScalarOperation.Negate => -a,
        ScalarOperation.Absolute => type.IsSigned() && a < 0 ? -a : a,
        ScalarOperation.Sign => type.IsSigned() ? Math.Sign(a) : (a != 0 ? 1 : 0),
        ScalarOperation.And => a & b,
        ScalarOperation.Or => a | b,
        ScalarOperation.ExclusiveOr => a ^ b,
        ScalarOperation.Not => type == ElementType.Bool ? 1 - a : ~a,
        ScalarOperation.ShiftLeft => b < 0 || b >= type.Bits() ? 0 : a << (int)b,
        ScalarOperation.ShiftRight => b < 0 || b >= type.Bits() ? 0 : type.IsSigned() ? a >> (int)b : (long)((ulong)a >> (int)b),
        ScalarOperation.Floor or ScalarOperation.Ceiling or ScalarOperation.Truncate or ScalarOperation.Round => a,
        ScalarOperation.Equal or ScalarOperation.Less or ScalarOperation.LessOrEqual => Test(operation, a, b, type) ? 1 : 0,
        _ => throw new InvalidOperationException($"{operation} is not defined on {type.OnnxName()}."),
    });

    public static bool Test(ScalarOperation operation, long a, long b, ElementType type) => operation switch
    {
        ScalarOperation.Equal => a == b,
        ScalarOperation.Less => ElementConversion.Compare(a, b, type) < 0,
        ScalarOperation.LessOrEqual => ElementConversion.Compare(a, b, type) <= 0,
        ScalarOperation.IsNaN or ScalarOperation.IsInfinite => false,
        _ => throw new InvalidOperationException($"{operation} is no test on {type.OnnxName()}."),
    };

    static long Divide(long a, long b, ElementType type)
    {
        if (b == 0)
            return 0;
        if (type == ElementType.UInt64)
            return unchecked((long)((ulong)a / (ulong)b));
        return b == -1 ? unchecked(-a) : a / b;
    }

    static long Modulo(long a, long b, ElementType type)
    {
        if (b == 0)
            return 0;
        if (type == ElementType.UInt64)
            return unchecked((long)((ulong)a % (ulong)b));
        long remainder = b == -1 ? 0 : a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    static long Power(long a, long b)
    {
        if (b < 0)
            return a == 1 ? 1 : a == -1 ? ((b & 1) == 0 ? 1 : -1) : 0;
        long result = 1;
        for (; b > 0; b >>= 1, a = unchecked(a * a))
            if ((b & 1) != 0)
                result = unchecked(result * a);
        return result;
    }
}
