namespace OnnxCodegen.Kernels;

/// <summary>
/// The left operand of a tile. Row r reads its values of k, segment by segment, at
/// <c>Start + r · Row + Offsets[segment] + k · Step</c>.
/// </summary>
unsafe struct RowWalk
{
    public float* Start;
    public nint Row;
    public nint Step;
    public nint* Offsets;
    public nint Segments;
    public nint Length;
}

/// <summary>What a tile computes: <c>y = epilogue([y +] a · b)</c>.</summary>
unsafe struct TileWork
{
    public RowWalk A;

    /// <summary>The panel; row k stands at <c>B + k · BRow</c>.</summary>
    public float* B;
    public nint BRow;
    public float* Y;
    public nint YRow;

    /// <summary>The column of the whole product at which the panel begins, as the epilogue counts.</summary>
    public nint Column;

    /// <summary>Whether the operands of the epilogue differ from row to row.</summary>
    public bool OperandsMove;

    /// <summary>Whether the sums go on from what y holds.</summary>
    public bool Accumulate;
}
