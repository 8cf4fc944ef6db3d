using System;
using System.IO;
using System.Linq;
using Google.Protobuf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Import.Protobuf;
using Xunit;

namespace OnnxCodegen.Generator.Tests;

public sealed class DiagnosticTests : IDisposable
{
    readonly ModelFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_ONNX001() => AssertProblem("ONNX001", new ModelText(folder.PathOf("missing.onnx")), "missing.onnx");

    [Fact]
    public void A_truncated_file_is_ONNX002()
    {
        byte[] whole = Models.Unary().ToByteArray();
        for (int length = 1; length < whole.Length; length += 7)
            AssertProblem("ONNX002", new ModelText(folder.Write("cut.onnx", whole[..length])), "cut.onnx");
    }

    [Fact]
    public void A_file_of_another_kind_is_ONNX002()
    {
        AssertProblem("ONNX002", new ModelText(folder.Write("text.onnx", "version https://git-lfs.github.com/spec/v1\n"u8.ToArray())));
        AssertProblem("ONNX002", new ModelText(folder.Write("empty.onnx", [])));
    }

    [Fact]
    public void An_unknown_operator_is_ONNX003() =>
        AssertProblem("ONNX003", new ModelText(folder.Write("m.onnx", Models.Unary("Frobnicate"))), "m.onnx", "Frobnicate");

    [Fact]
    public void All_problems_of_a_model_are_reported_at_once()
    {
        ModelProto model = Models.Model(
            [Models.Node("Frob", ["x"], ["a"]), Models.Node("Nicate", ["x"], ["b"]), Models.Node("Add", ["a", "b"], ["y"])],
            [Models.Value("x", ElementType.Float, 4)],
            [Models.Value("y", ElementType.Float, 4)]);

        Diagnostic[] problems = [.. new GeneratorHost().Run(new ModelText(folder.Write("m.onnx", model))).Diagnostics];

        Assert.Equal(["ONNX003", "ONNX003"], problems.Select(problem => problem.Id));
    }

    [Fact]
    public void An_output_that_is_declared_with_another_element_type_is_a_problem()
    {
        ModelProto model = Models.Model([Models.Node("Size", ["x"], ["y"])], [Models.Value("x", ElementType.Float, 4)], [Models.Value("y", ElementType.Float)]);
        AssertProblem("ONNX002", new ModelText(folder.Write("m.onnx", model)), "m.onnx", "'y'", "float", "int64");
    }

    [Fact]
    public void An_opaque_input_is_ONNX004()
    {
        ModelProto model = Models.Unary();
        model.Graph.Input[0].Type = new TypeProto { OpaqueType = new TypeProto.Types.Opaque { Name = "thing" } };
        AssertProblem("ONNX004", new ModelText(folder.Write("m.onnx", model)), "m.onnx", "'x'");
    }

    [Fact]
    public void An_attribute_that_the_operator_lacks_is_ONNX005()
    {
        ModelProto model = Models.Unary();
        model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "slope", Type = 1, F = 1 });
        AssertProblem("ONNX005", new ModelText(folder.Write("m.onnx", model)), "m.onnx", "Relu", "'slope'");
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    public void External_data_that_is_not_declared_or_not_inside_the_folder_is_ONNX006(string location)
    {
        ModelProto model = Models.Model(
            [Models.Node("Add", ["x", "w"], ["y"])],
            [Models.Value("x", ElementType.Float, 4)],
            [Models.Value("y", ElementType.Float, 4)],
            Models.External("w", location, 4));
        AssertProblem("ONNX006", new ModelText(folder.Write("m.onnx", model)), "m.onnx", location);
    }

    [Fact]
    public void A_second_model_of_a_class_is_ONNX007_whatever_its_case()
    {
        var first = new ModelText(folder.Write("my_model.onnx", Models.Unary()));
        var second = new ModelText(folder.Write("other.onnx", Models.Unary()), ("ClassName", "MYMODEL"));

        GeneratorDriverRunResult result = new GeneratorHost().Run(first, second);

        Diagnostic problem = Assert.Single(result.Diagnostics);
        Assert.Equal("ONNX007", problem.Id);
        Assert.Contains("my_model.onnx", problem.GetMessage(), StringComparison.Ordinal);
        Assert.Contains(result.Results.Single().GeneratedSources, source => source.HintName == "App.MyModel.g.cs");
    }

    [Fact]
    public void An_older_language_is_ONNX008_and_no_code()
    {
        var host = new GeneratorHost { ParseOptions = new CSharpParseOptions(LanguageVersion.CSharp11) };
        AssertProblem("ONNX008", host, new ModelText(folder.Write("m.onnx", Models.Unary())), "LangVersion");
    }

    [Fact]
    public void A_project_without_the_runtime_is_ONNX008_and_no_code()
    {
        var host = new GeneratorHost { ReferencesRuntime = false };
        AssertProblem("ONNX008", host, new ModelText(folder.Write("m.onnx", Models.Unary())), "net10.0");
    }

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
    public void A_project_without_models_is_left_alone() =>
        Assert.Empty(new GeneratorHost { ReferencesRuntime = false }.Run(new ModelText(folder.PathOf("notes.txt"))).Diagnostics);

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
    public void A_node_that_does_not_fit_its_operator_is_ONNX010()
    {
        ModelProto model = Models.Unary();
        model.Graph.Node[0].Input.Add("x");
        AssertProblem("ONNX010", new ModelText(folder.Write("m.onnx", model)), "m.onnx", "Relu", "inputs");
    }

    static void AssertProblem(string id, ModelText model, params string[] words) => AssertProblem(id, new GeneratorHost(), model, words);

    static void AssertProblem(string id, GeneratorHost host, ModelText model, params string[] words)
    {
        GeneratorDriverRunResult result = host.Run(model);

        Assert.Null(result.Results.Single().Exception);
        Assert.Empty(result.GeneratedTrees);
        Diagnostic problem = Assert.Single(result.Diagnostics);
        Assert.Equal(id, problem.Id);
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.All(words, word => Assert.Contains(word, problem.GetMessage(), StringComparison.Ordinal));
    }
}
