using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

public sealed class EmittedCodeTests : IDisposable
{
    readonly ModelFolder folder = new();

    static readonly string[] ExpectedMembers =
    [
        "Instance", "Producer", "Opsets", "ParameterCount", "FloatingPointOperations", "ModelInputs", "ModelOutputs", "Predict", "Prediction",
        "Warmup", "Invoke", "Run", "Prepare", "Path", "Inputs", "Outputs",
    ];

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
    public void Stands_in_the_global_namespace_where_the_project_has_no_root()
    {
        var host = new GeneratorHost { ProjectProperties = { ["RootNamespace"] = "" } };
        (_, Compilation compilation) = host.RunAll([], new ModelText(folder.Write("m.onnx", Models.Unary())));

        Assert.NotNull(compilation.GetTypeByMetadataName("M"));
    }

    public static TheoryData<string> HostileNames => new(
        "*/ } class Evil { /*",
        "x\n#error evil\n",
        "x\u2028#error evil",
        "x\r\npublic static int Evil;",
        "\"; public static int Evil; //",
        "</summary><script>&",
        "{0} {{ $\"{Evil()}\"",
        "class",
        "Predict",
        "x.y/z:0",
        "_",
        "0",
        "名前",
        "\0\u0001\ud800",
        "\\u0022",
        "Equals",
        new string('a', 5000));

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Names_of_a_model_never_become_code(string name)
    {
        // A lone surrogate is no UTF-8: the file holds a replacement for it.
        ModelProto model = Models.Model(
            [Models.Node("Relu", [name], [name + "1"]), Models.Node("Abs", [name], [name + " 1"])],
            [Models.Value(name, ElementType.Float, name + "dim", 4)],
            [Models.Value(name + "1", ElementType.Float, name + "dim", 4), Models.Value(name + " 1", ElementType.Float, name + "dim", 4)]);
        model.DocString = model.Graph.DocString = model.ProducerName = model.Graph.Name = name;
        model.Graph.Node[0].Name = model.Graph.Node[0].DocString = name;
        model.Graph.Input[0].DocString = model.Graph.Output[0].DocString = name;

        GeneratorDriverRunResult result = AssertCompiles(new GeneratorHost(), [], model);

        foreach (SyntaxTree tree in result.GeneratedTrees)
            Assert.All(DeclaredNames(tree), declared => Assert.Matches("^[A-Za-z0-9_]+$", declared));
        ClassDeclarationSyntax surface = result.GeneratedTrees[0].GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Single();
        Assert.All(surface.Members.SelectMany(MemberNames), member => Assert.Contains(member, ExpectedMembers));
    }

    GeneratorDriverRunResult AssertCompiles(GeneratorHost host, string[] sources, ModelProto model)
    {
        (GeneratorDriverRunResult result, Compilation compilation) = host.RunAll(sources, new ModelText(folder.Write("m.onnx", model)));
        Assert.Empty(result.Diagnostics);
        IEnumerable<Diagnostic> problems = compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning);
        Assert.DoesNotContain(problems, problem => problem.Location.SourceTree is not { } tree || result.GeneratedTrees.Contains(tree));
        return result;
    }

    static IEnumerable<string> MemberNames(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        ConstructorDeclarationSyntax => [],
        _ => [member.ToString()],
    };

    static IEnumerable<string> DeclaredNames(SyntaxTree tree) => tree.GetRoot().DescendantNodes().Select(node => node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    }).OfType<string>();
}
