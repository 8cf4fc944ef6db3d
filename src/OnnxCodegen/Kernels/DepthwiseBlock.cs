using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Blocks of up to four pixels that follow one another in a row of a depthwise convolution, and the channels First … End − 1 of
/// them.</summary>
unsafe struct DepthwiseBlock
{
    public float* Source, Weights, Target;

    /// <summary>From the first element of a window to the first of each of its rows.</summary>
    public nint* Rows;

    public nint RowCount;

    /// <summary>The taps of a row.</summary>
    public nint Columns;

    /// <summary>From the window of one pixel to the next, and from one tap to the next.</summary>
    public nint Pixel, Tap;

    /// <summary>All channels: from the weights of one tap to the next.</summary>
    public nint Channels;

    public nint YPixel, First, End;

    /// <summary>The number of blocks.</summary>
    public nint Count;

    /// <summary>Whether the operands of the epilogue differ from pixel to pixel.</summary>
    public bool OperandsMove;

    /// <summary>Whether the kernel has 3 × 3 taps, and windows move by <paramref name="stride"/> of them.</summary>
    public readonly bool Is3x3(int stride) => RowCount == 3 && Columns == 3 && Pixel == stride * Tap;

    /// <summary>Whether rows of the kernel have five taps, and windows move by <paramref name="stride"/> of them.</summary>
    public readonly bool HasFiveTaps(int stride) => Columns == 5 && Pixel == stride * Tap;

    /// <summary>One channel after another.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void MultiplyOnes<TPixels, TEpilogue>(in Operands operands)
        where TPixels : unmanaged
        where TEpilogue : struct, IMap
    {
        for (nint c = First; c < End; c++)
        {
            Operands p = operands;
            float* source = Source + c, y = Target + c;
            for (nint count = Count; count > 0; count--, source += sizeof(TPixels) * Pixel)
            {
                float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
                float* weight = Weights + c;
                for (nint row = 0; row < RowCount; row++)
                {
                    float* at = source + Rows[row];
                    for (nint column = Columns; column > 0; column--, at += Tap, weight += Channels)
                    {
                        float factor = *weight;
                        s0 = float.FusedMultiplyAdd(*at, factor, s0);
                        if (sizeof(TPixels) > 1) s1 = float.FusedMultiplyAdd(at[Pixel], factor, s1);
                        if (sizeof(TPixels) > 2) s2 = float.FusedMultiplyAdd(at[2 * Pixel], factor, s2);
                        if (sizeof(TPixels) > 3) s3 = float.FusedMultiplyAdd(at[3 * Pixel], factor, s3);
                    }
                }
                Store<TEpilogue>(ref y, s0, ref p, c);
                if (sizeof(TPixels) > 1) Store<TEpilogue>(ref y, s1, ref p, c);
                if (sizeof(TPixels) > 2) Store<TEpilogue>(ref y, s2, ref p, c);
                if (sizeof(TPixels) > 3) Store<TEpilogue>(ref y, s3, ref p, c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly void Store<TEpilogue>(ref float* y, float sum, ref Operands p, nint c)
        where TEpilogue : struct, IMap
    {
        *y = TEpilogue.Invoke(sum, p, c);
        y += YPixel;
        Operands.NextRow<TEpilogue>(ref p, OperandsMove);
    }
}
