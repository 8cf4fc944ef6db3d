using System;

namespace OnnxCodegen;

/// <summary>Memory of a thread for the inside of a kernel. It grows to what is asked for and stays.</summary>
static unsafe class Scratch
{
    [ThreadStatic]
    static Arena? arena;

    [ThreadStatic]
    static Arena? bands;

    [ThreadStatic]
    static Arena? pairs;

    /// <summary>At least as many floats, aligned to 64 bytes; what was handed out before on this thread is invalid.</summary>
    public static float* Floats(nint count) => Floats(ref arena, count);

    /// <summary>The same for what lies between the steps of a loop over bands, while kernels use the other memory.</summary>
    public static float* BandFloats(nint count) => Floats(ref bands, count);

    /// <summary>The same for pairs of shorts, each in the place of a float, from which kernels compute while they use the other memory.</summary>
    public static float* Pairs(nint count) => Floats(ref pairs, count);

    static float* Floats(ref Arena? arena, nint count)
    {
        arena ??= new Arena();
        arena.Reserve(count * sizeof(float));
        return arena.Start;
    }
}
