using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>A micro-kernel: a small block of a matrix product whose sums stay in registers.</summary>
interface ITile
{
    /// <summary>The largest number of rows.</summary>
    static abstract int Height { get; }

    /// <summary>The number of columns: the width of a panel of the right operand.</summary>
    static abstract int Width { get; }

    /// <summary>
    /// Computes 1 … <see cref="Height"/> rows of <see cref="Width"/> columns. Every sum runs through k in ascending order,
    /// so that an element does not depend on the tile that it falls into.
    /// </summary>
    static abstract void Multiply<TEpilogue>(int rows, in TileWork work, in Operands operands)
        where TEpilogue : struct, IMap;

    /// <summary>Computes one row of four panels that stand <paramref name="panelStride"/> elements apart.</summary>
    static abstract void MultiplyRow<TEpilogue>(in TileWork work, nint panelStride, in Operands operands)
        where TEpilogue : struct, IMap;
}
