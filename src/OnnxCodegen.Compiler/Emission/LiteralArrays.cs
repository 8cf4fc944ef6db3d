using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OnnxCodegen.Compiler.Planning;
using OnnxCodegen.Compiler.Scalars;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints tensors whose elements stand in the program's text.</summary>
internal static class LiteralArrays
{
    /// <summary>More strings than these are split from one, which takes less code.</summary>
    const int ManyStrings = 64;

    const string Separators = "|;#~^";

    /// <summary>A member of the name that gives the elements. Types that csc stores as data of the assembly take no code.</summary>
    public static string Member(string name, Tensor tensor)
    {
        string type = tensor.Type.CSharpName();
        if (tensor.Type.IsFloating() && tensor.Type.Bits() <= 16)
        {
            string bits = tensor.Type.Size() == sizeof(byte) ? "byte" : "ushort";
            return $"static ReadOnlySpan<{type}> {name} => MemoryMarshal.Cast<{bits}, {type}>((ReadOnlySpan<{bits}>)[{Bits(tensor)}]);";
        }
        return IsData(tensor.Type)
            ? $"static ReadOnlySpan<{type}> {name} => [{Elements(tensor)}];"
            : $"static readonly {type}[] {name} = {NewArray(tensor)};";
    }

    /// <summary>An expression that makes an array of the elements.</summary>
    public static string NewArray(Tensor tensor) =>
        (tensor.Type == ElementType.String && tensor.Strings.Length > ManyStrings ? Split(tensor.Strings) : null)
        ?? $"new {tensor.Type.CSharpName()}[] {{ {Elements(tensor)} }}";

    /// <summary>Whether the elements are printed as an array, not as a span.</summary>
    public static bool IsArray(Buffer buffer) => buffer.Storage == Storage.Literal && !IsData(buffer.Type);

    static bool IsData(ElementType type) => type != ElementType.String && !type.IsComplex();

    static string Elements(Tensor tensor) =>
        string.Join(", ", tensor.Data.Cast<object>().Select(element => ScalarPrinter.Literal(element, tensor.Type)));

    static string Bits(Tensor tensor) => string.Join(", ", tensor.Data.Cast<double>()
        .Select(element => "0x" + SmallFloat.ToBits(element, tensor.Type).ToString(tensor.Type.Size() == sizeof(byte) ? "X2" : "X4", CultureInfo.InvariantCulture)));

    /// <summary>The strings as parts of one; null where every separator occurs in them.</summary>
    static string? Split(IReadOnlyList<string> strings)
    {
        string free = string.Concat(Separators.Where(separator => strings.All(s => s.IndexOf(separator) < 0)).Take(1));
        return free.Length == 0 ? null : $"{Literals.String(string.Join(free, strings))}.Split('{free}')";
    }
}
