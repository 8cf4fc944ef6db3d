using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Prints the conversions of sequences and optionals between the types in which callers have them and those of the forward pass.</summary>
internal static class NaturalValues
{
    /// <summary>What the forward pass makes of an argument.</summary>
    /// <param name="input">The name of the model's input, for messages.</param>
    public static string From(ValueType type, string argument, string input) => type switch
    {
        OptionalType { Element: HeldTensorType { IsScalar: true, Element: var scalar } } =>
            $"{argument} is null ? null : {RuntimeNames.FromScalar}(({scalar.CSharpName()}){argument})",
        OptionalType optional => From(optional.Element, argument, input),
        HeldTensorType held => $"{RuntimeNames.FromTensor}({argument}{Shape(held, input)})",
        SequenceType { Element: HeldTensorType { IsScalar: true } } => $"{RuntimeNames.FromScalars}({argument})",
        SequenceType { Element: HeldTensorType held } => $"{RuntimeNames.FromTensors}({argument}{Shape(held, input)})",
        _ => argument,
    };

    /// <summary>What the caller gets for a value of the forward pass.</summary>
    public static string To(ValueType type, string value) => type switch
    {
        OptionalType { Element: HeldTensorType { IsScalar: true } } => $"{value} is null ? null : {RuntimeNames.ToScalar}({value})",
        OptionalType optional => To(optional.Element, value),
        HeldTensorType held => $"{(held.IsScalar ? RuntimeNames.ToScalar : RuntimeNames.ToTensor)}({value})",
        SequenceType { Element: HeldTensorType held } => $"{(held.IsScalar ? RuntimeNames.ToScalars : RuntimeNames.ToTensors)}({value})",
        _ => value,
    };

    static string Shape(HeldTensorType type, string input) => type.Dims is { } dims
        ? $", {Literals.String(input)}, [{string.Join(", ", dims.Select(dim => dim is { IsConstant: true } ? dim.Value.ToString(CultureInfo.InvariantCulture) : "-1"))}]"
        : string.Empty;
}
