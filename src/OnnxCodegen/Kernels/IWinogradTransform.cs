using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>The transforms of Winograd's algorithm F(4×4, 3×3): tiles of 6×6 source pixels give 4×4 output pixels.</summary>
unsafe interface IWinogradTransform
{
    /// <summary>The channels of a vector; tensors must have at least as many.</summary>
    static abstract int Lanes { get; }

    /// <summary>Bᵀ d B of one tile: 36 numbers a channel, <paramref name="plane"/> elements apart.</summary>
    static abstract void Input(float* source, nint row, nint pixel, nint channels, float* target, nint plane);

    /// <summary>Aᵀ m A of one tile and the epilogue, of which the first rows and columns are stored.</summary>
    /// <param name="operands">Those of the 16 pixels.</param>
    static abstract void Output<TEpilogue>(
        float* source, nint plane, nint channels, float* target, nint row, nint pixel, int height, int width, Operands* operands)
        where TEpilogue : struct, IMap;
}
