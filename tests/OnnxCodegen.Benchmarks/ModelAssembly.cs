using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Conformance;

namespace OnnxCodegen.Benchmarks;

/// <summary>A model compiled to an assembly on disk, and beside it one with a class that calls its typed <c>Predict</c>.</summary>
internal static class ModelAssembly
{
    public const string ModelFile = "Model.dll";

    public const string CallFile = "Call.dll";

    const string SurfaceSource = "Surface.cs";

    const string ForwardSource = "Model.cs";

    /// <summary>The emitted text, which lies beside the assemblies.</summary>
    public static readonly string[] Sources = [SurfaceSource, ForwardSource];

    public static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];

    /// <summary>Writes both assemblies into a folder and gives the context that loads them.</summary>
    /// <exception cref="NotSupportedException">The model does not compile; the message is the first diagnostic.</exception>
    public static FolderContext Build(TestFolder folder, string directory, bool profile)
    {
        var options = new CompilerOptions { ClassName = "Model", Namespace = "Benchmark", Resource = "OnnxCodegen/" + Path.GetFileName(folder.Model), Profile = profile };
        GeneratedModel generated = OnnxCompiler.Compile(new FolderSource(folder), options);
        if (generated.Diagnostics.Count > 0)
            throw new NotSupportedException(generated.Diagnostics[0].Message);
        File.WriteAllText(Path.Combine(directory, SurfaceSource), generated.Surface);
        File.WriteAllText(Path.Combine(directory, ForwardSource), generated.Implementation);
        string file = Path.Combine(directory, ModelFile);
        Emit(file, References, [generated.Surface!, generated.Implementation!], Resources(folder), OutputKind.DynamicallyLinkedLibrary);
        var context = new FolderContext(directory);
        Type model = context.Model.GetType("Benchmark.Model")!;
        Emit(Path.Combine(directory, CallFile), [.. References, MetadataReference.CreateFromFile(file)], [CallSource.Of(model)], [], OutputKind.DynamicallyLinkedLibrary);
        return context;
    }

    /// <summary>The files that a program embeds, and their names in it.</summary>
    public static IEnumerable<(string File, string Resource)> Embedded(TestFolder folder) =>
        Directory.GetFiles(folder.Path).Select(file => (Path.GetFullPath(file), "OnnxCodegen/" + Path.GetFileName(file)));

    static IEnumerable<ResourceDescription> Resources(TestFolder folder) =>
        Embedded(folder).Select(item => new ResourceDescription(item.Resource, () => File.OpenRead(item.File), isPublic: true));

    /// <summary>Compiles texts to an assembly on disk.</summary>
    /// <exception cref="InvalidOperationException">They are no valid C#; the message is the first error.</exception>
    public static void Emit(string file, IEnumerable<MetadataReference> references, IEnumerable<string> texts, IEnumerable<ResourceDescription> resources, OutputKind kind)
    {
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(file),
            texts.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp12))),
            references,
            new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release));
        using FileStream image = File.Create(file);
        var result = compilation.Emit(image, manifestResources: resources);
        if (!result.Success)
            throw new InvalidOperationException(result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).ToString());
    }
}
