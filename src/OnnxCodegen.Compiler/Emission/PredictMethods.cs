using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>Writes the typed methods of a model.</summary>
internal static class PredictMethods
{
    public static void Emit(CSharpWriter writer, SurfaceModel model)
    {
        EmitAllocating(writer, model);
        if (model.Outputs.Count > 0 && model.Outputs.All(CanBeCallersMemory))
            EmitInPlace(writer, model);
        EmitWarmup(writer);
        InputChecks.EmitInvoke(writer, model);
    }

    /// <summary>Whether an output is a tensor that the caller can have memory for.</summary>
    public static bool CanBeCallersMemory(SurfaceOutput output) => output.Type is TensorType;

    static void EmitAllocating(CSharpWriter writer, SurfaceModel model)
    {
        writer.Line();
        writer.Line("/// <summary>Runs the model.</summary>");
        DocumentInputs(writer, model);
        if (model.Outputs.Count == 1)
            writer.Line($"/// <returns>{PredictionRecord.Describe(model.Outputs[0])}</returns>");
        DocumentExceptions(writer, false);
        using (writer.Block($"public static {PredictionRecord.ReturnType(model)} Predict({string.Join(", ", model.Inputs.Select(Parameter))})"))
        {
            DeclareRows(writer, model);
            foreach (SurfaceOutput output in model.Outputs)
                ForwardCall.DeclareOutput(writer, output);
            EmitInvocation(writer, model, output => output.Identifier);
            if (model.Outputs.Count > 0)
                writer.Line($"return {PredictionRecord.Result(model)};");
        }
    }

    static void EmitInPlace(CSharpWriter writer, SurfaceModel model)
    {
        bool tries = model.Outputs.Any(output => output.DependsOnData);
        writer.Line();
        writer.Line("/// <summary>Runs the model and writes its outputs, in row-major order, into memory of the caller.</summary>");
        DocumentInputs(writer, model);
        foreach (SurfaceOutput output in model.Outputs)
        {
            writer.Line($"/// <param name=\"{output.Identifier}\">Receives {PredictionRecord.Describe(output)}</param>");
            if (output.DependsOnData)
                writer.Line($"/// <param name=\"{output.Written}\">The number of elements of <c>{Documentation.Xml(output.Name)}</c>.</param>");
        }
        if (tries)
            writer.Line("/// <returns>Whether all outputs fit; one that does not is left out.</returns>");
        DocumentExceptions(writer, !tries);
        string parameters = string.Join(", ", model.Inputs.Select(Parameter).Concat(model.Outputs.SelectMany(DestinationParameters)));
        using (writer.Block($"public static {(tries ? "bool TryPredict" : "void Predict")}({parameters})"))
        {
            DeclareRows(writer, model);
            foreach (SurfaceOutput output in model.Outputs)
                DeclareDestination(writer, output, tries);
            EmitInvocation(writer, model, output => output.Local);
            foreach (SurfaceOutput output in model.Outputs.Where(output => output.DependsOnData))
                writer.Line($"{output.Written} = {output.Local}.Length;");
            if (tries)
                writer.Line($"return {string.Join(" && ", model.Outputs.Select(output => output.Local + ".Fits"))};");
        }
    }

    static void EmitWarmup(CSharpWriter writer)
    {
        writer.Line();
        writer.Line("/// <summary>Does the work on weights that the first call would do.</summary>");
        writer.Line("public static void Warmup() => Prepare();");
    }

    static void DeclareRows(CSharpWriter writer, SurfaceModel model)
    {
        foreach (SurfaceInput input in model.Inputs)
            InputChecks.DeclareRows(writer, input);
    }

    static void EmitInvocation(CSharpWriter writer, SurfaceModel model, Func<SurfaceOutput, string> local) => writer.Line(
        $"Invoke({string.Join(", ", model.Inputs.Select(InputChecks.Argument).Concat(model.Outputs.Select(output => "ref " + local(output))))});");

    static string Parameter(SurfaceInput input) => input.Form switch
    {
        ValueForm.Fixed or ValueForm.Rows => $"global::System.ReadOnlySpan<{Element(input.Type)}> {input.Identifier}",
        ValueForm.Shaped => $"global::System.Numerics.Tensors.ReadOnlyTensorSpan<{Element(input.Type)}> {input.Identifier}",
        _ => $"{CSharpTypes.Natural(input.Type)} {input.Identifier}",
    };

    static IEnumerable<string> DestinationParameters(SurfaceOutput output)
    {
        yield return output.Form == ValueForm.Scalar
            ? $"out {Element(output.Type)} {output.Identifier}"
            : $"global::System.Span<{Element(output.Type)}> {output.Identifier}";
        if (output.DependsOnData)
            yield return $"out int {output.Written}";
    }

    static void DeclareDestination(CSharpWriter writer, SurfaceOutput output, bool tries)
    {
        string memory = output.Identifier;
        if (output.Form == ValueForm.Scalar)
        {
            writer.Line($"{memory} = default!;");
            memory = $"new global::System.Span<{Element(output.Type)}>(ref {memory})";
        }
        string mayExceed = tries ? ", mayExceed: true" : string.Empty;
        writer.Line($"scoped {ForwardCall.OutputType(output)} {output.Local} = new({Literals.String(output.Name)}, {memory}{mayExceed});");
    }

    static string Element(ValueType type) => CSharpTypes.Element(((TensorType)type).Element);

    static void DocumentInputs(CSharpWriter writer, SurfaceModel model)
    {
        foreach (SurfaceInput input in model.Inputs)
        {
            string text = Documentation.Value(input.Name, input.Type, input.Documentation);
            writer.Line($"/// <param name=\"{input.Identifier}\">{text}</param>");
        }
    }

    static void DocumentExceptions(CSharpWriter writer, bool destinations) => writer.Line(
        "/// <exception cref=\"global::System.ArgumentException\">An input does not have the model's shape"
        + (destinations ? ", or a destination is too short" : string.Empty) + ".</exception>");
}
