namespace OnnxCodegen.Kernels;

/// <summary>
/// The axes of a row loop or a column loop: two outer axes and the lines, which are independent of one another; in each line rows of
/// columns. A row loop folds whole lines, a column loop folds each column of a line over its rows. The columns stand side by side.
/// </summary>
/// <param name="Lines">The number of lines at each place of the outer axes.</param>
/// <param name="Columns">The length of a row.</param>
public readonly record struct RowShape(nint Lines, nint Columns)
{
    /// <summary>The length of the outermost axis.</summary>
    public nint Outer0 { get; init; } = 1;

    /// <summary>The length of the second axis.</summary>
    public nint Outer1 { get; init; } = 1;

    /// <summary>The number of rows of a line.</summary>
    public nint Rows { get; init; } = 1;

    /// <summary>Elements of the result from one step of the outermost axis to the next.</summary>
    public nint YOuter0 { get; init; }

    /// <summary>Elements of the result from one step of the second axis to the next.</summary>
    public nint YOuter1 { get; init; }

    /// <summary>Elements of the result from one line to the next.</summary>
    public nint YLine { get; init; } = Columns;

    /// <summary>Elements of the result from one row of a line to the next.</summary>
    public nint YRow { get; init; }

    /// <summary>The number of lines altogether.</summary>
    internal nint AllLines => Outer0 * Outer1 * Lines;
}
