using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>What <c>Predict</c> gives: the one output itself, or a record with a member for each.</summary>
internal static class PredictionRecord
{
    const string Name = "Prediction";

    /// <summary>The type that <c>Predict</c> returns.</summary>
    public static string ReturnType(SurfaceModel model) =>
        model.Outputs.Count == 1 ? MemberType(model.Outputs[0]) : model.Outputs.Count == 0 ? "void" : Name;

    /// <summary>The expression that <c>Predict</c> returns.</summary>
    public static string Result(SurfaceModel model) => model.Outputs.Count == 1
        ? MemberValue(model.Outputs[0])
        : $"new {Name}({string.Join(", ", model.Outputs.Select(MemberValue))})";

    public static void Emit(CSharpWriter writer, SurfaceModel model)
    {
        if (model.Outputs.Count < 2)
            return;
        writer.Line();
        writer.Line("/// <summary>The outputs of a call.</summary>");
        foreach (SurfaceOutput output in model.Outputs)
            writer.Line($"/// <param name=\"{output.Member}\">{Describe(output)}</param>");
        writer.Line($"public readonly record struct {Name}({string.Join(", ", model.Outputs.Select(o => $"{MemberType(o)} {o.Member}"))});");
    }

    /// <summary>The output as documentation.</summary>
    public static string Describe(SurfaceOutput output) =>
        Documentation.Value(output.Name, output.Type, output.Documentation);

    static string MemberType(SurfaceOutput output) => output.Form switch
    {
        ValueForm.Fixed => CSharpTypes.Element(((TensorType)output.Type).Element) + "[]",
        ValueForm.Labelled => "global::System.Collections.Generic.IReadOnlyList<global::System.Collections.Generic.IReadOnlyDictionary<"
            + CSharpTypes.Element(output.Labels!.Type) + ", float>>",
        _ => CSharpTypes.Natural(output.Type),
    };

    static string MemberValue(SurfaceOutput output) => output.Form switch
    {
        ValueForm.Fixed => output.Identifier + ".Array",
        _ => NaturalValue(output),
    };

    /// <summary>The output as a value that stands alone.</summary>
    public static string NaturalValue(SurfaceOutput output) => output.Form switch
    {
        ValueForm.Scalar => output.Identifier + ".Array[0]",
        ValueForm.Fixed or ValueForm.Shaped => output.Identifier + ".ToTensor()",
        ValueForm.Labelled =>
            $"new {CSharpTypes.Runtime}ZipMap<{CSharpTypes.Element(output.Labels!.Type)}>({SurfaceMetadata.LabelsField(output)}, {output.Identifier}.Array)",
        _ => output.Identifier,
    };
}
