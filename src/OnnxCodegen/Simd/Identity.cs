using System.Runtime.Intrinsics;

namespace OnnxCodegen.Simd;

/// <summary>The expression x.</summary>
public readonly struct Identity : IMap
{
    /// <inheritdoc/>
    public static float Invoke(float x, in Operands p, long i) => x;

    /// <inheritdoc/>
    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => x;

    /// <inheritdoc/>
    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => x;

    /// <inheritdoc/>
    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => x;
}
