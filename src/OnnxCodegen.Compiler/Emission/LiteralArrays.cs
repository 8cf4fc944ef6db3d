using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints tensors whose elements stand in the program's text.</summary>
internal static class LiteralArrays
{
    /// <summary>A member of the name that gives the elements. Types that csc stores as data of the assembly take no code.</summary>
    public static string Member(string name, Tensor tensor)
    {
        string type = tensor.Type.CSharpName();
        return IsData(tensor.Type)
            ? $"static ReadOnlySpan<{type}> {name} => [{Elements(tensor)}];"
            : $"static readonly {type}[] {name} = [{Elements(tensor)}];";
    }

    /// <summary>An expression that makes an array of the elements.</summary>
    public static string NewArray(Tensor tensor) => $"new {tensor.Type.CSharpName()}[] {{ {Elements(tensor)} }}";

    static bool IsData(ElementType type) => type is not (ElementType.String or ElementType.Float16 or ElementType.BFloat16)
        && !(type.IsFloating() && type.Bits() <= 8);

    static string Elements(Tensor tensor) =>
        string.Join(", ", tensor.Data.Cast<object>().Select(element => ScalarPrinter.Literal(element, tensor.Type)));
}
