using System;

namespace OnnxCodegen.Compiler;

/// <summary>Properties of the element types.</summary>
internal static class ElementTypes
{
    public static bool IsFloating(this ElementType type) => type
        is ElementType.Float or ElementType.Double or ElementType.Float16 or ElementType.BFloat16
        or ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ
        or ElementType.Float4E2M1 or ElementType.Float8E8M0;

    public static bool IsInteger(this ElementType type) => Bits(type) > 0 && !type.IsFloating() && type != ElementType.Bool && !type.IsComplex();

    public static bool IsComplex(this ElementType type) => type is ElementType.Complex64 or ElementType.Complex128;

    /// <summary>Whether the elements are ordered numbers.</summary>
    public static bool IsNumber(this ElementType type) => type.IsFloating() || type.IsInteger();

    public static bool IsSigned(this ElementType type) => type
        is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 or ElementType.Int4 or ElementType.Int2;

    /// <summary>Bits of an element as the format stores it; 0 for strings.</summary>
    public static int Bits(this ElementType type) => type switch
    {
        ElementType.UInt2 or ElementType.Int2 => 2,
        ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
        ElementType.Bool or ElementType.UInt8 or ElementType.Int8 or ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ
            or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ or ElementType.Float8E8M0 => 8,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 16,
        ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 32,
        ElementType.Double or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 64,
        ElementType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>The standard's name in type strings, for example <c>int64</c>.</summary>
    public static string OnnxName(this ElementType type)
    {
#pragma warning disable CA1308 // the standard's names are lower case
        string name = type.ToString().ToLowerInvariant();
#pragma warning restore CA1308
        return type switch
        {
            ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ
                or ElementType.Float4E2M1 or ElementType.Float8E8M0 => "float" + name.Substring("float".Length),
            _ => name,
        };
    }

    /// <summary>The C# type of an element in memory; types below a byte occupy one.</summary>
    public static string CSharpName(this ElementType type) => type switch
    {
        ElementType.Float => "float",
        ElementType.Double => "double",
        ElementType.Float16 => "Half",
        ElementType.BFloat16 => "BFloat16",
        ElementType.Bool => "bool",
        ElementType.String => "string",
        ElementType.UInt8 or ElementType.UInt4 or ElementType.UInt2 => "byte",
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => "sbyte",
        ElementType.UInt16 => "ushort",
        ElementType.Int16 => "short",
        ElementType.UInt32 => "uint",
        ElementType.Int32 => "int",
        ElementType.UInt64 => "ulong",
        ElementType.Int64 => "long",
        ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ
            or ElementType.Float4E2M1 or ElementType.Float8E8M0 => type.ToString(),
        ElementType.Complex64 => "Complex64",
        ElementType.Complex128 => "System.Numerics.Complex",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Bytes of an element in memory; types below a byte occupy one.</summary>
    public static int Size(this ElementType type) => Math.Max(1, type.Bits() / 8);
}
