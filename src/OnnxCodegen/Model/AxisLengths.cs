using System.Runtime.CompilerServices;

namespace OnnxCodegen;

/// <summary>The lengths of up to <see cref="MaximumRank"/> axes, held in place.</summary>
[InlineArray(MaximumRank)]
internal struct AxisLengths
{
    /// <summary>The largest rank of an input or output.</summary>
    public const int MaximumRank = 16;

    nint first;
}
