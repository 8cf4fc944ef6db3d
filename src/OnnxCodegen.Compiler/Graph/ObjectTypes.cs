using System;

namespace OnnxCodegen.Compiler;

/// <summary>The C# types of the values that are objects in the forward pass: sequences, optionals, maps, and tensors that carry their
/// shapes.</summary>
internal static class ObjectTypes
{
    public static string CSharpName(this ValueType type) => type switch
    {
        HeldTensorType held => $"{RuntimeNames.HeldTensor}<{held.Element.CSharpName()}>",
        SequenceType { Element: HeldTensorType element } => element.CSharpName() + "[]",
        SequenceType sequence => $"IReadOnlyList<{sequence.Element.CSharpName()}>",
        OptionalType optional => optional.Element.CSharpName() + "?",
        MapType { Value: TensorType value } map => $"IReadOnlyDictionary<{map.Key.CSharpName()}, {value.Element.CSharpName()}>",
        _ => throw new InvalidOperationException($"A value of type {type} is no object."),
    };
}
