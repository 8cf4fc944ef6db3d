using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using OnnxCodegen.Compiler;

namespace OnnxCodegen.Generator;

/// <summary>A model file as the steps compare it: equal while neither the file, its external data nor what the project says has changed.</summary>
/// <param name="FullPath">The path on disk.</param>
/// <param name="Stamp">Length and time of the file and of its external data.</param>
/// <param name="Data">The files of external data that the program will have, relative to the model's folder, joined by <c>;</c>.</param>
/// <param name="Options">What the project says about the model.</param>
/// <param name="Problem">Why the model cannot be compiled, where that is known without reading it.</param>
internal sealed record ModelFile(string FullPath, string Stamp, string Data, CompilerOptions Options, ModelDiagnostic? Problem)
{
    const string Extension = ".onnx";

    /// <summary>The path in the project, which names the model in messages.</summary>
    public string Path => Options.Resource.Substring(ItemMetadata.ResourcePrefix.Length);

    public DiskSource Source => new(FullPath, Path, Data.Split([';'], StringSplitOptions.RemoveEmptyEntries));

    public static bool IsModel(AdditionalText text) => text.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    public static ModelFile Of(AdditionalText text, AnalyzerConfigOptionsProvider provider)
    {
        var metadata = new ItemMetadata(text.Path, provider.GetOptions(text), provider.GlobalOptions);
        string[] data = ExternalFiles.Of(text.Path, metadata.Data);
        string folder = System.IO.Path.GetDirectoryName(text.Path) ?? string.Empty;
        string[] files = data.Select(file => System.IO.Path.Combine(folder, file)).Prepend(text.Path).ToArray();
        string stamp = string.Join("|", files.Select(ExternalFiles.Stamp));
        var model = new ModelFile(text.Path, stamp, string.Join(";", data), metadata.Options, metadata.Problem);
        return metadata.IsEmbedded && files.FirstOrDefault(ExternalFiles.IsTooLargeToEmbed) is { } large
            ? model with { Problem = model.Problem ?? TooLarge(model, large) }
            : model;
    }

    static ModelDiagnostic TooLarge(ModelFile model, string file) => new(
        DiagnosticCode.InvalidOption,
        $"{model.Path}: The file {System.IO.Path.GetFileName(file)} is larger than 2 GB, which an assembly cannot hold: add Embed=\"false\" to the item, and the file is copied beside the program.");
}
