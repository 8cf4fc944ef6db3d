using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Brings lines of whole floats into pairs of shorts, dense: four axes, in them the factors of a line.</summary>
unsafe struct PairConversion : IParallelBody
{
    /// <summary>Floats that are worth handing to another thread: some microseconds.</summary>
    const nint FloatsOfPart = 1 << 16;

    public float* X;
    public (nint Axis0, nint Axis1, nint Axis2, nint Axis3) Lengths, Strides;

    /// <summary>The floats of a line; an odd one is paired with 0.</summary>
    public nint Factors;
    public nint FactorStride;

    float* pairs;
    int parts;

    readonly nint Lines => Lengths.Axis0 * Lengths.Axis1 * Lengths.Axis2;

    /// <summary>Converts into memory of the calling thread, which stays valid until the next conversion there.</summary>
    public float* Run(Workers workers)
    {
        nint floats = Lines * Lengths.Axis3 * Factors;
        pairs = Scratch.Pairs(Lines * Lengths.Axis3 * WholeProducts.Pairs(Factors));
        parts = (int)Math.Clamp(Math.Min(floats / FloatsOfPart, Lines), 1, workers.ThreadCount);
        workers.For(ref this, parts);
        return pairs;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Invoke(int part)
    {
        nint pairsOfFactors = WholeProducts.Pairs(Factors), end = Lines * (part + 1) / parts;
        bool isDense = FactorStride == 1 && Strides.Axis3 == Factors && Factors % 2 == 0;
        nint first = Lines * part / parts;
        float* to = pairs + (first * Lengths.Axis3 * pairsOfFactors);
        for (nint line = first; line < end; line++)
        {
            (nint plane, nint row) = Math.DivRem(line, Lengths.Axis2);
            (nint image, nint depth) = Math.DivRem(plane, Lengths.Axis1);
            float* from = X + (image * Strides.Axis0) + (depth * Strides.Axis1) + (row * Strides.Axis2);
            if (isDense)
            {
                Convert(from, Lengths.Axis3 * Factors, 1, to);
                to += Lengths.Axis3 * pairsOfFactors;
                continue;
            }
            for (nint i = 0; i < Lengths.Axis3; i++, from += Strides.Axis3, to += pairsOfFactors)
                Convert(from, Factors, FactorStride, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Convert(float* from, nint count, nint stride, float* pairs)
    {
        short* to = (short*)pairs;
        nint i = 0;
        if (stride == 1)
        {
            if (Vector512.IsHardwareAccelerated)
                for (; i <= count - Vector512<short>.Count; i += Vector512<short>.Count)
                    *(Vector512<short>*)(to + i) = Vector512.Narrow(
                        Vector512.ConvertToInt32Native(*(Vector512<float>*)(from + i)), Vector512.ConvertToInt32Native(*(Vector512<float>*)(from + i + Vector512<int>.Count)));
            if (Vector256.IsHardwareAccelerated)
                for (; i <= count - Vector256<short>.Count; i += Vector256<short>.Count)
                    *(Vector256<short>*)(to + i) = Vector256.Narrow(
                        Vector256.ConvertToInt32Native(*(Vector256<float>*)(from + i)), Vector256.ConvertToInt32Native(*(Vector256<float>*)(from + i + Vector256<int>.Count)));
            for (; i <= count - Vector128<short>.Count; i += Vector128<short>.Count)
                *(Vector128<short>*)(to + i) = Vector128.Narrow(
                    Vector128.ConvertToInt32Native(*(Vector128<float>*)(from + i)), Vector128.ConvertToInt32Native(*(Vector128<float>*)(from + i + Vector128<int>.Count)));
        }
        for (; i < count; i++)
            to[i] = (short)from[i * stride];
        if (count % 2 != 0)
            to[count] = 0;
    }
}
