using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace OnnxCodegen.Benchmarks;

/// <summary>Median latencies of two calls, measured in turns: A B A B.</summary>
internal static class Timing
{
    /// <summary>ONNX Runtime's workers spin on after a call and would slow whatever runs next.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    static readonly TimeSpan Warmup = TimeSpan.FromMilliseconds(600);

    static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(20);

    /// <returns>Seconds a call.</returns>
    public static (double Ours, double Theirs) Medians(ICall ours, ICall theirs, int rounds)
    {
        int ourCount = Warm(ours);
        int theirCount = Warm(theirs);
        var ourTimes = new double[rounds];
        var theirTimes = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            Thread.Sleep(Pause);
            ourTimes[i] = Time(ours, ourCount);
            Thread.Sleep(Pause);
            theirTimes[i] = Time(theirs, theirCount);
        }
        return (Median(ourTimes), Median(theirTimes));
    }

    /// <summary>Bytes that a call allocates on its thread.</summary>
    public static long Allocated(ICall call)
    {
        const int Calls = 10;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call.Invoke();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    /// <summary>Runs until the tiers of the JIT have settled.</summary>
    /// <returns>The number of calls that fill a batch.</returns>
    public static int Warm(ICall call)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        while (calls < 3 || Stopwatch.GetElapsedTime(start) < Warmup)
        {
            call.Invoke();
            calls++;
            if (calls % 40 == 0 && calls <= 200)
                Thread.Sleep(110);
        }
        double seconds = Math.Max(Time(call, Math.Clamp(calls / 100, 1, 1000)), 1e-9);
        return (int)Math.Clamp(Batch.TotalSeconds / seconds, 1, 1_000_000);
    }

    static double Time(ICall call, int count)
    {
        // The clock rate and the caches recover from what ran before.
        for (int i = 0; i < 1 + (count / 2); i++)
            call.Invoke();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            call.Invoke();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
}
