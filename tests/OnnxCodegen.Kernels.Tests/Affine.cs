using System.Runtime.Intrinsics;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>x · p0[i] + p1[0] − p2[i]: an epilogue with dense operands and one that is a number for each row.</summary>
internal readonly struct Affine : IMap
{
    public static float Invoke(float x, in Operands p, long i) => (x * p.Dense(0, i)) + p.Splat(1) - p.Dense(2, i);

    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => (x * p.Dense128(0, i)) + p.Splat128(1) - p.Dense128(2, i);

    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => (x * p.Dense256(0, i)) + p.Splat256(1) - p.Dense256(2, i);

    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => (x * p.Dense512(0, i)) + p.Splat512(1) - p.Dense512(2, i);
}
