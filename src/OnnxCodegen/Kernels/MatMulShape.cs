namespace OnnxCodegen.Kernels;

/// <summary>
/// The extents and strides of a matrix product <c>y[m, n] = Σ a[m, k] · b[k, n]</c>. Strides count elements and are those
/// of dense row-major matrices unless set. The columns of y stand side by side.
/// </summary>
/// <param name="M">Rows of a and y.</param>
/// <param name="N">Columns of b and y.</param>
/// <param name="K">Columns of a, rows of b.</param>
public readonly record struct MatMulShape(nint M, nint N, nint K)
{
    /// <summary>From one row of a to the next.</summary>
    public nint ARow { get; init; } = K;

    /// <summary>From one column of a to the next.</summary>
    public nint AColumn { get; init; } = 1;

    /// <summary>From one row of b to the next. Not used where b is packed.</summary>
    public nint BRow { get; init; } = N;

    /// <summary>From one column of b to the next. Not used where b is packed.</summary>
    public nint BColumn { get; init; } = 1;

    /// <summary>From one row of y to the next.</summary>
    public nint YRow { get; init; } = N;

    /// <summary>The outermost batch axis.</summary>
    public BatchAxis Batch0 { get; init; } = BatchAxis.One;

    /// <summary>The second batch axis.</summary>
    public BatchAxis Batch1 { get; init; } = BatchAxis.One;

    /// <summary>The innermost batch axis.</summary>
    public BatchAxis Batch2 { get; init; } = BatchAxis.One;

    /// <summary>The number of products.</summary>
    internal nint Batches => Batch0.Length * Batch1.Length * Batch2.Length;

    /// <summary>The multiplications of all products.</summary>
    internal nint Work => Batches * M * N * K;
}

/// <summary>A batch axis of a matrix product: its length and the elements from one step to the next.</summary>
/// <param name="Length">The number of steps.</param>
/// <param name="A">The stride in a; 0 uses the same matrix at every step.</param>
/// <param name="B">The stride in b; 0 uses the same matrix at every step.</param>
/// <param name="Y">The stride in y.</param>
public readonly record struct BatchAxis(nint Length, nint A, nint B, nint Y)
{
    internal static BatchAxis One => new(1, 0, 0, 0);
}
