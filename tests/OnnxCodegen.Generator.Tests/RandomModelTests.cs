using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Google.Protobuf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using OnnxCodegen.Compiler.Tests.Robustness;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

/// <summary>What the compiler accepts becomes code that compiles. The environment variable <c>ONNX_MODELS_COUNT</c> sets the number of
/// models that are drawn of each operator, <c>ONNX_MODELS_SEED</c> which ones.</summary>
public sealed class RandomModelTests
{
    const int ModelsOfACompilation = 200;

    static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12);

    static readonly MetadataReference[] References =
        [.. GeneratorHost.ReferencesOf(runtime: true), MetadataReference.CreateFromFile(typeof(Imaging.ImageDecoder).Assembly.Location)];

    static readonly CSharpCompilationOptions Strict = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        checkOverflow: true,
        allowUnsafe: false,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error);

    [Fact]
    public void Accepted_models_become_code_without_errors_or_warnings()
    {
        (ModelProto Model, SyntaxTree[] Trees)[] accepted = [.. Draw().Select((model, i) => (model, Trees(model, i))).Where(drawn => drawn.Item2.Length > 0)];
        Assert.NotEmpty(accepted);
        string[] problems = [.. accepted.Chunk(ModelsOfACompilation).SelectMany(Problems)];
        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
    }

    static IEnumerable<ModelProto> Draw()
    {
        foreach (string example in Examples.All)
            yield return new ExampleNode(example).Model();
        foreach (OperatorMeaning meaning in OperatorTable.All)
        {
            var draw = new RandomNode(new Random(Setting("SEED", 1) + meaning.Name.Sum(letter => letter)), meaning);
            for (int count = Setting("COUNT", 2); count > 0; count--)
                yield return draw.Draw();
        }
    }

    /// <summary>The texts of a model's class; none where the compiler does not accept the model.</summary>
    static SyntaxTree[] Trees(ModelProto model, int number)
    {
        var options = new CompilerOptions { ClassName = string.Create(CultureInfo.InvariantCulture, $"M{number}"), Namespace = "N", Resource = "m.onnx" };
        GeneratedModel generated = OnnxCompiler.Compile(new MemorySource("m.onnx", model.ToByteArray()), options, CancellationToken.None);
        return generated.Diagnostics.Count > 0 ? [] : [CSharpSyntaxTree.ParseText(generated.Surface!, Language), CSharpSyntaxTree.ParseText(generated.Implementation!, Language)];
    }

    static IEnumerable<string> Problems((ModelProto Model, SyntaxTree[] Trees)[] models)
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Random", models.SelectMany(m => m.Trees), References, Strict);
        return compilation.Emit(Stream.Null).Diagnostics.Where(problem => problem.Severity >= DiagnosticSeverity.Warning).Select(problem =>
            $"{problem.GetMessage(CultureInfo.InvariantCulture)}: {problem.Location.SourceTree?.GetText().Lines[problem.Location.GetLineSpan().StartLinePosition.Line]}\n    {models.FirstOrDefault(m => m.Trees.Contains(problem.Location.SourceTree)).Model}");
    }

    static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable("ONNX_MODELS_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
