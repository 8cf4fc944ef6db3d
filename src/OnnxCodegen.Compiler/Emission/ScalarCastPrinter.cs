namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints conversions between element types.</summary>
internal static class ScalarCastPrinter
{
    public static string Print(string x, ElementType from, ElementType to, bool saturating)
    {
        if (from == to)
            return x;
        if (to == ElementType.String)
            return $"{RuntimeNames.ToText}({(IsNarrowFloat(from) ? Wide(x, from) : x)})";
        if (from == ElementType.String && to is (ElementType.Int64 or ElementType.UInt64))
            return Print($"{RuntimeNames.ParseInteger}({x})", ElementType.Int64, to, saturating: false);
        if (from == ElementType.String)
            return Print($"{RuntimeNames.Parse}({x})", ElementType.Double, to, saturating);
        if (from == ElementType.Bool)
            return Narrow($"({x} ? 1 : 0)", to);
        if (to == ElementType.Bool)
            return IsNarrowFloat(from) ? $"((float){x} != 0f)" : $"({x} != 0)";
        string target = to.CSharpName();
        if (IsSmallFloat(to))
            return $"{target}.From{(from == ElementType.Double ? "Double" : "Single")}({Wide(x, from)}, {Literals.Boolean(saturating)})";
        if (IsNarrowFloat(from))
            x = Wide(x, from);
        if (to.IsFloating())
            return from.IsFloating() || to.Bits() >= 32 ? $"({target}){x}" : $"({target})(float){x}";
        if (saturating)
            return $"{RuntimeNames.Saturating[to]}({x})";
        if (to.Bits() < 8)
            return Narrow($"(int){x}", to);
        if (from.IsFloating() && to.Bits() < 32)
            return $"({target})(int){x}";
        return $"({target}){x}";
    }

    /// <summary>The same bits as another type of the same width. Types below a byte stand in the lower bits of one.</summary>
    public static string BitCast(string x, ElementType from, ElementType to)
    {
        if (from.Bits() > 8)
            return $"System.Runtime.CompilerServices.Unsafe.BitCast<{from.CSharpName()}, {to.CSharpName()}>({x})";
        string bits = IsSmallFloat(from) ? $"{x}.ToBits()" : from == ElementType.Bool ? $"({x} ? (byte)1 : (byte)0)" : x;
        return IsSmallFloat(to) ? $"{to.CSharpName()}.FromBits((byte){bits})"
            : to == ElementType.Bool ? $"({bits} != 0)"
            : Narrow(bits, to);
    }

    /// <summary>Rounds or wraps the result of wider arithmetic.</summary>
    public static string Narrow(string x, ElementType to) => to switch
    {
        _ when RuntimeNames.Wrapping.TryGetValue(to, out string? wrap) => $"{wrap}({x})",
        _ when IsSmallFloat(to) => $"{to.CSharpName()}.FromSingle({x}, false)",
        _ => $"({to.CSharpName()}){x}",
    };

    static string Wide(string x, ElementType from) => from == ElementType.Double ? x : $"(float){x}";

    static bool IsSmallFloat(ElementType type) => type.IsFloating() && type.Bits() <= 8;

    static bool IsNarrowFloat(ElementType type) => type.IsFloating() && type.Bits() < 32;
}
