using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Generator;

/// <summary>Compiles the project's ONNX models. The class that users see and the forward pass are two steps: an editor runs the first alone.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OnnxGenerator : IIncrementalGenerator
{
    /// <summary>The step that finds the model files and what the project says about them.</summary>
    public const string FileStep = "ModelFile";

    /// <summary>The step that reads a model and writes its class.</summary>
    public const string SignatureStep = "Signature";

    /// <summary>The step that writes the forward pass.</summary>
    public const string CodeStep = "Code";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<ModelFile>> files = context.AdditionalTextsProvider
            .Where(ModelFile.IsModel)
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, _) => ModelFile.Of(pair.Left, pair.Right))
            .WithTrackingName(FileStep)
            .Collect();
        IncrementalValueProvider<Project> project = context.CompilationProvider
            .Combine(context.ParseOptionsProvider)
            .Select((pair, _) => Project.Of(pair.Left, pair.Right));

        IncrementalValuesProvider<CompiledFile> signed = files
            .SelectMany((all, _) => ClassNames.MarkDuplicates(all))
            .Select(CompiledFile.Sign)
            .WithTrackingName(SignatureStep);
        IncrementalValuesProvider<CompiledFile> code = signed
            .Where(signed => signed.Model.Surface is not null)
            .Select((signed, cancellation) => CompiledFile.Compile(signed.File, cancellation))
            .WithTrackingName(CodeStep);

        context.RegisterSourceOutput(files.Combine(project), (output, pair) =>
        {
            if (pair.Left.Length > 0 && pair.Right.Problem is { } problem)
                output.ReportDiagnostic(Diagnostic.Create(Descriptors.UnsupportedProject, Location.None, problem));
        });
        context.RegisterSourceOutput(signed.Select(Text).Combine(project), (output, pair) =>
        {
            if (pair.Right.Problem is null)
                Emit(output, pair.Left, pair.Left.Model.Surface, ".g.cs");
        });
        context.RegisterImplementationSourceOutput(code.Select(Text).Combine(project), (output, pair) =>
        {
            if (pair.Right.Problem is not null)
                return;
            Emit(output, pair.Left, pair.Left.Model.Implementation, ".Forward.g.cs");
            if (pair.Left.Model.Implementation is { } text && pair.Right.Lacks(text) is { } lack)
                output.ReportDiagnostic(Diagnostic.Create(Descriptors.UnsupportedProject, Location.None, $"{pair.Left.Path}: {lack}"));
        });
    }

    /// <summary>What the outputs depend on: a file that was written again with the same contents changes nothing.</summary>
    static (string Path, GeneratedModel Model) Text(CompiledFile compiled, CancellationToken cancellation) =>
        (compiled.File.FullPath, compiled.Model);

    static void Emit(SourceProductionContext output, (string Path, GeneratedModel Model) compiled, string? text, string suffix)
    {
        foreach (ModelDiagnostic problem in compiled.Model.Diagnostics)
        {
            var location = Location.Create(compiled.Path, default, default);
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(problem.Code), location, problem.Message));
        }
        if (text is not null)
            output.AddSource(compiled.Model.HintName + suffix, SourceText.From(text, Encoding.UTF8));
    }
}
