using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Scalars;
using static OnnxCodegen.Compiler.Algebra;

namespace OnnxCodegen.Compiler.Operators;

/// <summary>How keys or values are stored: as they are, or as numbers of few bits times a scale.</summary>
/// <param name="Element">The numbers' type; where it has fewer than 8 bits, two of them lie in a byte, the first in the lower bits.</param>
/// <param name="Scale">Broadcasts to the keys or values; null for those that are stored as they are.</param>
/// <param name="Offset">What is added to numbers before they are packed.</param>
internal sealed record CacheForm(ElementType Element, Value? Scale, long Offset)
{
    /// <param name="type">Names the numbers' type; empty for that of the memory.</param>
    /// <param name="quantType">NONE, PER_TENSOR or PER_CHANNEL.</param>
    /// <param name="scale">Broadcasts to the keys or values.</param>
    public static CacheForm Of(string type, Value memory, string quantType, Value? scale)
    {
        ElementType element = type switch
        {
            "" => memory.ElementType,
            "float16" => ElementType.Float16,
            "bfloat16" => ElementType.BFloat16,
            "int8" => ElementType.Int8,
            "float8e4m3fn" => ElementType.Float8E4M3FN,
            "int4" => ElementType.Int4,
            "float4e2m1" => ElementType.Float4E2M1,
            _ => throw new ModelException(DiagnosticCode.InvalidAttribute, $"A memory of elements '{type}' is not defined."),
        };
        bool isReal = element is ElementType.Float or ElementType.Double or ElementType.Float16 or ElementType.BFloat16;
        bool isStored = memory.ElementType == (element.Bits() < 8 ? ElementType.UInt8 : element);
        if (!isStored || isReal != (quantType == "NONE") || isReal != scale is null || quantType is not ("NONE" or "PER_TENSOR" or "PER_CHANNEL"))
            throw new ModelException($"A memory of type {memory.Type} of elements '{type}' with scales '{quantType}' is not defined.");
        return new CacheForm(element, scale is null ? null : Cast(scale, ElementType.Float), 0);
    }

    /// <summary>The form of a memory whose numbers have as many bits as given; numbers of 4 bits count from −8 on.</summary>
    /// <param name="memory">Null for one that begins with the keys or values themselves, which are of the given type.</param>
    public static CacheForm OfBits(Value? memory, ElementType type, long bits, string quantType, Value? scale)
    {
        if (memory is null)
            return quantType == "NONE" ? new CacheForm(type, null, 0) : throw new ModelException("A memory of numbers of few bits is missing.");
        bool isPacked = memory.ElementType == ElementType.UInt8;
        if (quantType != "NONE" && (bits != (isPacked ? 4 : 8)))
            throw new ModelException(DiagnosticCode.InvalidAttribute, $"A memory of type {memory.Type} does not have numbers of {bits} bits.");
        return Of(isPacked ? "int4" : string.Empty, memory, quantType, scale) with { Offset = isPacked ? 8 : 0 };
    }

    /// <summary>The real keys or values of stored ones.</summary>
    public Value Load(Value stored)
    {
        if (Scale is null)
            return stored.ElementType == ElementType.Double ? stored : Cast(stored, ElementType.Float);
        Value numbers = Element.Bits() == 8 ? stored : PackedNumbers.Unpack(stored, Element.Bits());
        return Map(numbers, Scale, (n, scale) => Number(n) * scale);
    }

    /// <summary>Keys or values as they are stored.</summary>
    public Value Store(Value real)
    {
        if (Scale is null)
            return Cast(real, Element);
        if (Element.Bits() == 8)
            return Map(real, Scale, (x, scale) => ScalarExpr.SaturatingCast(Element.IsFloating() ? x * (1 / scale) : Round(x * (1 / scale)), Element));
        int last = real.Rank - 1;
        Value codes = Map(real, Scale, (x, scale) => Code(x * (1 / scale)));
        Value even = Views.Slice(codes, last, 0, Dim.CeilingDivide(codes.Shape[last], 2), 2);
        Value odd = Windows.Border(
            Views.Slice(codes, last, 1, codes.Shape[last] / 2, 2), [0], [even.Shape[last] - (codes.Shape[last] / 2)], Like(codes, 0));
        return Map(even, odd, (low, high) => low + (high * ScalarExpr.Literal(ElementType.UInt8, 16L)));
    }

    ScalarExpr Number(ScalarExpr stored)
    {
        if (Element.Bits() == 8)
            return Cast(stored, ElementType.Float);
        if (Element.IsFloating())
            return Cast(ScalarExpr.BitCast(Cast(stored, ElementType.UInt4), Element), ElementType.Float);
        ScalarExpr wide = Cast(stored, ElementType.Int32);
        return Cast(Offset != 0 ? wide - Whole(Offset) : Select(Less(wide, Whole(8)), wide, wide - Whole(16)), ElementType.Float);
    }

    ScalarExpr Code(ScalarExpr scaled)
    {
        if (Element.IsFloating())
            return Cast(ScalarExpr.BitCast(ScalarExpr.SaturatingCast(scaled, Element), ElementType.UInt4), ElementType.UInt8);
        ScalarExpr whole = Cast(Maximum(Minimum(Round(scaled), 7), -8), ElementType.Int32);
        return Cast(Offset != 0 ? whole + Whole(Offset) : ScalarExpr.Apply(ScalarOperation.Modulo, whole, Whole(16)), ElementType.UInt8);
    }

    static ScalarExpr Whole(long number) => ScalarExpr.Literal(ElementType.Int32, number);
}
