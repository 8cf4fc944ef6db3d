using System.Collections.Generic;
using System.Linq;

namespace OnnxCodegen.Compiler.Planning;

/// <summary>The results of a convolution that read the same taps: all of them, or one phase of a transposed convolution.</summary>
/// <param name="Axes">Depth, row and column, as many as there are spatial axes.</param>
internal sealed record WindowPhase(IReadOnlyList<PhaseAxis> Axes)
{
    /// <summary>All results, with the taps as they are.</summary>
    public static WindowPhase Whole(Windowing windows) =>
        new(windows.Spatial.Select(s => new PhaseAxis(s.Output, s.Kernel, s.Stride, s.Dilation, Dim.Zero, 0, 0, 1)).ToArray());

    /// <summary>The phase's part of a tensor that has strides along all results.</summary>
    /// <param name="first">The tensor's first spatial axis.</param>
    public Access Results(Access access, int first) => Along(access, first, a => a.FirstResult);

    /// <summary>The phase's part of a tensor that has strides along all taps.</summary>
    /// <param name="first">The tensor's first axis of taps.</param>
    public Access Taps(Access access, int first) => Along(access, first, a => a.FirstTap);

    Access Along(Access access, int first, System.Func<PhaseAxis, long> start)
    {
        Dim offset = access.Offset;
        Dim[] strides = access.Strides.ToArray();
        for (int i = 0; i < Axes.Count; i++)
        {
            offset += start(Axes[i]) * strides[first + i];
            strides[first + i] *= Axes[i].Step;
        }
        return access with { Offset = offset, Strides = strides };
    }
}

/// <summary>A spatial axis of a phase.</summary>
/// <param name="SourceStart">The place of the source where the first window begins.</param>
/// <param name="FirstTap">The first tap that is used.</param>
/// <param name="FirstResult">The first result that is computed.</param>
/// <param name="Step">From one used tap to the next, and from one result to the next.</param>
internal sealed record PhaseAxis(Dim Output, Dim Kernel, Dim Stride, Dim Dilation, Dim SourceStart, long FirstTap, long FirstResult, long Step);
