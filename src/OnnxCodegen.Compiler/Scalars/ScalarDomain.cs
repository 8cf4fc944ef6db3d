namespace OnnxCodegen.Compiler.Scalars;

/// <summary>The element types on which operations are defined.</summary>
internal static class ScalarDomain
{
    /// <summary>Whether the operation is defined on operands of the type.</summary>
    public static bool Contains(ScalarOperation operation, ElementType type) =>
        type.IsFloating() ? !IsOnBits(operation) && operation != ScalarOperation.Concatenate
        : type.IsInteger() ? !IsReal(operation) && operation != ScalarOperation.Concatenate
        : type == ElementType.Bool ? IsOnBools(operation)
        : type == ElementType.String && operation
            is ScalarOperation.Equal or ScalarOperation.Less or ScalarOperation.LessOrEqual or ScalarOperation.Concatenate;

    /// <summary>Whether elements of the one type become elements of the other.</summary>
    public static bool Converts(ElementType from, ElementType to) =>
        from == to || (IsConvertible(from) && IsConvertible(to));

    static bool IsConvertible(ElementType type) => type != ElementType.Undefined && !type.IsComplex();

    /// <summary>Functions whose values are no integers.</summary>
    static bool IsReal(ScalarOperation operation) => operation is >= ScalarOperation.SquareRoot and <= ScalarOperation.Sigmoid;

    static bool IsOnBits(ScalarOperation operation) => operation is >= ScalarOperation.And and <= ScalarOperation.ShiftRight;

    /// <summary>Sums and products of bools are disjunctions and conjunctions.</summary>
    static bool IsOnBools(ScalarOperation operation) => operation
        is ScalarOperation.And or ScalarOperation.Or or ScalarOperation.ExclusiveOr or ScalarOperation.Not
        or ScalarOperation.Add or ScalarOperation.Multiply or ScalarOperation.Minimum or ScalarOperation.Maximum
        or ScalarOperation.Equal or ScalarOperation.Less or ScalarOperation.LessOrEqual;
}
