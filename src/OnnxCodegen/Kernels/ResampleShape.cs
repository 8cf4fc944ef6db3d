namespace OnnxCodegen.Kernels;

/// <summary>The axes of a resampling: two outer axes, the places of the axis that is resampled, and columns that stand side by side.
/// Distances are in elements.</summary>
/// <param name="Taps">The number of places of the source that are weighed for each place of the result.</param>
/// <param name="Length">The number of places of the source.</param>
/// <param name="Places">The number of places of the result.</param>
/// <param name="Columns">The number of elements at each place.</param>
public readonly record struct ResampleShape(nint Taps, nint Length, nint Places, nint Columns)
{
    /// <summary>The length of the outermost axis.</summary>
    public nint Outer0 { get; init; } = 1;

    /// <summary>The length of the second axis.</summary>
    public nint Outer1 { get; init; } = 1;

    /// <summary>From one step of the outermost axis to the next in the source.</summary>
    public nint XOuter0 { get; init; }

    /// <summary>From one step of the second axis to the next in the source.</summary>
    public nint XOuter1 { get; init; }

    /// <summary>From one place of the source to the next.</summary>
    public nint XPlace { get; init; } = Columns;

    /// <summary>From one step of the outermost axis to the next in the result.</summary>
    public nint YOuter0 { get; init; }

    /// <summary>From one step of the second axis to the next in the result.</summary>
    public nint YOuter1 { get; init; }

    /// <summary>From one place of the result to the next.</summary>
    public nint YPlace { get; init; } = Columns;
}
