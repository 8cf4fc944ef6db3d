using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>The seam between the class and the forward pass: partial methods, so that the class compiles without the pass.</summary>
internal static class ForwardCall
{
    const string Namespace = "global::OnnxCodegen.Generated.";

    /// <summary>The parameters by which values reach the forward pass.</summary>
    public static string Parameters(SurfaceModel model) =>
        string.Join(", ", model.Inputs.Select(Parameter).Concat(model.Outputs.Select(Parameter)));

    /// <summary>The arguments of the same names.</summary>
    public static string Arguments(SurfaceModel model) =>
        string.Join(", ", model.Inputs.Select(input => input.Identifier).Concat(model.Outputs.Select(output => "ref " + output.Identifier)));

    public static void EmitDeclaration(CSharpWriter writer, SurfaceModel model)
    {
        writer.Line();
        writer.Line($"static partial void Run({Parameters(model)});");
        writer.Line();
        writer.Line("static partial void Prepare();");
    }

    public static void EmitImplementation(CSharpWriter writer, SurfaceModel model, bool prepares)
    {
        writer.Line($"static partial void Run({Parameters(model)}) =>");
        using (writer.Indent())
            writer.Line($"{Namespace}{model.ForwardClass}.Run({Arguments(model)});");
        if (!prepares)
            return;
        writer.Line();
        writer.Line($"static partial void Prepare() => {Namespace}{model.ForwardClass}.Warmup();");
    }

    /// <summary>Declares an output that allocates its memory.</summary>
    public static void DeclareOutput(CSharpWriter writer, SurfaceOutput output) => writer.Line(output.Form == ValueForm.Managed
        ? $"{CSharpTypes.Natural(output.Type)} {output.Identifier} = default!;"
        : $"scoped {OutputType(output)} {output.Identifier} = new({Literals.String(output.Name)});");

    public static string OutputType(SurfaceOutput output) =>
        $"{CSharpTypes.Runtime}Output<{CSharpTypes.Element(((TensorType)output.Type).Element)}>";

    static string Parameter(SurfaceInput input) => input.Type is TensorType tensor
        ? $"{CSharpTypes.Runtime}Input<{CSharpTypes.Element(tensor.Element)}> {input.Identifier}"
        : $"{CSharpTypes.Natural(input.Type)} {input.Identifier}";

    static string Parameter(SurfaceOutput output) => output.Form == ValueForm.Managed
        ? $"ref {CSharpTypes.Natural(output.Type)} {output.Identifier}"
        : $"scoped ref {OutputType(output)} {output.Identifier}";
}
