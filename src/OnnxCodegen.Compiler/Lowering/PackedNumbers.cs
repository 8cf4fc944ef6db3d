using System.Linq;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler;

/// <summary>Numbers of fewer than eight bits, several in a byte, the first in the lowest bits.</summary>
internal static class PackedNumbers
{
    /// <summary>The numbers as bytes; the last axis grows.</summary>
    public static Value Unpack(Value packed, long bits)
    {
        if (bits is not (2 or 4 or 8))
            throw new ModelException($"Numbers of {bits} bits are not packed into bytes.");
        if (bits == 8)
            return packed;
        int last = packed.Rank - 1;
        long each = 8 / bits;
        Value bytes = Views.Unsqueeze(packed, packed.Rank);
        Value parts = MapOver(packed.Scope, new Shape(packed.Shape.Append(each)), new[] { bytes }, e => And(
            ScalarExpr.Apply(ScalarOperation.ShiftRight, e[0], Cast(ScalarExpr.Index(last + 1) * ScalarExpr.Literal(ElementType.Int64, bits), e[0].Type)),
            ScalarExpr.Literal(e[0].Type, (1L << (int)bits) - 1)));
        return Views.Reshape(parts, packed.Shape.With(last, packed.Shape[last] * each));
    }

    /// <summary>A weight of a type below a byte that is made, when the model is prepared, of the bytes that lie in the model.</summary>
    public static Value Weight(Scope scope, ElementType type, long[] dims, Literal bytes)
    {
        long count = dims.Aggregate(1L, (product, n) => checked(product * n));
        Value numbers = Views.Slice(Unpack(scope.Constant(bytes), type.Bits()), 0, 0, count);
        Value typed = type.IsFloating()
            ? Map(numbers, n => ScalarExpr.BitCast(Cast(n, ElementType.UInt4), type))
            : Cast(numbers, type);
        return Views.Reshape(typed, Shape.Of(dims));
    }
}
