namespace OnnxCodegen.Kernels;

/// <summary>A step of a loop over bands of rows, and the memory that it reads: the step before it writes there, inside of a border. For the
/// first step only <see cref="Rows"/> counts.</summary>
/// <param name="Rows">Rows of the step's result, for one image.</param>
public readonly record struct BandStep(nint Rows)
{
    /// <summary>Rows of the memory from one row of the result to the next.</summary>
    public nint Stride { get; init; } = 1;

    /// <summary>Rows of the memory that a row of the result reads, one after the other.</summary>
    public nint Window { get; init; } = 1;

    /// <summary>Rows of the border above the first row that is written.</summary>
    public nint Above { get; init; }

    /// <summary>Elements from one row of the memory to the next.</summary>
    public nint Length { get; init; }

    /// <summary>Elements of the border before the first one of a row that is written.</summary>
    public nint Left { get; init; }

    /// <summary>Elements of a row that are written.</summary>
    public nint Width { get; init; }

    /// <summary>What the border holds.</summary>
    public float Border { get; init; }

    /// <summary>Rows of the memory that some rows of the result read.</summary>
    internal nint Reads(nint rows) => rows <= 0 ? 0 : ((rows - 1) * Stride) + Window;
}
