#pragma warning disable RS1035 // a model is binary: it can only be read from disk
using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace OnnxCodegen.Generator;

/// <summary>The files of external data of a model.</summary>
internal static class ExternalFiles
{
    /// <summary>The declared files and the siblings that are found by themselves, relative to the model's folder.</summary>
    public static string[] Of(string modelPath, string declared)
    {
        string name = Path.GetFileNameWithoutExtension(modelPath);
        string folder = Path.GetDirectoryName(modelPath) ?? string.Empty;
        string[] siblings = [name + ".data", name + ".onnx.data", name + ".onnx_data"];
        return declared.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(file => file.Trim().Replace('\\', '/'))
            .Concat(siblings.Where(file => File.Exists(Path.Combine(folder, file))))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>Whether the file does not fit into a resource of an assembly.</summary>
    public static bool IsTooLargeToEmbed(string path) => new FileInfo(path) is { Exists: true, Length: > int.MaxValue };

    /// <summary>What changes when the file does.</summary>
    public static string Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? file.Length.ToString(CultureInfo.InvariantCulture) + "@" + file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)
            : "missing";
    }
}
