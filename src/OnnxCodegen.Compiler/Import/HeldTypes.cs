using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>Declared types of sequences, optionals and maps, and of what they hold: of its lengths the numbers count, as each element has its
/// own of the others.</summary>
internal static class HeldTypes
{
    /// <param name="name">The value that is declared.</param>
    public static ValueType Of(OnnxType type, string name) => type switch
    {
        OnnxType.Tensor tensor => new HeldTensorType(tensor.Element, tensor.Dims?.Select(Length).ToArray()),
        OnnxType.Sequence sequence => new SequenceType(Of(sequence.Element, name)),
        OnnxType.Optional { Element: not OnnxType.Optional } optional => new OptionalType(Of(optional.Element, name)),
        OnnxType.Map { Key: var key, Value: OnnxType.Tensor { Dims: null or { Count: 0 } } value }
            when key is ElementType.Int64 or ElementType.String => new MapType(key, new TensorType(value.Element, Shape.Scalar)),
        _ => throw new ModelException(DiagnosticCode.UnsupportedType, $"The type of '{name}' is not supported."),
    };

    static Dim? Length(OnnxDim dim) => dim.Length is { } length ? Dim.Constant(length) : null;
}
