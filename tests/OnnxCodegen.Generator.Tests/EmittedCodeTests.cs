using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

public sealed class EmittedCodeTests : IDisposable
{
    readonly ModelFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(NullableContextOptions.Disable, false)]
    [InlineData(NullableContextOptions.Disable, true)]
    [InlineData(NullableContextOptions.Enable, false)]
    [InlineData(NullableContextOptions.Enable, true)]
    public void Compiles_without_a_warning_in_any_project(NullableContextOptions nullable, bool isChecked)
    {
        var host = new GeneratorHost
        {
            CompilationOptions = new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: nullable,
                checkOverflow: isChecked,
                allowUnsafe: false,
                warningLevel: 9999,
                generalDiagnosticOption: ReportDiagnostic.Error),
        };
        AssertCompiles(host, [], Models.Unary());
    }

    [Theory]
    [InlineData("namespace App { class System; class Tensor; class Predict; class OnnxCodegen; class String; class Span<T>; }")]
    [InlineData("namespace App.System { class C; } namespace App.OnnxCodegen { class D; }")]
    [InlineData("namespace App { partial class M { static float Mean(float[] x) => x[0]; } }")]
    public void Compiles_beside_user_types_of_any_name(string source) => AssertCompiles(new GeneratorHost(), [source], Models.Unary());

    [Theory]
    [InlineData("system", "App.System")]
    [InlineData("predict", "App.PredictModel")]
    [InlineData("Tensor", "App.Tensor")]
    [InlineData("prediction", "App.PredictionModel")]
    [InlineData("class", "App.Class")]
    [InlineData("1st-model v2", "App._1stModelV2")]
    [InlineData("手書き", "App.Model")]
    public void Names_the_class_after_the_file(string file, string expected)
    {
        string path = folder.Write(file + ".onnx", Models.Unary());
        (GeneratorDriverRunResult result, Compilation compilation) = new GeneratorHost().RunAll([], new ModelText(path));

        Assert.DoesNotContain(compilation.GetDiagnostics(), problem => problem.Severity == DiagnosticSeverity.Error);
        Assert.NotNull(compilation.GetTypeByMetadataName(expected));
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void Takes_class_namespace_and_accessibility_from_the_item()
    {
        var model = new ModelText(
            folder.Write("m.onnx", Models.Unary()), ("ClassName", "Net"), ("Namespace", "A.B"), ("Accessibility", "internal"));
        (_, Compilation compilation) = new GeneratorHost().RunAll([], model);

        Assert.Equal(Accessibility.Internal, compilation.GetTypeByMetadataName("A.B.Net")!.DeclaredAccessibility);
    }

    [Fact]
    public void Takes_the_lengths_of_free_axes_from_the_item()
    {
        ModelProto model = Models.Unary();
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "n" };
        (GeneratorDriverRunResult result, _) = new GeneratorHost().RunAll([], new ModelText(folder.Write("m.onnx", model), ("OnnxDims", "n=7")));

        Assert.Contains("7", Parameter(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Default")]
    [InlineData("exact")]
    [InlineData("Fast")]
    public void Takes_the_precision_from_the_item(string precision) =>
        Assert.Empty(new GeneratorHost().Run(new ModelText(folder.Write("m.onnx", Models.Unary()), ("Precision", precision))).Diagnostics);

    [Fact]
    public void Takes_files_of_weights_from_the_item()
    {
        ModelProto model = Models.Model(
            [Models.Node("Add", ["x", "w"], ["y"])],
            [Models.Value("x", ElementType.Float, 4)],
            [Models.Value("y", ElementType.Float, 4)],
            Models.External("w", "weights.bin", 4));
        folder.Write("weights.bin", new byte[16]);

        Assert.Empty(new GeneratorHost().Run(new ModelText(folder.Write("m.onnx", model), ("OnnxData", "weights.bin"))).Diagnostics);
    }

    /// <summary>What the class says about its first parameter.</summary>
    static string Parameter(GeneratorDriverRunResult result) => result.GeneratedTrees.SelectMany(tree => tree.ToString().Split('\n'))
        .First(line => line.Contains("<param name=", StringComparison.Ordinal));

    [Fact]
    public void Stands_in_the_global_namespace_where_the_project_has_no_root()
    {
        var host = new GeneratorHost { ProjectProperties = { ["RootNamespace"] = "" } };
        (_, Compilation compilation) = host.RunAll([], new ModelText(folder.Write("m.onnx", Models.Unary())));

        Assert.NotNull(compilation.GetTypeByMetadataName("M"));
    }

    GeneratorDriverRunResult AssertCompiles(GeneratorHost host, string[] sources, ModelProto model)
    {
        (GeneratorDriverRunResult result, Compilation compilation) = host.RunAll(sources, new ModelText(folder.Write("m.onnx", model)));
        Assert.Empty(result.Diagnostics);
        IEnumerable<Diagnostic> problems = compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning);
        Assert.DoesNotContain(problems, problem => problem.Location.SourceTree is not { } tree || result.GeneratedTrees.Contains(tree));
        return result;
    }
}
