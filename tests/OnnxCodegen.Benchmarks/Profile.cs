using System;
using System.Globalization;
using System.Linq;

namespace OnnxCodegen.Benchmarks;

/// <summary>Prints where a call spends its time, kernel call by kernel call.</summary>
internal static class Profile
{
    const int Calls = 200;

    public static void Print(ICall call)
    {
        StepClock.Reset();
        for (int i = 0; i < Calls; i++)
            call.Invoke();
        var steps = StepClock.Steps.OrderByDescending(s => s.Ticks).ToArray();
        double total = steps.Sum(s => (double)s.Ticks);
        foreach (var kind in steps.GroupBy(s => s.Name.Split(' ')[0]).OrderByDescending(g => g.Sum(s => s.Ticks)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind.Sum(s => s.Ticks) / total,6:P1} {Seconds(kind.Sum(s => s.Ticks)) * 1e6,10:F2} µs in {kind.Count()} × {kind.Key}"));
        foreach (StepTime step in steps.Take(100))
        {
            double seconds = Seconds(step.Ticks);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {step.Ticks / total,6:P1} {seconds * 1e6,10:F2} µs {(step.Operations > 0 ? (step.Operations / seconds / 1e9).ToString("F0", CultureInfo.InvariantCulture) + " GFLOP/s" : ""),14}  {step.Name}"));
        }
    }

    /// <summary>Prints the methods that a cold process compiles and that take longest.</summary>
    public static void Print(ColdStart start)
    {
        const int Longest = 25;
        foreach (CompiledMethod method in start.Compiled.OrderByDescending(method => method.Seconds).Take(Longest))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  compiled in {method.Seconds * 1e3,6:F2} ms  {method.Name}"));
    }

    static double Seconds(long ticks) => ticks / (double)System.Diagnostics.Stopwatch.Frequency;
}
