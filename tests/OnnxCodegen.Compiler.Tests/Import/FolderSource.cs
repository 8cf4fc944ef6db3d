using System.IO;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Compiler.Tests.Import;

/// <summary>A model file with its folder.</summary>
internal sealed class FolderSource(string path) : ModelSource
{
    public override string Path => path;

    public override Stream Open() => File.OpenRead(path);

    public override Stream? OpenExternal(string relativePath)
    {
        string file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, relativePath);
        return File.Exists(file) ? File.OpenRead(file) : null;
    }
}
