using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Generator;

/// <summary>Whether generated code can compile in a project.</summary>
/// <param name="Problem">Why not; null where it can.</param>
/// <param name="DecodesImages">Whether the project references the package that decodes images.</param>
internal sealed record Project(string? Problem, bool DecodesImages = false)
{
    const string RuntimeType = "OnnxCodegen.IOnnxModel";

    public static Project Of(Compilation compilation, ParseOptions options)
    {
        LanguageVersion language = ((CSharpParseOptions)options).LanguageVersion;
        if (language < LanguageVersion.CSharp12)
            return new Project($"ONNX models compile to C# 12, but the project's language version is {language.ToDisplayString()}: set LangVersion to 12 or later.");
        return compilation.GetTypeByMetadataName(RuntimeType) is null
            ? new Project("ONNX models compile to calls of the library OnnxCodegen, which the project does not reference: it needs net10.0 or later and a direct reference to the package.")
            : new Project(Problem: null, compilation.GetTypeByMetadataName(ImagingNames.Decoder) is not null);
    }

    /// <summary>What the project lacks for a model's forward pass; null for nothing.</summary>
    public string? Lacks(string implementation) => !DecodesImages && implementation.Contains(ImagingNames.Decoder)
        ? "the model decodes images, for which the project has to reference the package OnnxCodegen.Imaging."
        : null;
}
