using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Conformance;

/// <summary>A folder with a model and <c>test_data_set_*</c>.</summary>
/// <param name="File">The name of the model's file.</param>
internal sealed record TestFolder(string Path, string File = "model.onnx")
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Model => System.IO.Path.Combine(Path, File);

    public IEnumerable<string> DataSets => Directory.GetDirectories(Path, "test_data_set_*").Order(StringComparer.Ordinal);

    /// <summary>Whether the data hold results of another implementation.</summary>
    public bool HasReferences => DataSets.Any(set => Directory.EnumerateFiles(set, "output_*.pb").Any());

    /// <summary>The folders at or below a directory.</summary>
    public static IEnumerable<TestFolder> Find(string directory) =>
        Directory.EnumerateFiles(directory, "model.onnx", SearchOption.AllDirectories)
            .Select(file => new TestFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!))
            .Where(folder => folder.DataSets.Any());

    public static OnnxValue Read(string dataSet, string kind, int index, OnnxValueInfo declared) =>
        TensorFile.Read(
            System.IO.File.ReadAllBytes(System.IO.Path.Combine(dataSet, $"{kind}_{index}.pb")),
            declared.Type ?? new OnnxType.Tensor(OnnxCodegen.Compiler.ElementType.Float, null));
}

/// <summary>The model's folder on disk.</summary>
internal class FolderSource(TestFolder folder) : ModelSource
{
    public override string Path => folder.Model;

    public override Stream Open() => File.OpenRead(folder.Model);

    public override Stream? OpenExternal(string relativePath)
    {
        string file = System.IO.Path.Combine(folder.Path, relativePath);
        return System.IO.File.Exists(file) ? File.OpenRead(file) : null;
    }
}
