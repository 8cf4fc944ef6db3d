using System;
using System.Collections.Generic;

namespace OnnxCodegen.Compiler.Emission;

/// <summary>The names that the forward pass has of its own; what a model brings gets others.</summary>
internal static class ForwardNames
{
    static readonly string[] Fixed = { "context", "workers", "arena", "offsets", "bytes", "kinds", "firstSteps", "lastSteps", "idle", "model", "prepared", "sum", "band" };

    /// <summary>Loop variables and lengths of axes, each with the axis's number.</summary>
    static readonly HashSet<string> Numbered = new(StringComparer.Ordinal) { "i", "j", "k", "n", "m", "t", "at", "axis", "weights" };

    /// <summary>Locals, parameters and constants.</summary>
    public static NameScope Locals() => new(Fixed, IsReserved);

    /// <summary>Methods and structs.</summary>
    public static NameScope Members(string className) => new(className, "Run", "Forward", "Prepare", "Warmup");

    static bool IsReserved(string name)
    {
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return (stem.Length < name.Length && Numbered.Contains(stem))
            || stem.EndsWith("Start", StringComparison.Ordinal) || stem.EndsWith("Step", StringComparison.Ordinal);
    }
}
