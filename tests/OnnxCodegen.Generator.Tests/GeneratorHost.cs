using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace OnnxCodegen.Generator.Tests;

/// <summary>Runs the generator as the compiler does, for what <see cref="GeneratorTest"/> cannot: tracked steps, several runs of one driver,
/// metadata that option files cannot spell, and the compiled project in hand.</summary>
internal sealed class GeneratorHost
{
    static readonly MetadataReference[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("OnnxCodegen.", StringComparison.Ordinal)
            || Path.GetFileName(path) == "OnnxCodegen.dll")
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    /// <summary>The libraries of .NET, with the runtime or without.</summary>
    public static IEnumerable<MetadataReference> ReferencesOf(bool runtime) =>
        References.Where(reference => runtime || !reference.Display!.EndsWith("OnnxCodegen.dll", StringComparison.Ordinal));

    public CSharpParseOptions ParseOptions { get; init; } = new(LanguageVersion.CSharp12);

    public CSharpCompilationOptions CompilationOptions { get; init; } = new(OutputKind.DynamicallyLinkedLibrary);

    public Dictionary<string, string> ProjectProperties { get; } = new() { ["RootNamespace"] = "App" };

    public bool ReferencesRuntime { get; init; } = true;

    /// <summary>Runs the generator once.</summary>
    public GeneratorDriverRunResult Run(params AdditionalText[] models) => RunAll([], models).Result;

    /// <summary>Runs the generator and gives what the compiler says about the whole project.</summary>
    public (GeneratorDriverRunResult Result, Compilation Compilation) RunAll(string[] sources, params AdditionalText[] models)
    {
        GeneratorDriver driver = Driver(models).RunGeneratorsAndUpdateCompilation(Compile(sources), out Compilation compilation, out _);
        return (driver.GetRunResult(), compilation);
    }

    public GeneratorDriver Driver(params AdditionalText[] models) => CSharpGeneratorDriver.Create(
        [new OnnxGenerator().AsSourceGenerator()],
        models,
        ParseOptions,
        new OptionsProvider(ProjectProperties),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "App",
        sources.Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions)),
        ReferencesOf(ReferencesRuntime),
        CompilationOptions);

    sealed class OptionsProvider(Dictionary<string, string> project) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options("build_property.", project);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options("", []);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options("build_metadata.AdditionalFiles.", (textFile as ModelText)?.Metadata ?? []);
    }

    sealed class Options(string prefix, Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = null;
            return key.StartsWith(prefix, StringComparison.Ordinal) && values.TryGetValue(key[prefix.Length..], out value);
        }
    }
}

/// <summary>A model among the additional files of a project. Its text is never asked for: it is binary.</summary>
internal sealed class ModelText(string path, params (string Name, string Value)[] metadata) : AdditionalText
{
    public override string Path => path;

    public Dictionary<string, string> Metadata { get; } = metadata.ToDictionary(entry => entry.Name, entry => entry.Value);

    public override SourceText? GetText(CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("A model has no text.");
}
