using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxCodegen.Benchmarks;

/// <summary>What one core of this machine can do at most.</summary>
internal static class Peak
{
    /// <summary>Floating-point operations per second of independent fused multiply-adds at the widest vectors.</summary>
    public static double FloatingPointOperations()
    {
        double best = 0;
        for (int i = 0; i < 20; i++)
        {
            const int Steps = 500_000;
            long start = Stopwatch.GetTimestamp();
            if (Vector512.IsHardwareAccelerated)
                Chains512(Steps);
            else
                Chains256(Steps);
            int lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;
            best = Math.Max(best, Steps * 12.0 * 2 * lanes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    /// <summary>Bytes per second that a copy reads and writes, where both sides together have the given size.</summary>
    public static double CopyRate(double bytes)
    {
        const double Most = 1 << 28;
        const double Least = 1 << 12;
        var source = new byte[(int)(Math.Clamp(bytes, Least, Most) / 2)];
        var target = new byte[source.Length];
        int copies = Math.Max(1, (1 << 22) / source.Length);
        double best = 0;
        for (int i = 0; i < 8; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int copy = 0; copy < copies; copy++)
                source.CopyTo(target, 0);
            best = Math.Max(best, 2.0 * source.Length * copies / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static float Chains512(int steps)
    {
        Vector512<float> x = Vector512.Create(0.999f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, x);
            b = Vector512.FusedMultiplyAdd(b, x, x);
            c = Vector512.FusedMultiplyAdd(c, x, x);
            d = Vector512.FusedMultiplyAdd(d, x, x);
            e = Vector512.FusedMultiplyAdd(e, x, x);
            f = Vector512.FusedMultiplyAdd(f, x, x);
            g = Vector512.FusedMultiplyAdd(g, x, x);
            h = Vector512.FusedMultiplyAdd(h, x, x);
            i = Vector512.FusedMultiplyAdd(i, x, x);
            j = Vector512.FusedMultiplyAdd(j, x, x);
            k = Vector512.FusedMultiplyAdd(k, x, x);
            l = Vector512.FusedMultiplyAdd(l, x, x);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static float Chains256(int steps)
    {
        Vector256<float> x = Vector256.Create(0.999f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, x);
            b = Vector256.FusedMultiplyAdd(b, x, x);
            c = Vector256.FusedMultiplyAdd(c, x, x);
            d = Vector256.FusedMultiplyAdd(d, x, x);
            e = Vector256.FusedMultiplyAdd(e, x, x);
            f = Vector256.FusedMultiplyAdd(f, x, x);
            g = Vector256.FusedMultiplyAdd(g, x, x);
            h = Vector256.FusedMultiplyAdd(h, x, x);
            i = Vector256.FusedMultiplyAdd(i, x, x);
            j = Vector256.FusedMultiplyAdd(j, x, x);
            k = Vector256.FusedMultiplyAdd(k, x, x);
            l = Vector256.FusedMultiplyAdd(l, x, x);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
