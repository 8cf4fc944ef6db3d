using System.Runtime.CompilerServices;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Up to four pixels that follow one another in a row of a depthwise convolution, and the channels First … End − 1 of them.</summary>
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

    /// <summary>Whether windows of three taps move by one: then neighbours share what they read.</summary>
    public readonly bool Slides => Columns == 3 && Pixel == Tap;

    /// <summary>One channel after another.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void MultiplyOnes<TEpilogue>(int pixels, Operands operands)
        where TEpilogue : struct, IMap
    {
        for (int i = 0; i < pixels; i++, operands.Advance())
        {
            for (nint c = First; c < End; c++)
            {
                float sum = 0;
                float* weight = Weights + c;
                for (nint row = 0; row < RowCount; row++)
                {
                    float* at = Source + (i * Pixel) + Rows[row] + c;
                    for (nint column = 0; column < Columns; column++, at += Tap, weight += Channels)
                        sum = float.FusedMultiplyAdd(*at, *weight, sum);
                }
                Target[(i * YPixel) + c] = TEpilogue.Invoke(sum, operands, c);
            }
        }
    }

    /// <summary>The operands of the pixel that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Operands Next<TEpilogue>(Operands p)
    {
        if (typeof(TEpilogue) != typeof(Identity))
            p.Advance();
        return p;
    }
}
