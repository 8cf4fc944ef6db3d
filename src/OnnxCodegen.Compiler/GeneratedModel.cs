using System;
using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler;

/// <summary>What the compiler makes of a model. Two are equal when their texts are.</summary>
/// <param name="HintName">Unique among the models of a project, and a valid file name.</param>
/// <param name="Surface">The class as users see it; null when the model has errors.</param>
/// <param name="Implementation">The forward pass; null when the model has errors, or when only the surface was asked for.</param>
/// <param name="Diagnostics">The problems of the model, in its order.</param>
internal sealed record GeneratedModel(
    string HintName, string? Surface, string? Implementation, IReadOnlyList<ModelDiagnostic> Diagnostics)
{
    public bool Equals(GeneratedModel? other) => other is not null
        && HintName == other.HintName && Surface == other.Surface && Implementation == other.Implementation
        && Diagnostics.SequenceEqual(other.Diagnostics);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Surface ?? HintName);
}

/// <summary>A problem of a model.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Message">Names the model's path, the node, the operator and the reason, as far as they are known.</param>
internal sealed record ModelDiagnostic(DiagnosticCode Code, string Message);
