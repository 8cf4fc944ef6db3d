using System;
using System.IO;
using Microsoft.CodeAnalysis.Diagnostics;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Emission;

namespace OnnxCodegen.Generator;

/// <summary>What the project says about a model: the metadata of its item.</summary>
internal sealed class ItemMetadata
{
    /// <summary>The names of all embedded models begin so.</summary>
    public const string ResourcePrefix = "OnnxCodegen/";

    readonly AnalyzerConfigOptions item;

    public ItemMetadata(string path, AnalyzerConfigOptions item, AnalyzerConfigOptions project)
    {
        this.item = item;
        Options = new CompilerOptions
        {
            ClassName = ClassNames.Of(path, Get("ClassName")),
            Namespace = Get("Namespace") is { Length: > 0 } given ? given : ClassNames.Namespace(Property(project, "RootNamespace")),
            Accessibility = Get("Accessibility") is { Length: > 0 } accessibility ? accessibility : "public",
            Resource = Get("OnnxResource") is { Length: > 0 } resource ? resource : ResourcePrefix + RelativePath(path, Property(project, "ProjectDir")),
            Dims = Get("OnnxDims"),
            Precision = Enum.TryParse(Get("Precision"), ignoreCase: true, out Precision precision) ? precision : Precision.Default,
        };
        Problem = Check() is { } reason ? new ModelDiagnostic(DiagnosticCode.InvalidOption, $"{path}: {reason}") : null;
    }

    public CompilerOptions Options { get; }

    /// <summary>The declared files of external data.</summary>
    public string Data => Get("OnnxData");

    /// <summary>Whether the files become resources of the assembly instead of lying beside the program.</summary>
    public bool IsEmbedded => !Get("Embed").Equals("false", StringComparison.OrdinalIgnoreCase);

    public ModelDiagnostic? Problem { get; }

    string? Check()
    {
        if (!Names.IsIdentifier(Options.ClassName))
            return $"ClassName is '{Options.ClassName}', which is no identifier of ASCII letters, digits and '_'.";
        if (Get("Namespace") is { Length: > 0 } given && !Names.IsNamespace(given))
            return $"Namespace is '{given}', which is no namespace of identifiers of ASCII letters, digits and '_'.";
        if (Options.Accessibility is not ("public" or "internal"))
            return $"Accessibility is '{Options.Accessibility}'; it is 'public' or 'internal'.";
        if (Get("Precision") is { Length: > 0 } precision && !Enum.TryParse(precision, ignoreCase: true, out Precision _))
            return $"Precision is '{precision}'; it is 'Default', 'Exact' or 'Fast'.";
        return null;
    }

    string Get(string name) => item.TryGetValue("build_metadata.AdditionalFiles." + name, out string? value) ? value : string.Empty;

    static string Property(AnalyzerConfigOptions project, string name) =>
        project.TryGetValue("build_property." + name, out string? value) ? value : string.Empty;

    static string RelativePath(string path, string folder) =>
        (folder.Length > 0 && path.StartsWith(folder, StringComparison.Ordinal) ? path.Substring(folder.Length) : Path.GetFileName(path))
        .Replace('\\', '/').TrimStart('/');
}
