#pragma warning disable RS1035 // a model is binary: it can only be read from disk
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OnnxCodegen.Compiler.Import;

namespace OnnxCodegen.Generator;

/// <summary>A model file on disk, and those files beside it that the program will have.</summary>
internal sealed class DiskSource(string fullPath, string path, IReadOnlyCollection<string> data) : ModelSource
{
    readonly string folder = System.IO.Path.GetDirectoryName(fullPath) ?? string.Empty;

    public override string Path => path;

    public override Stream Open() => File.OpenRead(fullPath);

    public override Stream? OpenExternal(string relativePath)
    {
        string file = System.IO.Path.Combine(folder, relativePath);
        return data.Contains(relativePath, StringComparer.Ordinal) && File.Exists(file) && !LeavesFolder(relativePath) ? File.OpenRead(file) : null;
    }

    /// <summary>Whether a part of the path is a link.</summary>
    bool LeavesFolder(string relativePath)
    {
        string current = folder;
        foreach (string part in relativePath.Split('/'))
        {
            current = System.IO.Path.Combine(current, part);
            if ((File.GetAttributes(current) & FileAttributes.ReparsePoint) != 0)
                return true;
        }
        return false;
    }
}
