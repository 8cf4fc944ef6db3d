using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes the implementation of <c>IOnnxModel</c>: access by the names in the model.</summary>
internal static class NamedAccess
{
    const string Dictionary = "Dictionary<string, object?>";
    const string ReadOnlyDictionary = "global::System.Collections.Generic.IReadOnlyDictionary<string, object?>";

    public static void Emit(CSharpWriter writer, SurfaceModel model)
    {
        writer.Line();
        SurfaceMetadata.EmitInterface(writer, model);
        writer.Line();
        using (writer.Block($"{ReadOnlyDictionary} {CSharpTypes.Runtime}IOnnxModel.Run({ReadOnlyDictionary} inputs)"))
        {
            foreach (SurfaceInput input in model.Inputs)
                writer.Line($"{CSharpTypes.Natural(input.Type)} {input.Identifier} = {Find(input)};");
            foreach (SurfaceOutput output in model.Outputs)
                ForwardCall.DeclareOutput(writer, output);
            writer.Line($"Invoke({string.Join(", ", model.Inputs.Select(Argument).Concat(model.Outputs.Select(output => "ref " + output.Identifier)))});");
            using (writer.Block($"return new global::System.Collections.Generic.{Dictionary}", "};"))
            {
                foreach (SurfaceOutput output in model.Outputs)
                    writer.Line($"[{Literals.String(output.Name)}] = {PredictionRecord.NaturalValue(output)},");
            }
        }
    }

    static string Find(SurfaceInput input)
    {
        string arguments = $"(inputs, {Literals.String(input.Name)})";
        return input.Type is TensorType { Shape.Rank: var rank, Element: var element }
            ? $"{CSharpTypes.Runtime}NamedValues.{(rank > 0 ? "Tensor" : "Scalar")}<{CSharpTypes.Element(element)}>{arguments}"
            : $"{CSharpTypes.Runtime}NamedValues.Value<{CSharpTypes.Natural(input.Type)}>{arguments}";
    }

    /// <summary>Here every tensor carries its shape.</summary>
    static string Argument(SurfaceInput input) => input.Type is TensorType { Shape.Rank: > 0, Element: var element }
        ? InputChecks.ShapedArgument(input.Identifier, element)
        : InputChecks.Argument(input);
}
