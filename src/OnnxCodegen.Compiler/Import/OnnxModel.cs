using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>An ONNX model as its file states it, without the weights.</summary>
internal sealed record OnnxModel
{
    /// <summary>Where the weights are read.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>64-bit FNV-1a over the bytes of the file outside of <see cref="Weights"/>, in order.</summary>
    public required ulong Hash { get; init; }

    /// <summary>The length of the model file in bytes.</summary>
    public required long FileLength { get; init; }

    /// <summary>The parts of the model file that were not read, in the order of the file.</summary>
    public required IReadOnlyList<WeightRange> Weights { get; init; }

    public required long IrVersion { get; init; }

    public required string ProducerName { get; init; }

    public required string ProducerVersion { get; init; }

    public required string Domain { get; init; }

    public required long ModelVersion { get; init; }

    public required string Documentation { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; }

    public required OpsetImports OpsetImports { get; init; }

    public required OnnxGraph Graph { get; init; }

    public required IReadOnlyList<OnnxFunction> Functions { get; init; }
}
