using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Google.Protobuf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

public sealed class DiagnosticTests : IDisposable
{
    readonly ModelFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_missing_file_is_ONNX001() => HasProblem("ONNX001", folder.PathOf("missing.onnx"), "missing.onnx");

    [Fact]
    public Task A_file_that_is_a_folder_is_ONNX001() => HasProblem("ONNX001", Directory.CreateDirectory(folder.PathOf("m.onnx")).FullName, "m.onnx");

    [Fact]
    public async Task A_truncated_file_is_ONNX002()
    {
        byte[] whole = Models.Unary().ToByteArray();
        for (int length = 1; length < whole.Length; length += 7)
            await HasProblem("ONNX002", folder.Write("cut.onnx", whole[..length]), "cut.onnx");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_ONNX002()
    {
        await HasProblem("ONNX002", folder.Write("text.onnx", "version https://git-lfs.github.com/spec/v1\n"u8.ToArray()), "text.onnx");
        await HasProblem("ONNX002", folder.Write("empty.onnx", []), "empty.onnx");
    }

    [Fact]
    public Task An_unknown_operator_is_ONNX003() => HasProblem("ONNX003", folder.Write("m.onnx", Models.Unary("Frobnicate")), "m.onnx", "Frobnicate");

    [Fact]
    public Task All_problems_of_a_model_are_reported_at_once()
    {
        ModelProto model = Models.Model(
            [Models.Node("Frob", ["x"], ["a"]), Models.Node("Nicate", ["x"], ["b"]), Models.Node("Add", ["a", "b"], ["y"])],
            [Models.Value("x", ElementType.Float, 4)],
            [Models.Value("y", ElementType.Float, 4)]);

        string path = folder.Write("m.onnx", model);
        return new GeneratorTest().Model(path).Problem("ONNX003", path, "m.onnx").Problem("ONNX003", path, "m.onnx").RunWithoutCode();
    }

    [Fact]
    public Task An_output_that_is_declared_with_another_element_type_is_a_problem()
    {
        ModelProto model = Models.Model([Models.Node("Size", ["x"], ["y"])], [Models.Value("x", ElementType.Float, 4)], [Models.Value("y", ElementType.Float)]);
        return HasProblem("ONNX002", folder.Write("m.onnx", model), "m.onnx", "'y'", "float", "int64");
    }

    [Fact]
    public Task An_opaque_input_is_ONNX004()
    {
        ModelProto model = Models.Unary();
        model.Graph.Input[0].Type = new TypeProto { OpaqueType = new TypeProto.Types.Opaque { Name = "thing" } };
        return HasProblem("ONNX004", folder.Write("m.onnx", model), "m.onnx", "'x'");
    }

    [Fact]
    public Task An_attribute_that_the_operator_lacks_is_ONNX005()
    {
        ModelProto model = Models.Unary();
        model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "slope", Type = 1, F = 1 });
        return HasProblem("ONNX005", folder.Write("m.onnx", model), "m.onnx", "Relu", "'slope'");
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    public Task External_data_that_is_not_declared_or_not_inside_the_folder_is_ONNX006(string location)
    {
        ModelProto model = Models.Model(
            [Models.Node("Add", ["x", "w"], ["y"])],
            [Models.Value("x", ElementType.Float, 4)],
            [Models.Value("y", ElementType.Float, 4)],
            Models.External("w", location, 4));
        return HasProblem("ONNX006", folder.Write("m.onnx", model), "m.onnx", location);
    }

    [Fact]
    public Task A_second_model_of_a_class_is_ONNX007_whatever_its_case()
    {
        string first = folder.Write("my_model.onnx", Models.Unary()), second = folder.Write("other.onnx", Models.Unary());
        return new GeneratorTest().Model(first).Model(second, ("ClassName", "MYMODEL")).Problem("ONNX007", second, "other.onnx", "my_model.onnx").RunAsync();
    }

    [Fact]
    public Task An_older_language_is_ONNX008_and_no_code() => new GeneratorTest(LanguageVersion.CSharp11)
        .Model(folder.Write("m.onnx", Models.Unary())).Problem("ONNX008", null, "LangVersion").RunWithoutCode();

    [Fact]
    public Task A_project_for_a_framework_that_the_runtime_lacks_is_ONNX008_and_no_code() => new GeneratorTest(referencesRuntime: false)
        .Model(folder.Write("m.onnx", Models.Unary())).Problem("ONNX008", null, "net10.0").RunWithoutCode();

    [Fact]
    public void A_model_that_decodes_images_needs_their_package_which_is_ONNX008()
    {
        ModelProto model = Models.Model(
            [Models.Node("ImageDecoder", ["x"], ["y"])],
            [Models.Value("x", ElementType.UInt8, "n")],
            [Models.Value("y", ElementType.UInt8, "h", "w", 3)]);
        model.OpsetImport[0].Version = 20;

        Diagnostic problem = Assert.Single(new GeneratorHost().Run(new ModelText(folder.Write("m.onnx", model))).Diagnostics);

        Assert.Equal("ONNX008", problem.Id);
        Assert.Contains("OnnxCodegen.Imaging", problem.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_project_without_models_is_left_alone() =>
        new GeneratorTest(referencesRuntime: false).Model(folder.PathOf("notes.txt")).RunWithoutCode();

    [Theory]
    [InlineData("ClassName", "1x")]
    [InlineData("ClassName", "A{}class B")]
    [InlineData("ClassName", "class")]
    [InlineData("Namespace", "A..B")]
    [InlineData("Namespace", "A;using System")]
    [InlineData("Accessibility", "private")]
    [InlineData("Precision", "Sloppy")]
    [InlineData("OnnxDims", "batch")]
    [InlineData("OnnxDims", "batch=many")]
    public void Metadata_that_means_nothing_is_ONNX009(string name, string value) =>
        AssertProblem("ONNX009", new ModelText(folder.Write("m.onnx", Models.Unary()), (name, value)), "m.onnx", value);

    [Fact]
    public void A_file_that_an_assembly_cannot_hold_is_ONNX009_unless_it_lies_beside_the_program()
    {
        string path = folder.Write("m.onnx", Models.Unary());
        using (FileStream data = File.Create(folder.PathOf("m.onnx.data")))
            data.SetLength(int.MaxValue + 1L);

        AssertProblem("ONNX009", new ModelText(path), "m.onnx.data", "2 GB", "Embed=\"false\"");
        Assert.Empty(new GeneratorHost().Run(new ModelText(path, ("Embed", "false"))).Diagnostics);
    }

    [Fact]
    public Task A_node_that_does_not_fit_its_operator_is_ONNX010()
    {
        ModelProto model = Models.Unary();
        model.Graph.Node[0].Input.Add("x");
        return HasProblem("ONNX010", folder.Write("m.onnx", model), "m.onnx", "Relu", "inputs");
    }

    [Fact]
    public void A_failure_of_the_compiler_itself_is_ONNX011_and_no_exception()
    {
        var options = new CompilerOptions { ClassName = "M", Namespace = "App", Resource = "OnnxCodegen/m.onnx" };
        foreach (GeneratedModel model in (GeneratedModel[])[OnnxCompiler.Signature(new FailingSource(), options), OnnxCompiler.Compile(new FailingSource(), options)])
        {
            Assert.Null(model.Surface);
            Assert.Null(model.Implementation);
            ModelDiagnostic problem = Assert.Single(model.Diagnostics);
            Assert.Equal("ONNX011", Descriptors.Of(problem.Code).Id);
            Assert.Contains("m.onnx", problem.Message, StringComparison.Ordinal);
            Assert.Contains("a defect", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_kind_of_problem_has_the_id_of_its_number_and_is_an_error() => Assert.All(Enum.GetValues<DiagnosticCode>(), code =>
    {
        Assert.Equal($"ONNX{(int)code:000}", Descriptors.Of(code).Id);
        Assert.Equal(DiagnosticSeverity.Error, Descriptors.Of(code).DefaultSeverity);
    });

    static Task HasProblem(string id, string path, params string[] words) =>
        new GeneratorTest().Model(path).Problem(id, path, words).RunWithoutCode();

    static void AssertProblem(string id, ModelText model, params string[] words)
    {
        GeneratorDriverRunResult result = new GeneratorHost().Run(model);

        Assert.Null(result.Results.Single().Exception);
        Assert.Empty(result.GeneratedTrees);
        Diagnostic problem = Assert.Single(result.Diagnostics);
        Assert.Equal(id, problem.Id);
        Assert.All(words, word => Assert.Contains(word, problem.GetMessage(), StringComparison.Ordinal));
    }

    /// <summary>A file whose reading shows a defect.</summary>
    sealed class FailingSource : ModelSource
    {
        public override string Path => "m.onnx";

        public override Stream Open() => throw new InvalidOperationException("a defect");

        public override Stream? OpenExternal(string location) => null;
    }
}
