namespace OnnxCodegen.Compiler.Emission;

/// <summary>Fully qualified C# types.</summary>
internal static class CSharpTypes
{
    public const string Runtime = "global::OnnxCodegen.";
    public const string Tensor = "global::System.Numerics.Tensors.Tensor";

    /// <summary>The type of an element.</summary>
    public static string Element(ElementType type) => type switch
    {
        ElementType.Float16 => "global::System.Half",
        ElementType.Complex128 => "global::System.Numerics.Complex",
        ElementType.BFloat16 or ElementType.Complex64
            or ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ
            or ElementType.Float4E2M1 or ElementType.Float8E8M0 => Runtime + type.CSharpName(),
        _ => type.CSharpName(),
    };

    /// <summary>The type in which a value stands alone: in sequences, maps and optionals, and for hosts that know names only.</summary>
    public static string Natural(ValueType type) => type switch
    {
        TensorType { Shape.Rank: 0 } scalar => Element(scalar.Element),
        TensorType tensor => $"{Tensor}<{Element(tensor.Element)}>",
        HeldTensorType held => held.IsScalar ? Element(held.Element) : $"{Tensor}<{Element(held.Element)}>",
        SequenceType sequence => $"global::System.Collections.Generic.IReadOnlyList<{Natural(sequence.Element)}>",
        MapType map => $"global::System.Collections.Generic.IReadOnlyDictionary<{Element(map.Key)}, {Natural(map.Value)}>",
        OptionalType optional => Natural(optional.Element) + "?",
        _ => "object",
    };
}
