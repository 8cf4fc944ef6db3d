using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
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

    public static IEnumerable<TestResult> Run(IEnumerable<TestFolder> folders, string? text = null) =>
        folders.Chunk(BatchSize).SelectMany(batch => RunBatch(batch, text));

    static IEnumerable<TestResult> RunBatch(TestFolder[] folders, string? text)
    {
        var classes = new List<CompiledClass>();
        for (int i = 0; i < folders.Length; i++)
        {
            CompiledClass? compiled = null;
            Outcome outcome = Attempt.Run(() => Compile(folders[i], i, text, out compiled));
            if (compiled is null || outcome.Fate != Fate.Passed)
                yield return new TestResult(folders[i], outcome);
            else
                classes.Add(compiled);
        }
        Assembly? assembly = Emit(classes, out List<TestResult> refused);
        foreach (TestResult failure in refused)
            yield return failure;
        foreach (CompiledClass compiled in classes)
            yield return new TestResult(compiled.Folder, Attempt.Run(() => Test(compiled, assembly!)));
    }

    static Outcome Compile(TestFolder folder, int index, string? text, out CompiledClass? compiled)
    {
        compiled = null;
        var options = new CompilerOptions
        {
            ClassName = "Model" + index,
            Namespace = "Conformance",
            Resource = $"OnnxCodegen/{index}/{folder.File}",
        };
        var source = new TestSource(folder);
        GeneratedModel generated = OnnxCompiler.Compile(source, options);
        if (generated.Diagnostics.Count > 0)
            return Refused(folder, generated.Diagnostics[0].Message);
        if (text is not null)
            WriteText(text, folder.Name, generated);
        if (CodeSize.Problem(generated) is { } problem)
            return Outcome.Failed(problem);
        compiled = new CompiledClass(folder, source, options,
            [CSharpSyntaxTree.ParseText(generated.Surface!, Language), CSharpSyntaxTree.ParseText(generated.Implementation!, Language)]);
        return Outcome.Passed();
    }

    /// <summary>A model may be refused where no other implementation runs it.</summary>
    static Outcome Refused(TestFolder folder, string diagnostic) => folder.HasReferences
        ? Outcome.Failed(diagnostic)
        : Outcome.Skipped($"there is no reference, and it is refused: {diagnostic}");

    static void WriteText(string directory, string name, GeneratedModel generated)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name + ".surface.cs"), generated.Surface);
        File.WriteAllText(Path.Combine(directory, name + ".cs"), generated.Implementation);
    }

    /// <summary>Emits one assembly; classes that C# refuses are taken out with the reason.</summary>
    static Assembly? Emit(List<CompiledClass> classes, out List<TestResult> refused)
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
                refused.Add(new TestResult(compiled.Folder, Outcome.Failed($"C# {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}")));
                classes.Remove(compiled);
            }
        }
        return null;
    }

    /// <summary>Takes out the classes that have methods which are too large.</summary>
    static IEnumerable<TestResult> TakeLarge(List<CompiledClass> classes, ImmutableArray<byte> assembly)
    {
        var large = classes
            .Select(c => (Class: c, Problem: CodeSize.Problem(assembly, c.Options.ClassName)))
            .Where(c => c.Problem is not null).ToArray();
        classes.RemoveAll(c => large.Any(l => l.Class == c));
        return large.Select(l => new TestResult(l.Class.Folder, Outcome.Failed(l.Problem!)));
    }

    static IEnumerable<ResourceDescription> Resources(CompiledClass compiled)
    {
        string folder = compiled.Options.Resource[..(compiled.Options.Resource.LastIndexOf('/') + 1)];
        return Directory.GetFiles(compiled.Folder.Path).Select(file => new ResourceDescription(
            folder + Path.GetFileName(file), file == compiled.Folder.Model ? compiled.Source.Open : () => File.OpenRead(file), isPublic: true));
    }

    static Outcome Test(CompiledClass compiled, Assembly assembly)
    {
        var instance = (IOnnxModel)assembly.GetType($"Conformance.{compiled.Options.ClassName}")!.GetProperty("Instance")!.GetValue(null)!;
        OnnxModel model = ModelReader.Read(compiled.Source);
        var verdict = new Verdict(compiled.Folder, model);
        foreach (DataSet set in DataSet.Of(compiled.Folder, model))
        {
            if (!set.HasReferences)
                return Unreferenced(() => Results(instance, model, set), model, set, verdict);
            if (verdict.Difference(Results(instance, model, set), set.References) is { } difference)
                return Outcome.Failed(difference);
        }
        return verdict.Passed;
    }

    static IReadOnlyList<object?> Results(IOnnxModel instance, OnnxModel model, DataSet set)
    {
        IReadOnlyDictionary<string, object?> results = instance.Run(set.Inputs.ToDictionary(input => input.Info.Name, input => NaturalInputs.Of(input.Value, input.Info.Type)));
        return [.. model.Graph.Outputs.Select(output => results[output.Name])];
    }

    /// <summary>Where no other implementation runs a model, the class must do what the evaluator does: give the same, or refuse.</summary>
    static Outcome Unreferenced(Func<IReadOnlyList<object?>> ours, OnnxModel model, DataSet set, Verdict verdict)
    {
        IReadOnlyList<Contents>? expected = Unrefused<IReadOnlyList<Contents>, ModelException>(() => EvaluatorEngine.Results(model, set), out string? refusal);
        IReadOnlyList<object?>? results = Unrefused<IReadOnlyList<object?>, ArgumentException>(ours, out string? ownRefusal);
        if (refusal is null != ownRefusal is null)
            return Outcome.Failed(ownRefusal is not null ? $"refused, but the evaluator runs: {ownRefusal}" : $"runs, but the evaluator refuses: {refusal}");
        if (expected is null || results is null)
            return Outcome.Skipped($"there is no reference, and it is refused: {ownRefusal}");
        return verdict.Difference(results, expected) is { } difference
            ? Outcome.Failed($"{difference} by the evaluator")
            : Outcome.Passed("there is no reference but the evaluator's");
    }

    static T? Unrefused<T, TException>(Func<T> run, out string? refusal)
        where T : class
        where TException : Exception
    {
        refusal = null;
        try
        {
            return run();
        }
        catch (TException exception)
        {
            refusal = exception.Message.Split('\n')[0];
            return null;
        }
    }

    sealed record CompiledClass(TestFolder Folder, TestSource Source, CompilerOptions Options, SyntaxTree[] Trees);
}
