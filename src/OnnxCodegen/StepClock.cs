using System.Collections.Generic;
using System.Diagnostics;

namespace OnnxCodegen;

/// <summary>The time spent in one step of a forward pass.</summary>
/// <param name="Name">The kernel and the ONNX node.</param>
/// <param name="Operations">Floating-point operations of one call; 0 where they are not counted.</param>
/// <param name="Ticks">Of <see cref="Stopwatch"/>, the least of all calls, which other processes disturb the least.</param>
public readonly record struct StepTime(string Name, long Operations, long Ticks);

/// <summary>Takes the time of the steps of a model that was compiled with measurements; one call at a time.</summary>
public static class StepClock
{
    static readonly List<StepTime> Times = [];

    static long last;

    /// <summary>The steps in the order of the forward pass.</summary>
    public static IReadOnlyList<StepTime> Steps => Times;

    /// <summary>Forgets what was measured.</summary>
    public static void Reset() => Times.Clear();

    /// <summary>Starts a forward pass.</summary>
    public static void Start() => last = Stopwatch.GetTimestamp();

    /// <summary>Notes the time since the step before.</summary>
    /// <param name="step">The step's number, from 0 in steps of one.</param>
    /// <param name="name">What the step is.</param>
    /// <param name="operations">Its floating-point operations.</param>
    public static void Mark(int step, string name, long operations)
    {
        long now = Stopwatch.GetTimestamp();
        if (step == Times.Count)
            Times.Add(new(name, operations, long.MaxValue));
        Times[step] = Times[step] with { Ticks = System.Math.Min(Times[step].Ticks, now - last) };
        last = Stopwatch.GetTimestamp();
    }
}
