using System.IO;

namespace OnnxCodegen.Compiler.Import;

/// <summary>The bytes of a model and of its external data, given by the host: the compiler itself opens no file.</summary>
internal abstract class ModelSource
{
    /// <summary>Names the model in messages.</summary>
    public abstract string Path { get; }

    /// <summary>Opens the model file at its first byte as a seekable stream, which the caller disposes.</summary>
    public abstract Stream Open();

    /// <summary>Opens, as a seekable stream, a file of weights that lies in the model's folder or below; null when the host does not have it.</summary>
    /// <param name="relativePath">Parts joined by <c>/</c>; never absolute, never with <c>..</c>. The host refuses links that leave the folder.</param>
    public abstract Stream? OpenExternal(string relativePath);
}
