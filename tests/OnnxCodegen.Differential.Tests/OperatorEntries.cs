using System.Collections.Generic;
using OnnxCodegen.Differential.Tests.Operators;

namespace OnnxCodegen.Differential.Tests;

/// <summary>The table of operators that graphs are drawn from.</summary>
internal static class OperatorEntries
{
    public static IReadOnlyList<OperatorEntry> All { get; } =
    [
        .. Elementwise.All, .. Broadcasts.All, .. Reductions.All, .. Windows.All, .. Products.All,
        .. Normalizations.All, .. Movement.All, .. Selection.All, .. Quantization.All, .. Resampling.All, .. Fusions.All, .. FusedAttentions.All, .. QuantizedFusions.All,
        .. Sequences.All, .. Recurrent.All, .. Generators.All, .. Vision.All, .. Signals.All, .. ControlFlow.All, .. Learning.All, .. Trees.All,
        .. Chances.All, .. Texts.All, .. Removed.All, .. Optionals.All, .. Losses.All, .. Memories.All, .. FurtherMemories.All, .. FurtherFusions.All,
    ];
}
