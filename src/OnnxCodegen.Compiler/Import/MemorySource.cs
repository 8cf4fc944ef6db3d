using System.Collections.Generic;
using System.IO;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A model whose bytes are in memory.</summary>
internal sealed class MemorySource(string path, byte[] bytes, IReadOnlyDictionary<string, byte[]>? external = null) : ModelSource
{
    public override string Path => path;

    public override Stream Open() => new MemoryStream(bytes, writable: false);

    public override Stream? OpenExternal(string relativePath) =>
        external is not null && external.TryGetValue(relativePath, out byte[]? data) ? new MemoryStream(data, writable: false) : null;
}
