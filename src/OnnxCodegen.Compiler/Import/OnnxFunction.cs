using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Import;

/// <summary>A function of the model: an operator with its meaning written as nodes.</summary>
internal sealed record OnnxFunction
{
    public required string Domain { get; init; }

    public required string Name { get; init; }

    public required string Overload { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Attributes with defaults; a call gives others without.</summary>
    public required IReadOnlyList<OnnxAttribute> Defaults { get; init; }

    /// <summary>The versions that the body was written for.</summary>
    public required OpsetImports OpsetImports { get; init; }

    public required IReadOnlyList<OnnxNode> Nodes { get; init; }
}
