using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Depthwise sums of up to four pixels on vectors of 256 bits.</summary>
static unsafe class Depthwise256
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TPixels, TEpilogue>(in DepthwiseBlock block, in Operands operands)
        where TPixels : unmanaged
        where TEpilogue : struct, IMap
    {
        Operands p0 = operands, p1 = DepthwiseBlock.Next<TEpilogue>(p0), p2 = DepthwiseBlock.Next<TEpilogue>(p1), p3 = DepthwiseBlock.Next<TEpilogue>(p2);
        nint pixel = block.Pixel, tap = block.Tap, channels = block.Channels, yPixel = block.YPixel;
        bool slides = block.Slides;
        for (nint c = block.First; c < block.End; c += Vector256<float>.Count)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
            float* weight = block.Weights + c;
            for (nint row = 0; row < block.RowCount; row++)
            {
                float* at = block.Source + block.Rows[row] + c;
                if (slides)
                {
                    Vector256<float> w0 = *(Vector256<float>*)weight, w1 = *(Vector256<float>*)(weight + channels), w2 = *(Vector256<float>*)(weight + (2 * channels));
                    Vector256<float> x1 = *(Vector256<float>*)(at + tap), x2 = *(Vector256<float>*)(at + (2 * tap));
                    s0 = Vector256.FusedMultiplyAdd(x2, w2, Vector256.FusedMultiplyAdd(x1, w1, Vector256.FusedMultiplyAdd(*(Vector256<float>*)at, w0, s0)));
                    if (sizeof(TPixels) > 1)
                    {
                        Vector256<float> x3 = *(Vector256<float>*)(at + (3 * tap));
                        s1 = Vector256.FusedMultiplyAdd(x3, w2, Vector256.FusedMultiplyAdd(x2, w1, Vector256.FusedMultiplyAdd(x1, w0, s1)));
                        if (sizeof(TPixels) > 2)
                        {
                            Vector256<float> x4 = *(Vector256<float>*)(at + (4 * tap));
                            s2 = Vector256.FusedMultiplyAdd(x4, w2, Vector256.FusedMultiplyAdd(x3, w1, Vector256.FusedMultiplyAdd(x2, w0, s2)));
                            if (sizeof(TPixels) > 3)
                                s3 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + (5 * tap)), w2, Vector256.FusedMultiplyAdd(x4, w1, Vector256.FusedMultiplyAdd(x3, w0, s3)));
                        }
                    }
                    weight += 3 * channels;
                    continue;
                }
                for (nint column = block.Columns; column > 0; column--, at += tap, weight += channels)
                {
                    Vector256<float> factor = *(Vector256<float>*)weight;
                    s0 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)at, factor, s0);
                    if (sizeof(TPixels) > 1) s1 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + pixel), factor, s1);
                    if (sizeof(TPixels) > 2) s2 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + (2 * pixel)), factor, s2);
                    if (sizeof(TPixels) > 3) s3 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(at + (3 * pixel)), factor, s3);
                }
            }
            float* y = block.Target + c;
            *(Vector256<float>*)y = TEpilogue.Invoke(s0, p0, c);
            if (sizeof(TPixels) > 1) *(Vector256<float>*)(y + yPixel) = TEpilogue.Invoke(s1, p1, c);
            if (sizeof(TPixels) > 2) *(Vector256<float>*)(y + (2 * yPixel)) = TEpilogue.Invoke(s2, p2, c);
            if (sizeof(TPixels) > 3) *(Vector256<float>*)(y + (3 * yPixel)) = TEpilogue.Invoke(s3, p3, c);
        }
    }
}
