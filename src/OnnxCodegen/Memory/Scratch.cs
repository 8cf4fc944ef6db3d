using System;

namespace OnnxCodegen;

/// <summary>Memory of a thread for the inside of a kernel. It grows to what is asked for and stays.</summary>
static unsafe class Scratch
{
    [ThreadStatic]
    static Arena? arena;

    /// <summary>At least as many floats, aligned to 64 bytes; what was handed out before on this thread is invalid.</summary>
    public static float* Floats(nint count)
    {
        arena ??= new Arena();
        arena.Reserve(count * sizeof(float));
        return arena.Start;
    }
}
