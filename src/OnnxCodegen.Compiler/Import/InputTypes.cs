using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The types of a model's inputs; free dims of one name are one symbol.</summary>
/// <param name="fixedDims">Numbers for free dims, by name.</param>
internal sealed class InputTypes(IReadOnlyDictionary<string, long> fixedDims)
{
    readonly Dictionary<string, Symbol> symbols = new();

    public ValueType Of(OnnxValueInfo input) => input.Type is { } type
        ? Of(type, input.Name)
        : throw new ModelException($"The type of the input '{input.Name}' is not declared.");

    ValueType Of(OnnxType type, string name) => type switch
    {
        OnnxType.Tensor { Dims: { } dims } tensor => new TensorType(
            tensor.Element, new Shape(dims.Select((dim, axis) => DimOf(dim, name, axis)))),
        OnnxType.Tensor => throw new ModelException($"The rank of '{name}' is not declared; ranks must be known when compiling."),
        _ => HeldTypes.Of(type, name),
    };

    Dim DimOf(OnnxDim dim, string name, int axis)
    {
        if (dim.Length is { } length && length >= 0)
            return length;
        string symbol = string.IsNullOrEmpty(dim.Symbol) ? $"{name}.{axis}" : dim.Symbol!;
        if (fixedDims.TryGetValue(symbol, out long value))
            return value;
        if (!symbols.TryGetValue(symbol, out Symbol? known))
        {
            known = new Symbol(symbol, 0, Symbol.MaximumLength);
            symbols.Add(symbol, known);
        }
        return Dim.Of(known);
    }
}
