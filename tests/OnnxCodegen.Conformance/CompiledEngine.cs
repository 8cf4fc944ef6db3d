using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>Compiles models to C#, about a hundred to one assembly in memory, and runs the classes.</summary>
internal static class CompiledEngine
{
    const int BatchSize = 100;

    static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12);

    static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];

    public static IEnumerable<(TestFolder Folder, string? Failure)> Run(IEnumerable<TestFolder> folders, string? text = null) =>
        folders.Chunk(BatchSize).SelectMany(batch => RunBatch(batch, text));

    static IEnumerable<(TestFolder, string?)> RunBatch(TestFolder[] folders, string? text)
    {
        var classes = new List<CompiledClass>();
        for (int i = 0; i < folders.Length; i++)
        {
            CompiledClass? compiled = null;
            string? failure = Attempt.Run(() => Compile(folders[i], i, text, out compiled));
            if (compiled is null || failure is not null)
                yield return (folders[i], failure);
            else
                classes.Add(compiled);
        }
        Assembly? assembly = Emit(classes, out List<(TestFolder, string?)> refused);
        foreach ((TestFolder, string?) failure in refused)
            yield return failure;
        foreach (CompiledClass compiled in classes)
            yield return (compiled.Folder, Attempt.Run(() => Test(compiled, assembly!)));
    }

    static string? Compile(TestFolder folder, int index, string? text, out CompiledClass? compiled)
    {
        compiled = null;
        var options = new CompilerOptions
        {
            ClassName = "Model" + index,
            Namespace = "Conformance",
            Resource = $"OnnxCodegen/{index}/model.onnx",
        };
        GeneratedModel generated = OnnxCompiler.Compile(new FolderSource(folder), options);
        if (generated.Diagnostics.Count > 0)
            return generated.Diagnostics[0].Message;
        if (text is not null)
            WriteText(text, folder.Name, generated);
        if (CodeSize.Problem(generated) is { } problem)
            return problem;
        compiled = new CompiledClass(folder, options,
            [CSharpSyntaxTree.ParseText(generated.Surface!, Language), CSharpSyntaxTree.ParseText(generated.Implementation!, Language)]);
        return null;
    }

    static void WriteText(string directory, string name, GeneratedModel generated)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name + ".surface.cs"), generated.Surface);
        File.WriteAllText(Path.Combine(directory, name + ".cs"), generated.Implementation);
    }

    /// <summary>Emits one assembly; classes that C# refuses are taken out with the reason.</summary>
    static Assembly? Emit(List<CompiledClass> classes, out List<(TestFolder, string?)> refused)
    {
        refused = [];
        while (classes.Count > 0)
        {
            using var image = new MemoryStream();
            var compilation = CSharpCompilation.Create(
                "Conformance" + Guid.NewGuid().ToString("N"), classes.SelectMany(c => c.Trees), References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
            var result = compilation.Emit(image, manifestResources: classes.SelectMany(Resources));
            if (result.Success)
            {
                byte[] assembly = image.ToArray();
                refused.AddRange(TakeLarge(classes, ImmutableCollectionsMarshal.AsImmutableArray(assembly)));
                return Assembly.Load(assembly);
            }
            Diagnostic[] errors = [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
            CompiledClass[] bad = [.. classes.Where(c => errors.Any(e => c.Trees.Contains(e.Location.SourceTree)))];
            if (bad.Length == 0)
                throw new InvalidOperationException(errors[0].ToString());
            foreach (CompiledClass compiled in bad)
            {
                Diagnostic error = errors.First(e => compiled.Trees.Contains(e.Location.SourceTree));
                refused.Add((compiled.Folder, $"C# {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
                classes.Remove(compiled);
            }
        }
        return null;
    }

    /// <summary>Takes out the classes that have methods which are too large.</summary>
    static IEnumerable<(TestFolder, string?)> TakeLarge(List<CompiledClass> classes, ImmutableArray<byte> assembly)
    {
        var large = classes
            .Select(c => (Class: c, Problem: CodeSize.Problem(assembly, c.Options.ClassName)))
            .Where(c => c.Problem is not null).ToArray();
        classes.RemoveAll(c => large.Any(l => l.Class == c));
        return large.Select(l => (l.Class.Folder, l.Problem));
    }

    static IEnumerable<ResourceDescription> Resources(CompiledClass compiled)
    {
        string folder = compiled.Options.Resource[..(compiled.Options.Resource.LastIndexOf('/') + 1)];
        return Directory.GetFiles(compiled.Folder.Path).Select(file =>
            new ResourceDescription(folder + Path.GetFileName(file), () => File.OpenRead(file), isPublic: true));
    }

    static string? Test(CompiledClass compiled, Assembly assembly)
    {
        var instance = (IOnnxModel)assembly.GetType($"Conformance.{compiled.Options.ClassName}")!.GetProperty("Instance")!.GetValue(null)!;
        OnnxModel model = ModelReader.Read(new FolderSource(compiled.Folder));
        var comparison = new Comparison(Tolerance.Of(compiled.Folder));
        OnnxValueInfo[] inputs = [.. model.Graph.RequiredInputs];
        foreach (string set in compiled.Folder.DataSets)
        {
            var values = inputs.Select((input, i) => (input.Name, input.Type, Value: TestFolder.Read(set, "input", i, input)))
                .ToDictionary(p => p.Name, p => NaturalInputs.Of(p.Value, p.Type, new FolderSource(compiled.Folder)));
            IReadOnlyDictionary<string, object?> results = instance.Run(values);
            for (int i = 0; i < model.Graph.Outputs.Count; i++)
            {
                OnnxValueInfo output = model.Graph.Outputs[i];
                if (comparison.Difference(output.Name, results[output.Name], TestFolder.Read(set, "output", i, output)) is { } difference)
                    return difference;
            }
        }
        return null;
    }

    sealed record CompiledClass(TestFolder Folder, CompilerOptions Options, SyntaxTree[] Trees);
}
