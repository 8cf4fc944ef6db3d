using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels;

/// <summary>Depthwise sums on vectors of 128 bits.</summary>
static unsafe class Depthwise128
{
    /// <summary>Blocks of up to four pixels, any kernel.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TPixels, TEpilogue>(in DepthwiseBlock block, in Operands operands)
        where TPixels : unmanaged
        where TEpilogue : struct, IMap
    {
        nint pixel = block.Pixel, tap = block.Tap, channels = block.Channels, yPixel = block.YPixel;
        bool moves = block.OperandsMove;
        for (nint c = block.First; c < block.End; c += Vector128<float>.Count)
        {
            Operands p = operands;
            float* source = block.Source + c, y = block.Target + c;
            for (nint count = block.Count; count > 0; count--, source += sizeof(TPixels) * pixel)
            {
                Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
                float* weight = block.Weights + c;
                for (nint row = 0; row < block.RowCount; row++)
                {
                    float* at = source + block.Rows[row];
                    for (nint column = block.Columns; column > 0; column--, at += tap, weight += channels)
                    {
                        Vector128<float> factor = *(Vector128<float>*)weight;
                        s0 = Vector128.FusedMultiplyAdd(*(Vector128<float>*)at, factor, s0);
                        if (sizeof(TPixels) > 1) s1 = Vector128.FusedMultiplyAdd(*(Vector128<float>*)(at + pixel), factor, s1);
                        if (sizeof(TPixels) > 2) s2 = Vector128.FusedMultiplyAdd(*(Vector128<float>*)(at + (2 * pixel)), factor, s2);
                        if (sizeof(TPixels) > 3) s3 = Vector128.FusedMultiplyAdd(*(Vector128<float>*)(at + (3 * pixel)), factor, s3);
                    }
                }
                Store<TEpilogue>(ref y, yPixel, s0, ref p, moves, c);
                if (sizeof(TPixels) > 1) Store<TEpilogue>(ref y, yPixel, s1, ref p, moves, c);
                if (sizeof(TPixels) > 2) Store<TEpilogue>(ref y, yPixel, s2, ref p, moves, c);
                if (sizeof(TPixels) > 3) Store<TEpilogue>(ref y, yPixel, s3, ref p, moves, c);
            }
        }
    }

    /// <summary>Blocks of four pixels whose windows of 3 × 3 taps move by <typeparamref name="TStride"/>: the weights stay in registers, and
    /// neighbours share what they read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply3x3<TStride, TEpilogue>(in DepthwiseBlock block, in Operands operands)
        where TStride : unmanaged
        where TEpilogue : struct, IMap
    {
        nint tap = block.Tap, channels = block.Channels, yPixel = block.YPixel;
        nint row1 = block.Rows[1] - block.Rows[0], row2 = block.Rows[2] - block.Rows[0];
        bool moves = block.OperandsMove;
        for (nint c = block.First; c < block.End; c += Vector128<float>.Count)
        {
            float* w = block.Weights + c;
            Vector128<float> w00 = At(w), w01 = At(w + channels), w02 = At(w + (2 * channels));
            w += 3 * channels;
            Vector128<float> w10 = At(w), w11 = At(w + channels), w12 = At(w + (2 * channels));
            w += 3 * channels;
            Vector128<float> w20 = At(w), w21 = At(w + channels), w22 = At(w + (2 * channels));
            Operands p = operands;
            float* source = block.Source + block.Rows[0] + c, y = block.Target + c;
            for (nint count = block.Count; count > 0; count--, source += 4 * sizeof(TStride) * tap)
            {
                Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
                AddRow<TStride>(source, tap, w00, w01, w02, ref s0, ref s1, ref s2, ref s3);
                AddRow<TStride>(source + row1, tap, w10, w11, w12, ref s0, ref s1, ref s2, ref s3);
                AddRow<TStride>(source + row2, tap, w20, w21, w22, ref s0, ref s1, ref s2, ref s3);
                Store<TEpilogue>(ref y, yPixel, s0, ref p, moves, c);
                Store<TEpilogue>(ref y, yPixel, s1, ref p, moves, c);
                Store<TEpilogue>(ref y, yPixel, s2, ref p, moves, c);
                Store<TEpilogue>(ref y, yPixel, s3, ref p, moves, c);
            }
        }
    }

    /// <summary>Blocks of four pixels whose windows have five taps in a row and move by <typeparamref name="TStride"/> of them: neighbours
    /// share what they read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply5<TStride, TEpilogue>(in DepthwiseBlock block, in Operands operands)
        where TStride : unmanaged
        where TEpilogue : struct, IMap
    {
        nint tap = block.Tap, channels = block.Channels, yPixel = block.YPixel;
        bool moves = block.OperandsMove;
        for (nint c = block.First; c < block.End; c += Vector128<float>.Count)
        {
            Operands p = operands;
            float* source = block.Source + c, y = block.Target + c;
            for (nint count = block.Count; count > 0; count--, source += 4 * sizeof(TStride) * tap)
            {
                Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default;
                float* w = block.Weights + c;
                for (nint row = 0; row < block.RowCount; row++, w += 5 * channels)
                {
                    float* at = source + block.Rows[row];
                    Vector128<float> w3 = At(w + (3 * channels)), w4 = At(w + (4 * channels));
                    AddRow<TStride>(at, tap, At(w), At(w + channels), At(w + (2 * channels)), ref s0, ref s1, ref s2, ref s3);
                    at += 3 * tap;
                    s0 = Add(At(at), At(at + tap), w3, w4, s0);
                    at += sizeof(TStride) * tap;
                    s1 = Add(At(at), At(at + tap), w3, w4, s1);
                    at += sizeof(TStride) * tap;
                    s2 = Add(At(at), At(at + tap), w3, w4, s2);
                    at += sizeof(TStride) * tap;
                    s3 = Add(At(at), At(at + tap), w3, w4, s3);
                }
                Store<TEpilogue>(ref y, yPixel, s0, ref p, moves, c);
                Store<TEpilogue>(ref y, yPixel, s1, ref p, moves, c);
                Store<TEpilogue>(ref y, yPixel, s2, ref p, moves, c);
                Store<TEpilogue>(ref y, yPixel, s3, ref p, moves, c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddRow<TStride>(
        float* at, nint tap, Vector128<float> w0, Vector128<float> w1, Vector128<float> w2,
        ref Vector128<float> s0, ref Vector128<float> s1, ref Vector128<float> s2, ref Vector128<float> s3)
        where TStride : unmanaged
    {
        Vector128<float> x0 = At(at), x1 = At(at + tap), x2 = At(at + (2 * tap)), x3 = At(at + (3 * tap)), x4 = At(at + (4 * tap)), x5 = At(at + (5 * tap));
        s0 = Add(x0, x1, x2, w0, w1, w2, s0);
        if (sizeof(TStride) == 1)
        {
            s1 = Add(x1, x2, x3, w0, w1, w2, s1);
            s2 = Add(x2, x3, x4, w0, w1, w2, s2);
            s3 = Add(x3, x4, x5, w0, w1, w2, s3);
        }
        else
        {
            Vector128<float> x6 = At(at + (6 * tap));
            s1 = Add(x2, x3, x4, w0, w1, w2, s1);
            s2 = Add(x4, x5, x6, w0, w1, w2, s2);
            s3 = Add(x6, At(at + (7 * tap)), At(at + (8 * tap)), w0, w1, w2, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Add(
        Vector128<float> x0, Vector128<float> x1, Vector128<float> x2, Vector128<float> w0, Vector128<float> w1, Vector128<float> w2, Vector128<float> sum) =>
        Vector128.FusedMultiplyAdd(x2, w2, Vector128.FusedMultiplyAdd(x1, w1, Vector128.FusedMultiplyAdd(x0, w0, sum)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Add(Vector128<float> x0, Vector128<float> x1, Vector128<float> w0, Vector128<float> w1, Vector128<float> sum) =>
        Vector128.FusedMultiplyAdd(x1, w1, Vector128.FusedMultiplyAdd(x0, w0, sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> At(float* x) => *(Vector128<float>*)x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<TEpilogue>(ref float* y, nint yPixel, Vector128<float> sum, ref Operands p, bool moves, nint c)
        where TEpilogue : struct, IMap
    {
        *(Vector128<float>*)y = TEpilogue.Invoke(sum, p, c);
        y += yPixel;
        Operands.NextRow<TEpilogue>(ref p, moves);
    }
}
