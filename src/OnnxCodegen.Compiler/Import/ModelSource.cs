using System.IO;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The bytes of a model and of its external data, given by the host: the compiler itself opens no file.</summary>
internal abstract class ModelSource
{
    /// <summary>Names the model in messages.</summary>
    public abstract string Path { get; }

    /// <summary>Opens the model file at its first byte as a seekable stream, which the caller disposes.</summary>
    public abstract Stream Open();

    /// <summary>Opens a file of weights in the model's folder or below as a seekable stream; null when the host has none.</summary>
    /// <param name="relativePath">Parts joined by <c>/</c>, never <c>..</c>. The host refuses links that leave the folder.</param>
    public abstract Stream? OpenExternal(string relativePath);
}
