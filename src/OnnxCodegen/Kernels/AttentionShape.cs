namespace OnnxCodegen.Kernels;

/// <summary>
/// The extents and strides of attention, <c>y[m, c] = Σ weight[m, n] · v[n, c]</c>, where the weights of a query m are the softmax of its
/// scores over the keys n, <c>Σ q[m, k] · key[n, k]</c>. Strides count elements and are those of dense row-major matrices unless set. The
/// columns of y stand side by side.
/// </summary>
/// <param name="Queries">Rows of q and y.</param>
/// <param name="Keys">Rows of the keys and of v.</param>
/// <param name="Size">Columns of q and of the keys.</param>
/// <param name="Columns">Columns of v and y.</param>
public readonly record struct AttentionShape(nint Queries, nint Keys, nint Size, nint Columns)
{
    /// <summary>From one query to the next.</summary>
    public nint QRow { get; init; } = Size;

    /// <summary>From one column of q to the next.</summary>
    public nint QColumn { get; init; } = 1;

    /// <summary>From one key to the next.</summary>
    public nint KeyRow { get; init; } = Size;

    /// <summary>From one column of the keys to the next.</summary>
    public nint KeyColumn { get; init; } = 1;

    /// <summary>From one row of v to the next.</summary>
    public nint VRow { get; init; } = Columns;

    /// <summary>From one column of v to the next.</summary>
    public nint VColumn { get; init; } = 1;

    /// <summary>From one row of y to the next.</summary>
    public nint YRow { get; init; } = Columns;

    /// <summary>The outermost batch axis.</summary>
    public AttentionAxis Batch0 { get; init; } = AttentionAxis.One;

    /// <summary>The second batch axis.</summary>
    public AttentionAxis Batch1 { get; init; } = AttentionAxis.One;

    /// <summary>The innermost batch axis.</summary>
    public AttentionAxis Batch2 { get; init; } = AttentionAxis.One;

    /// <summary>The number of heads of all samples.</summary>
    internal nint Batches => Batch0.Length * Batch1.Length * Batch2.Length;

    /// <summary>The multiplications of both products.</summary>
    internal nint Work => Batches * Queries * Keys * (Size + Columns);
}

/// <summary>A batch axis of attention: its length and the elements from one step to the next.</summary>
/// <param name="Length">The number of steps.</param>
/// <param name="Q">The stride in q.</param>
/// <param name="Key">The stride in the keys; 0 uses the same ones at every step.</param>
/// <param name="V">The stride in v; 0 uses the same one at every step.</param>
/// <param name="Y">The stride in y.</param>
public readonly record struct AttentionAxis(nint Length, nint Q, nint Key, nint V, nint Y)
{
    internal static AttentionAxis One => new(1, 0, 0, 0, 0);
}
