using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

/// <summary>A build of a project with models, whose diagnostics and generated texts must be those expected, with no error of the compiler
/// beside them. Models lie on disk; the additional files are their paths.</summary>
internal sealed class GeneratorTest : CSharpSourceGeneratorTest<OnnxGenerator, DefaultVerifier>
{
    readonly LanguageVersion language;
    readonly Dictionary<string, string[]> words = [];

    public GeneratorTest(LanguageVersion language = LanguageVersion.CSharp12, bool referencesRuntime = true)
    {
        this.language = language;
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(GeneratorHost.ReferencesOf(referencesRuntime));
        TestCode = "// A project has at least one file.";
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck;
        DiagnosticVerifier = (diagnostic, _, _) =>
            Assert.All(words[diagnostic.Id], word => Assert.Contains(word, diagnostic.GetMessage(), StringComparison.Ordinal));
    }

    public GeneratorTest Model(string path, params (string Name, string Value)[] metadata)
    {
        TestState.AdditionalFiles.Add((path, string.Empty));
        string entries = string.Concat(metadata.Select(entry => $"build_metadata.AdditionalFiles.{entry.Name} = {entry.Value}\n"));
        TestState.AnalyzerConfigFiles.Add(($"/{TestState.AnalyzerConfigFiles.Count}.globalconfig", $"""
            is_global = true
            build_property.RootNamespace = App
            [{path}]
            {entries}
            """));
        return this;
    }

    /// <summary>Expects a problem that names all of the given words: of a model where a path is given, else of the project.</summary>
    public GeneratorTest Problem(string id, string? path, params string[] named)
    {
        var problem = new DiagnosticResult(id, DiagnosticSeverity.Error);
        TestState.ExpectedDiagnostics.Add(path is null ? problem.WithNoLocation() : problem.WithSpan(path, 1, 1, 1, 1));
        words[id] = named;
        return this;
    }

    /// <summary>Expects a generated text, and no other than those expected.</summary>
    public GeneratorTest Text(string name, string text)
    {
        TestBehaviors = TestBehaviors.None;
        TestState.GeneratedSources.Add((typeof(OnnxGenerator), name, text));
        return this;
    }

    /// <summary>Expects that nothing is generated.</summary>
    public Task RunWithoutCode()
    {
        TestBehaviors = TestBehaviors.None;
        return RunAsync();
    }

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(language);
}
