using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>The last operand that an elementwise call has room for.</summary>
internal readonly struct LastOperand : IMap
{
    const int Last = 6;

    public static float Invoke(float x, in Operands p, long i) => p.Dense(Last, i);

    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => p.Dense128(Last, i);

    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => p.Dense256(Last, i);

    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => p.Dense512(Last, i);
}
