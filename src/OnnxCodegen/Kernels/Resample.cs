using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnnxCodegen.Threading;

namespace OnnxCodegen.Kernels;

/// <summary>Weighted sums of elements along an axis, at other places for each element of the result: resizing by interpolation.</summary>
public static unsafe class Resample
{
    /// <summary>As many taps have the offsets of their elements on the stack.</summary>
    const int TapsOnStack = 1024;

    /// <summary>y[place, column] = Σ weights[tap, place] · x[places[tap, place], column] for every step of the outer axes.</summary>
    /// <param name="workers">Share the work; results do not depend on their number.</param>
    /// <param name="shape">The axes, and the strides of the source and the result.</param>
    /// <param name="x">The source.</param>
    /// <param name="places">For each tap and place of the result a place of the source; those outside mean the nearest one inside.</param>
    /// <param name="weights">For each tap and place of the result a factor.</param>
    /// <param name="y">The result; it lies apart from the operands.</param>
    public static void Run(
        Workers workers, in ResampleShape shape, ReadOnlySpan<float> x, ReadOnlySpan<long> places, ReadOnlySpan<float> weights, Span<float> y)
    {
        nint outer = shape.Outer0 * shape.Outer1;
        if (outer <= 0 || shape.Places <= 0 || shape.Columns <= 0)
            return;
        int taps = checked((int)(shape.Taps * shape.Places));
        if (taps > 0)
            ArgumentOutOfRangeException.ThrowIfLessThan(shape.Length, 1, nameof(shape));
        nint* few = stackalloc nint[taps <= TapsOnStack ? taps : 0];
        nint* many = taps <= TapsOnStack ? null : (nint*)NativeMemory.Alloc((nuint)taps, (nuint)sizeof(nint));
        nint* offsets = many == null ? few : many;
        try
        {
            for (int tap = 0; tap < taps; tap++)
                offsets[tap] = (nint)Math.Clamp(places[tap], 0, shape.Length - 1) * shape.XPlace;
            fixed (float* source = x, factors = weights[..taps], target = y)
            {
                ResampleBody body = new(shape, source, offsets, factors, target);
                workers.For(ref body, body.Parts);
            }
        }
        finally
        {
            NativeMemory.Free(many);
        }
    }
}

/// <summary>Places of the result, at all steps of the outer axes in turn, as parts of a parallel loop.</summary>
readonly unsafe struct ResampleBody : IParallelBody
{
    /// <summary>Multiplications that are worth handing to another thread.</summary>
    const nint WorkOfPart = 1 << 15;

    readonly ResampleShape shape;
    readonly float* x, weights, y;
    readonly nint* offsets;
    readonly nint places;

    public ResampleBody(in ResampleShape shape, float* x, nint* offsets, float* weights, float* y)
    {
        this.shape = shape;
        this.x = x;
        this.offsets = offsets;
        this.weights = weights;
        this.y = y;
        places = shape.Outer0 * shape.Outer1 * shape.Places;
        Parts = (int)Math.Clamp(places * shape.Columns * shape.Taps / WorkOfPart, 1, Math.Min(places, 1 << 16));
    }

    public int Parts { get; }

    public void Invoke(int part)
    {
        nint end = places * (part + 1) / Parts;
        for (nint index = places * part / Parts, count; index < end; index += count)
        {
            (nint outer, nint place) = Math.DivRem(index, shape.Places);
            (nint i, nint j) = Math.DivRem(outer, shape.Outer1);
            count = Math.Min(shape.Places - place, end - index);
            float* source = x + (i * shape.XOuter0) + (j * shape.XOuter1), target = y + (i * shape.YOuter0) + (j * shape.YOuter1);
            if (shape.Columns == 1)
                Elements(source, target, place, place + count);
            else if (Vector512.IsHardwareAccelerated && shape.Columns >= Vector512<float>.Count)
                Rows512(source, target, place, place + count);
            else if (Vector256.IsHardwareAccelerated && shape.Columns >= Vector256<float>.Count)
                Rows256(source, target, place, place + count);
            else if (Vector128.IsHardwareAccelerated && shape.Columns >= Vector128<float>.Count)
                Rows128(source, target, place, place + count);
            else
                RowsScalar(source, target, place, place + count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Rows512(float* source, float* target, nint first, nint end)
    {
        nint last = shape.Columns - Vector512<float>.Count;
        for (nint place = first; place < end; place++)
        {
            float* row = target + (place * shape.YPlace);
            // The last vector overlaps the one before it.
            for (nint column = 0; ; column = Math.Min(column + Vector512<float>.Count, last))
            {
                Vector512<float> sum = default;
                nint* offset = offsets + place;
                float* weight = weights + place;
                for (nint tap = shape.Taps; tap > 0; tap--, offset += shape.Places, weight += shape.Places)
                    sum = Vector512.FusedMultiplyAdd(*(Vector512<float>*)(source + *offset + column), Vector512.Create(*weight), sum);
                *(Vector512<float>*)(row + column) = sum;
                if (column == last)
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Rows256(float* source, float* target, nint first, nint end)
    {
        nint last = shape.Columns - Vector256<float>.Count;
        for (nint place = first; place < end; place++)
        {
            float* row = target + (place * shape.YPlace);
            // The last vector overlaps the one before it.
            for (nint column = 0; ; column = Math.Min(column + Vector256<float>.Count, last))
            {
                Vector256<float> sum = default;
                nint* offset = offsets + place;
                float* weight = weights + place;
                for (nint tap = shape.Taps; tap > 0; tap--, offset += shape.Places, weight += shape.Places)
                    sum = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(source + *offset + column), Vector256.Create(*weight), sum);
                *(Vector256<float>*)(row + column) = sum;
                if (column == last)
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Rows128(float* source, float* target, nint first, nint end)
    {
        nint last = shape.Columns - Vector128<float>.Count;
        for (nint place = first; place < end; place++)
        {
            float* row = target + (place * shape.YPlace);
            // The last vector overlaps the one before it.
            for (nint column = 0; ; column = Math.Min(column + Vector128<float>.Count, last))
            {
                Vector128<float> sum = default;
                nint* offset = offsets + place;
                float* weight = weights + place;
                for (nint tap = shape.Taps; tap > 0; tap--, offset += shape.Places, weight += shape.Places)
                    sum = Vector128.FusedMultiplyAdd(*(Vector128<float>*)(source + *offset + column), Vector128.Create(*weight), sum);
                *(Vector128<float>*)(row + column) = sum;
                if (column == last)
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void RowsScalar(float* source, float* target, nint first, nint end)
    {
        for (nint column = 0; column < shape.Columns; column++)
            Elements(source + column, target + column, first, end);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    void Elements(float* source, float* target, nint first, nint end)
    {
        nint taps = shape.Taps, places = shape.Places, step = shape.YPlace;
        for (nint place = first; place < end; place++)
        {
            float sum = 0;
            nint* offset = offsets + place;
            float* weight = weights + place;
            for (nint tap = taps; tap > 0; tap--, offset += places, weight += places)
                sum = float.FusedMultiplyAdd(source[*offset], *weight, sum);
            target[place * step] = sum;
        }
    }
}
