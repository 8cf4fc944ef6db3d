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

/// <summary>A model file is untrusted: what it says can become names, comments and literals, but no code.</summary>
public sealed class HostileTextTests : IDisposable
{
    static readonly string[] ExpectedMembers =
    [
        "Instance", "Description", "Producer", "Opsets", "ParameterCount", "FloatingPointOperations", "ScratchBytes", "ModelInputs", "ModelOutputs", "Predict", "Prediction",
        "Warmup", "Invoke", "Run", "Prepare", "Path", "Inputs", "Outputs",
    ];

    readonly ModelFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Words => new(
        "*/ } class Evil { /*",
        "x\n#error evil\n",
        "x\u2028#error evil",
        "x\u0085#error evil",
        "x\r\npublic static int Evil;",
        "\"; public static int Evil; //",
        "\\\"; public static int Evil; //",
        "</summary></c><script>&",
        "{0} {{ $\"{Evil()}\" }}",
        "(((, \"), \", ((",
        "class",
        "Predict",
        "x.y/z:0",
        "_",
        "0",
        "名前",
        "\0\u0001\ud800",
        "\\u0022",
        "Equals",
        new string('a', 5000),
        string.Concat(Enumerable.Repeat("word, ", 500)));

    /// <summary>Token by token the same code as for a model with plain words.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void The_syntax_of_emitted_code_is_the_same_whatever_a_model_says(string words)
    {
        // A lone surrogate is no UTF-8: the file holds a replacement for it.
        SyntaxTree[] plain = AssertCompiles(new HostileModel("plain").Build());
        SyntaxTree[] hostile = AssertCompiles(new HostileModel(words).Build());

        Assert.Equal(plain.Length, hostile.Length);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.Equal(Kinds(plain[i]), Kinds(hostile[i]));
            Assert.Equal(Directives(plain[i]), Directives(hostile[i]));
            Assert.All(DeclaredNames(hostile[i]), name => Assert.Matches("^[A-Za-z0-9_]+$", name));
            Assert.DoesNotContain(hostile[i].GetRoot().DescendantTrivia(), trivia => trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
        }
        ClassDeclarationSyntax surface = hostile[0].GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Single();
        Assert.All(
            surface.Members.SelectMany(MemberNames).Where(member => !member.StartsWith("LabelsOf", StringComparison.Ordinal)),
            member => Assert.Contains(member, ExpectedMembers));
    }

    [Fact]
    public void Values_and_sizes_may_have_the_names_of_keywords_and_of_what_emitted_code_declares()
    {
        IEnumerable<string> keywords = SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText);
        string[] own =
        [
            "context", "workers", "arena", "offsets", "bytes", "kinds", "firstSteps", "lastSteps", "idle", "model", "prepared", "sum", "weights1",
            "i0", "j0", "k0", "n0", "m0", "t0", "at0", "axis0", "xStart", "x0Step1", "size", "sizes", "run", "forward", "reserve", "section1",
            "x", "xTensor", "xResult", "x result", "x tensor", "math", "copy", "matMul", "Copy", "Math", "MatMul", "Span", "System", "Tensor",
        ];
        string[] names = [.. keywords.Concat(own).Distinct()];
        // Both operators make methods that take the values.
        var nodes = new List<NodeProto>();
        for (int i = 0; i + 1 < names.Length; i++)
        {
            nodes.Add(Models.Node("CumSum", [names[i], "axis of all"], [names[i] + "/soft"]));
            nodes.Add(Models.Node("Softmax", [names[i] + "/soft"], [names[i + 1]]));
        }
        for (int i = 0; i < nodes.Count; i++)
            nodes[i].Name = names[i % names.Length];
        AssertCompiles(Models.Model(
            nodes,
            [Models.Value(names[0], ElementType.Float, "firstSteps", "kinds", "int")],
            [Models.Value(names[^1], ElementType.Float, "firstSteps", "kinds", "int")],
            new TensorProto { Name = "axis of all", DataType = (int)ElementType.Int64, Int64Data = { 1 } }));
    }

    [Theory]
    [InlineData("a\"; class Evil { }.onnx")]
    [InlineData("a*_}class Evil{_*.onnx")]
    [InlineData("名前 \u2028.onnx")]
    public void Files_of_any_name_compile(string file)
    {
        string path = folder.Write(file, Models.Unary());
        SyntaxTree[] trees = AssertCompiles(new ModelText(path));

        Assert.DoesNotContain(trees.SelectMany(DeclaredNames), name => name == "Evil");
    }

    SyntaxTree[] AssertCompiles(ModelProto model) => AssertCompiles(new ModelText(folder.Write("m.onnx", model)));

    static SyntaxTree[] AssertCompiles(ModelText model)
    {
        (GeneratorDriverRunResult result, Compilation compilation) = new GeneratorHost().RunAll([], model);
        Assert.Empty(result.Diagnostics);
        Assert.DoesNotContain(compilation.GetDiagnostics(), problem => problem.Severity >= DiagnosticSeverity.Warning);
        return [.. result.GeneratedTrees];
    }

    static SyntaxKind[] Kinds(SyntaxTree tree) => [.. tree.GetRoot().DescendantTokens().Select(token => token.Kind())];

    static string[] Directives(SyntaxTree tree) =>
        [.. tree.GetRoot().DescendantTrivia().Where(trivia => trivia.IsDirective).Select(trivia => trivia.ToFullString())];

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
