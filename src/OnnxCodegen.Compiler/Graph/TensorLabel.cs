using OnnxCodegen.Compiler.Primitives;

namespace OnnxCodegen.Compiler;

/// <summary>How messages name a tensor.</summary>
internal static class TensorLabel
{
    /// <summary>The tensor's origin and type.</summary>
    /// <param name="node">The ONNX node that reads the tensor: what it made of it itself stands for the tensor.</param>
    public static string Of(Value value, string node)
    {
        while (value.Producer is { Provenance: var made, Origins.Count: > 0, Inputs: [var source, ..] } && made == node)
            value = source;
        string origin = value.Producer.Primitive is Parameter parameter ? $"'{parameter.Name}'"
            : value.Producer.Origins.Count == 0 ? $"'{value.Producer.Provenance}'"
            : $"the result of '{value.Producer.Provenance}'";
        return $"{origin}, {value.Type}";
    }
}
