using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes what a model says about itself: constants, and the declarations of its inputs and outputs.</summary>
internal static class SurfaceMetadata
{
    const string ListOfValues = "global::System.Collections.Generic.IReadOnlyList<" + CSharpTypes.Runtime + "ModelValue>";

    /// <summary>Names that members of the class have; the class itself can have none of them.</summary>
    public static IReadOnlyCollection<string> MemberNames { get; } = new[]
    {
        "Instance", "Predict", "TryPredict", "Warmup", "Run", "Prepare", "Invoke", "Prediction", "ModelInputs", "ModelOutputs", "Description", "Producer",
        "Opsets", "ParameterCount", "FloatingPointOperations", "ScratchBytes", "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone",
        "ReferenceEquals",
    };

    public static void Emit(CSharpWriter writer, SurfaceModel model)
    {
        writer.Line($"/// <summary>The model for hosts that reach it as <see cref=\"{CSharpTypes.Runtime}IOnnxModel\"/>.</summary>");
        writer.Line($"public static {model.ClassName} Instance {{ get; }} = new {model.ClassName}();");
        writer.Line();
        if (model.Documentation.Length > 0)
            Constant(writer, "string", "Description", Literals.String(model.Documentation), "What the model's file says about the model.");
        Constant(writer, "string", "Producer", Literals.String(model.Producer), "What wrote the model's file.");
        Constant(writer, "string", "Opsets", Literals.String(model.Opsets), "The operator sets that the model is written in.");
        Constant(writer, "long", "ParameterCount", Literals.Int64(model.ParameterCount), "The number of elements of the model's weights.");
        if (model.FloatingPointOperations is { } operations)
        {
            Constant(writer, "long", "FloatingPointOperations", Literals.Int64(operations),
                "The multiplications and additions of matrix products and convolutions in one call on one row.");
        }
        Values(writer, "ModelInputs", model.Inputs.Select(input => (input.Name, input.Type)));
        Values(writer, "ModelOutputs", model.Outputs.Select(output => (output.Name, output.Type)));
        foreach (SurfaceOutput output in model.Outputs.Where(output => output.Labels is not null))
            Labels(writer, output, output.Labels!);
        writer.Line($"private {model.ClassName}()");
        writer.Line("{");
        writer.Line("}");
    }

    /// <summary>Writes what is known when the forward pass is.</summary>
    public static void EmitScratch(CSharpWriter writer, long bytes) => Constant(writer, "long", "ScratchBytes", Literals.Int64(bytes),
        "The bytes of the values in between that a call keeps in memory; lengths that the model leaves open count as 1.");

    /// <summary>The field of the labels of a labelled output.</summary>
    public static string LabelsField(SurfaceOutput output) => "LabelsOf" + output.Member;

    public static void EmitInterface(CSharpWriter writer, SurfaceModel model)
    {
        writer.Line($"string {CSharpTypes.Runtime}IOnnxModel.Path => {Literals.String(model.Path)};");
        writer.Line();
        writer.Line($"{ListOfValues} {CSharpTypes.Runtime}IOnnxModel.Inputs => ModelInputs;");
        writer.Line();
        writer.Line($"{ListOfValues} {CSharpTypes.Runtime}IOnnxModel.Outputs => ModelOutputs;");
    }

    static void Constant(CSharpWriter writer, string type, string name, string value, string documentation)
    {
        writer.Line($"/// <summary>{documentation}</summary>");
        writer.Line($"public const {type} {name} = {value};");
        writer.Line();
    }

    static void Values(CSharpWriter writer, string name, IEnumerable<(string Name, ValueType Type)> values)
    {
        using (writer.Block($"private static readonly {CSharpTypes.Runtime}ModelValue[] {name} =", "};"))
        {
            foreach ((string value, ValueType type) in values)
                writer.Line($"new({Literals.String(value)}, {Literals.String(type.ToString())}, {Element(type)}, {Axes(type)}),");
        }
        writer.Line();
    }

    static string Element(ValueType type) => type is TensorType tensor ? $"typeof({CSharpTypes.Element(tensor.Element)})" : "null";

    static string Axes(ValueType type) => type is TensorType tensor
        ? "[" + string.Join(", ", tensor.Shape.Select(dim => Literals.String(dim.ToString()))) + "]"
        : "[]";

    static void Labels(CSharpWriter writer, SurfaceOutput output, Tensor labels)
    {
        IEnumerable<string> literals = labels.Type == ElementType.String
            ? labels.Strings.Select(Literals.String)
            : labels.Longs.Select(Literals.Int64);
        using (writer.Block($"private static readonly {CSharpTypes.Element(labels.Type)}[] {LabelsField(output)} =", "};"))
            writer.Line(string.Join(", ", literals));
        writer.Line();
    }
}
