namespace OnnxCodegen.Compiler.Import;

/// <summary>Bytes of a file.</summary>
/// <param name="File">A file of external data, relative to the model's folder; null for the model file itself.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal sealed record WeightRange(string? File, long Offset, long Length);
