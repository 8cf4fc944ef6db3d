using System.Runtime.Intrinsics;
using OnnxCodegen.Kernels;
using OnnxCodegen.Simd;

namespace OnnxCodegen.Kernels.Tests;

/// <summary>x · p1[i], with the second operand of a row loop.</summary>
internal readonly struct Weighted : IMap
{
    public static float Invoke(float x, in Operands p, long i) => x * p.Dense(Row.Operand + 1, i);

    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => x * p.Dense128(Row.Operand + 1, i);

    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => x * p.Dense256(Row.Operand + 1, i);

    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => x * p.Dense512(Row.Operand + 1, i);
}

/// <summary>x − s, with the first statistic of a row.</summary>
internal readonly struct LessStatistic : IMap
{
    public static float Invoke(float x, in Operands p, long i) => x - p.Splat(0);

    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => x - p.Splat128(0);

    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => x - p.Splat256(0);

    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => x - p.Splat512(0);
}

/// <summary>x − s[i], with the first statistics of columns.</summary>
internal readonly struct LessStatistics : IMap
{
    public static float Invoke(float x, in Operands p, long i) => x - p.Dense(0, i);

    public static Vector128<float> Invoke(Vector128<float> x, in Operands p, long i) => x - p.Dense128(0, i);

    public static Vector256<float> Invoke(Vector256<float> x, in Operands p, long i) => x - p.Dense256(0, i);

    public static Vector512<float> Invoke(Vector512<float> x, in Operands p, long i) => x - p.Dense512(0, i);
}
