using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler;
using OnnxCodegen.Compiler.Emission;

namespace OnnxCodegen.Generator;

/// <summary>The names of the classes that models become.</summary>
internal static class ClassNames
{
    /// <summary>The given name, or else the file's name in PascalCase; a name that a member of the class has gets the ending <c>Model</c>.</summary>
    public static string Of(string path, string given)
    {
        string name = given.Length > 0 ? given : Names.Pascal(Path.GetFileNameWithoutExtension(path), "Model");
        return SurfaceMetadata.MemberNames.Contains(name) ? name + "Model" : name;
    }

    /// <summary>A project's root namespace with every character that a namespace cannot have replaced by <c>_</c>.</summary>
    public static string Namespace(string root) =>
        string.Join(".", root.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Part));

    /// <summary>Gives all models but the first of a class, in the order of their paths, a problem. Names that differ in case only count as equal.</summary>
    public static IEnumerable<ModelFile> MarkDuplicates(IEnumerable<ModelFile> files)
    {
        var first = new Dictionary<string, ModelFile>(StringComparer.OrdinalIgnoreCase);
        foreach (ModelFile file in files.OrderBy(file => file.FullPath, StringComparer.Ordinal))
        {
            if (!first.TryGetValue(file.Options.HintName, out ModelFile? other))
                first.Add(file.Options.HintName, file);
            yield return other is null ? file : file with { Problem = Duplicate(file, other) };
        }
    }

    static ModelDiagnostic Duplicate(ModelFile file, ModelFile other) => new(
        DiagnosticCode.DuplicateClassName,
        $"{file.Path}: The class {file.Options.HintName} is already that of {other.Path}; give one of the two another ClassName or Namespace.");

    static string Part(string part)
    {
        string valid = new(part.Select(c => c == '_' || char.IsLetterOrDigit(c) ? c : '_').ToArray());
        return char.IsDigit(valid[0]) || Names.IsKeyword(valid) ? "_" + valid : valid;
    }
}
